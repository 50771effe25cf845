import {
  type CaseEvent,
  type CaseEventOf,
  type CaseId,
  unreachable,
  type VisitorEntries,
  type VisitorEntry,
} from "@purser/contract";
import type { People } from "../../blueprint/settings/people.ts";
import type { StoredEvent } from "../../cases/case-store.ts";
import { messageIdIn } from "../../conversations/visitors/visit.ts";
import type { Conversation } from "../../conversations/visitors/visitor-session.ts";
import type { ApiServices } from "../api-services.ts";
import { streamEvents } from "../streams/event-stream.ts";
import type { Follower } from "../streams/open-streams.ts";

const pageSize = 200;
/** Where the numbers of the next case begin in a conversation whose case was merged: further than any log goes. */
const numbersOfCase = 1_000_000_000;

/** What a customer sees of her conversation after an entry: the first so many events, and where to go on. */
export async function readEntries(
  { row, earlier }: Conversation,
  after: number,
  services: ApiServices,
): Promise<VisitorEntries> {
  const { store, tenant } = services.desk;
  const entries: VisitorEntry[] = [];
  let next = after;
  const cases = [...earlier, row.caseId];
  for (;;) {
    const part = Math.floor(next / numbersOfCase);
    const [from, caseId] = [cases[part - 1], cases[part]];
    if (caseId === undefined) return { entries, next };
    if (from !== undefined) {
      const seam = part * numbersOfCase + (await beforeMerge(from, caseId, services));
      if (next < seam) {
        entries.push(...(await askedBefore(caseId, part, seam, services)).filter(({ seq }) => seq > next));
        next = seam;
      }
    }
    const events = await store.readEvents(tenant, caseId, next % numbersOfCase, pageSize);
    entries.push(...events.flatMap((event) => entriesOf(event, part, peopleOf(services))));
    next += events.length;
    if (events.length === pageSize || part === earlier.length) return { entries, next };
    next = (part + 1) * numbersOfCase;
  }
}

/**
 * The same as server-sent events named `entry`, whose id is its number; between them `progress`. When the case is merged it ends,
 * and whoever comes again goes on in the one that goes on.
 */
export async function streamEntries(
  conversation: Conversation,
  after: number,
  services: ApiServices,
  follower: Follower,
): Promise<Response> {
  const { row, earlier } = conversation;
  const before: VisitorEntry[] = [];
  let from = after;
  // What is followed is the last case; the ones before it, and where they join it, are read.
  for (let isMore = earlier.length > 0; isMore;) {
    const { entries, next } = await readEntries(conversation, from, services);
    before.push(...entries);
    isMore = next > from;
    from = next;
  }
  const merged = new AbortController();
  return streamEvents(
    {
      caseId: row.caseId,
      afterSeq: from % numbersOfCase,
      reader: null,
      first: before.map(lineOf),
    },
    services,
    { ...follower, gone: AbortSignal.any([follower.gone, merged.signal]) },
    (event) => {
      if (event.event?.kind === "case.merged") merged.abort();
      return entriesOf(event, earlier.length, peopleOf(services)).map(lineOf);
    },
  );
}

function lineOf(entry: VisitorEntry): string {
  return `id: ${entry.seq}\nevent: entry\ndata: ${JSON.stringify(entry)}\n\n`;
}

/** The last event of the case that goes on from before the other one was merged into it: what comes after it she sees. */
async function beforeMerge(from: CaseId, into: CaseId, services: ApiServices): Promise<number> {
  const merged = await firstIn(from, ({ event }) => event?.kind === "case.merged", services);
  if (merged === null) return 0;
  const first = await firstIn(into, ({ envelope }) => envelope.at >= merged.envelope.at, services);
  return first === null
    ? ((await services.desk.store.readCase(services.desk.tenant, into))?.version ?? 0)
    : first.envelope.seq - 1;
}

/** What the case that goes on had asked her before the merge and still asks: she answers it here from now on. */
async function askedBefore(caseId: CaseId, part: number, seam: number, services: ApiServices): Promise<VisitorEntry[]> {
  const open = new Map<string, VisitorEntry>();
  for (let after = 0; part * numbersOfCase + after < seam; after += pageSize) {
    const events = await services.desk.store.readEvents(services.desk.tenant, caseId, after, pageSize);
    for (const entry of events.flatMap((event) => entriesOf(event, part, peopleOf(services)))) {
      if (entry.seq > seam) break;
      if (entry.kind === "asked") open.set(entry.pauseId, entry);
      if (entry.kind === "settled") open.delete(entry.pauseId);
    }
    if (events.length < pageSize) break;
  }
  return [...open.values()];
}

async function firstIn(
  caseId: CaseId,
  isIt: (event: StoredEvent) => boolean,
  { desk: { store, tenant } }: ApiServices,
): Promise<StoredEvent | null> {
  for (let after = 0; ; after += pageSize) {
    const events = await store.readEvents(tenant, caseId, after, pageSize);
    const found = events.find(isIt);
    if (found !== undefined || events.length < pageSize) return found ?? null;
  }
}

function peopleOf({ world }: ApiServices): People {
  return world.blueprints.inForce().settings.people;
}

/**
 * One entry, or none. What is not named here she does not see: no trace, no notes, no policies, no reasons, and nothing that
 * teammates are asked. An event that was erased tells nothing.
 */
function entriesOf({ event }: StoredEvent, part: number, people: People): VisitorEntry[] {
  const entry = event === null ? null : entryOf(event, people);
  return entry === null ? [] : [{ ...entry, seq: part * numbersOfCase + entry.seq }];
}

function entryOf(event: CaseEvent, people: People): VisitorEntry | null {
  switch (event.kind) {
    case "message.received":
    case "message.sent":
      return messageOf(event, people);
    case "pause.opened":
    case "pause.answered":
    case "pause.expired":
    case "pause.withdrawn":
    case "pause.superseded":
      return questionOf(event);
    case "handoff.made":
    case "teammate.joined":
    case "teammate.left":
    case "case.resolved":
    case "case.reopened":
    case "case.closed":
    case "case.rated":
      return standingOf(event, people);
    case "message.understood":
    case "message.delivered":
    case "signal.received":
    case "identity.changed":
    case "code.asked":
    case "code.made":
    case "code.refused":
    case "code.requested":
    case "code.tried":
    case "facts.read":
    case "plan.made":
    case "proposal.made":
    case "proposal.judged":
    case "pause.reassigned":
    case "call.started":
    case "call.ended":
    case "call.verified":
    case "call.held":
    case "call.released":
    case "call.withdrawn":
    case "undo.started":
    case "undo.ended":
    case "timer.set":
    case "timer.fired":
    case "handoff.asked":
    case "note.added":
    case "budget.spent":
    case "route.chosen":
    case "child.opened":
    case "child.ended":
    case "child.stopped":
    case "case.opened":
    case "case.absorbed":
    case "case.assigned":
    case "case.reported":
    case "case.merged":
    case "case.migrated":
    case "case.erased":
      return null;
    default:
      return unreachable(event);
  }
}

type AboutQuestion = "pause.opened" | "pause.answered" | "pause.expired" | "pause.withdrawn" | "pause.superseded";

function questionOf(event: CaseEventOf<AboutQuestion>): VisitorEntry | null {
  const { seq, at } = event;
  switch (event.kind) {
    case "pause.opened": {
      const { pauseId, digest, shown, expiresAt, mayAnswer } = event.body.pause;
      const { title, text } = shown;
      return mayAnswer.kind === "customer" ? { kind: "asked", seq, at, pauseId, digest, title, text, expiresAt } : null;
    }
    case "pause.answered": {
      const { pauseId, decision, by } = event.body;
      return by.kind === "customer" && decision !== "edit"
        ? { kind: "settled", seq, at, pauseId, how: decision }
        : null;
    }
    case "pause.expired":
      return { kind: "settled", seq, at, pauseId: event.body.pauseId, how: "expired" };
    case "pause.withdrawn":
    case "pause.superseded": {
      const { pauseId } = event.body;
      return pauseId === null ? null : { kind: "settled", seq, at, pauseId, how: "withdrawn" };
    }
    default:
      return unreachable(event);
  }
}

type AboutStanding =
  | "handoff.made"
  | "teammate.joined"
  | "teammate.left"
  | "case.resolved"
  | "case.reopened"
  | "case.closed"
  | "case.rated";

/** Who has the case, and how it stands. */
function standingOf(event: CaseEventOf<AboutStanding>, people: People): VisitorEntry {
  const { seq, at } = event;
  switch (event.kind) {
    case "handoff.made":
      return { kind: "handed-over", seq, at, opensAt: event.body.opensAt };
    case "teammate.joined":
      return { kind: "joined", seq, at, name: people[event.body.teammateId]?.name ?? null };
    case "teammate.left":
      return { kind: "left", seq, at, returnsToAgent: event.body.returnsToAgent };
    case "case.resolved":
      return { kind: "resolved", seq, at };
    case "case.reopened":
      return { kind: "reopened", seq, at };
    case "case.closed":
      return { kind: "closed", seq, at };
    case "case.rated":
      return { kind: "rated", seq, at, rating: event.body.rating };
    default:
      return unreachable(event);
  }
}

function messageOf(event: CaseEventOf<"message.received" | "message.sent">, people: People): VisitorEntry | null {
  const { seq, at } = event;
  const { text, attachments = [] } = event.body;
  if (event.kind === "message.sent") {
    const { teammateId, pauseId } = event.body;
    const who =
      teammateId === undefined
        ? { from: "agent" as const, name: null }
        : { from: "teammate" as const, name: people[teammateId]?.name ?? null };
    return { kind: "message", seq, at, ...who, text, attachments, messageId: null, asks: pauseId };
  }
  if (event.body.sender.kind !== "customer") return null;
  return {
    kind: "message",
    seq,
    at,
    from: "customer",
    name: null,
    text,
    attachments,
    messageId: messageIdIn(event.body),
    asks: null,
  };
}
