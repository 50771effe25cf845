import { type CaseEventOf, type CaseId, type NewEvent, PurserError } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { InletAppend, OutboxClaim } from "../cases/case-store.ts";
import { appendSeen } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";
import { endedFor, refuseUnderWay } from "./end-case.ts";
import { absorbedFrom, goesOnAs } from "./merge-cases.ts";
import { type CaseNow, readCaseNow } from "./read-case-now.ts";
import { readLog } from "./read-log.ts";

type Post = Pick<Desk, "store" | "tenant" | "id" | "voice">;

/**
 * Brings what one case tells another into its log, once, however often it is tried; the row is gone with it. What no case
 * can take any more is dropped.
 *
 * @throws PurserError PUR-2002 when the other case is not there yet · PUR-2006 when it moves too often · PUR-3330 when something
 *   is half done in a part that is to be closed: to be tried again.
 */
export async function deliverBetweenCases(row: OutboxClaim, post: Post): Promise<void> {
  const { store, tenant } = post;
  const [event] = await store.readEventsAt(tenant, row.caseId, [row.seq]);
  if (event?.kind === "child.opened") return openChild(row, event, post);
  if (event?.kind === "child.stopped") return closeChild(row, event, post);
  if (event?.kind === "case.reported") return endChild(row, event, post);
  if (event?.kind === "case.merged") return absorb(row, event, post);
  if (event?.kind === "message.sent") return passOn(row, event, post);
  // Its body has been erased, so there is nothing left to tell.
  return store.dropOutbox(row.outboxId);
}

async function openChild(row: OutboxClaim, { body }: CaseEventOf<"child.opened">, post: Post): Promise<void> {
  const { childId, proposalId, goal, procedure, given, thoughts, channel, customerId, customerRef } = body;
  const { identity, blueprintHash } = body;
  const subjectId = customerId ?? childId;
  const events: NewEvent[] = [
    {
      kind: "case.opened",
      body: {
        trigger: { kind: "case", name: "child case" },
        channel,
        customerId,
        customerRef,
        subject: null,
        goal,
        procedure,
        blueprintHash,
        parent: { caseId: row.caseId, proposalId, thoughts, given },
      },
    },
  ];
  if (identity.level > 0) events.push({ kind: "identity.changed", body: { subject: subjectId, ...identity } });
  const open = { customerId, channel, blueprintHash };
  await append({ ...appendTo(childId, row, post), subjectId, events, open }, row, post);
}

async function endChild(row: OutboxClaim, { body }: CaseEventOf<"case.reported">, post: Post): Promise<void> {
  const { parentId, outboxId: _, ...report } = body;
  const parent = await readOther(parentId, post);
  if (parent.state.lifecycle === "erased") return post.store.dropOutbox(row.outboxId);
  const ended: NewEvent = { kind: "child.ended", body: { childId: row.caseId, ...report } };
  await append(
    { ...appendTo(parentId, row, post), subjectId: parent.row.customerId ?? parentId, events: [ended] },
    row,
    post,
  );
}

/** A case that was closed meanwhile is opened again: what was merged into it is to go on. One that was merged goes on elsewhere. */
async function absorb(row: OutboxClaim, { body, actorId }: CaseEventOf<"case.merged">, post: Post): Promise<void> {
  const { into, reason } = body;
  const log = await readLog(row.caseId, post);
  const { row: last, state } = await goesOnAs(into, post);
  if (state.lifecycle === "erased") return post.store.dropOutbox(row.outboxId);
  const absorbed: NewEvent = { kind: "case.absorbed", body: absorbedFrom(row.caseId, body, log) };
  await appendSeen(
    last.caseId,
    actorId,
    post,
    (now) => {
      if (now.state.mergedInto !== null) throw new PurserError("PUR-2006", last.caseId);
      const isOpen = now.state.lifecycle === "open";
      return isOpen ? [absorbed] : [{ kind: "case.reopened", body: { reason, by: body.by } }, absorbed];
    },
    { dedupeKey: dedupeKeyOf(row), outboxDone: row.outboxId },
  );
}

/** The customer reads in the conversation that she began what a child case tells or asks her. */
async function passOn(row: OutboxClaim, { body }: CaseEventOf<"message.sent">, post: Post): Promise<void> {
  const child = await readOther(row.caseId, post);
  const parentId = child.state.parent?.caseId;
  const parent = parentId === undefined ? null : await readOther(parentId, post);
  const isHeard =
    parent?.state.lifecycle === "closed" ? await saysWhatIsOff(row, post) : parent?.state.lifecycle !== "erased";
  if (parent === null || !isHeard) return post.store.dropOutbox(row.outboxId);
  // What is claimed stands in the child's log, where it was found done.
  const told: NewEvent = {
    kind: "message.sent",
    body: { ...body, outboxId: post.id("out"), claims: [], proposalId: null },
  };
  const { caseId } = parent.state;
  await append(
    { ...appendTo(caseId, row, post), subjectId: parent.row.customerId ?? caseId, events: [told] },
    row,
    post,
  );
}

/** In a conversation that is closed only this is still told: she waits for what will not be done. */
async function saysWhatIsOff({ caseId, seq }: OutboxClaim, { store, tenant }: Post): Promise<boolean> {
  const [before] = await store.readEventsAt(tenant, caseId, [seq - 1]);
  return before?.kind === "call.withdrawn";
}

async function closeChild(row: OutboxClaim, { body }: CaseEventOf<"child.stopped">, post: Post): Promise<void> {
  const { childId, reason, outboxId } = body;
  const { state } = await readOther(childId, post);
  if (state.lifecycle === "closed" || state.lifecycle === "erased") return post.store.dropOutbox(outboxId);
  await appendSeen(
    childId,
    row.caseId,
    post,
    (now) => {
      // What is half done in it is finished, taken back or settled first: the row is delivered again then.
      refuseUnderWay(now.state);
      const by = row.caseId;
      return [...endedFor(now.state, { by, reason }, post), { kind: "case.closed", body: { by, reason } }];
    },
    { dedupeKey: dedupeKeyOf(row), outboxDone: row.outboxId },
  );
}

function readOther(caseId: CaseId, post: Post): Promise<CaseNow> {
  return readCaseNow(caseId, post);
}

function dedupeKeyOf({ outboxId }: OutboxClaim) {
  return hashOf({ source: "between-cases", outboxId });
}

function appendTo(caseId: CaseId, row: OutboxClaim, { tenant }: Post): Omit<InletAppend, "subjectId" | "events"> {
  return {
    tenant,
    caseId,
    actorId: row.caseId,
    dedupeKey: dedupeKeyOf(row),
    open: null,
    expectedVersion: null,
    notAfter: null,
    pauses: [],
    outboxDone: row.outboxId,
  };
}

async function append(inlet: InletAppend, { outboxId }: OutboxClaim, { store }: Post): Promise<void> {
  const result = await store.appendInlet(inlet);
  if (result.kind === "duplicate") await store.dropOutbox(outboxId);
  else if (result.kind !== "appended") throw new PurserError("PUR-2002", inlet.caseId);
}
