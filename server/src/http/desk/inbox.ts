import type { CaseEvent, CaseId, InboxCase, Pause } from "@purser/contract";
import { dueOf } from "../../blueprint/settings/sla.ts";
import type { CaseRow, EventReading } from "../../cases/case-store.ts";
import type { CaseState } from "../../cases/case-state.ts";
import { noNotes } from "../../cases/desk-notes.ts";
import { statusOf } from "../../cases/status.ts";
import type { Desk } from "../../conversations/desk.ts";
import { type CaseNow, readCasesNow } from "../../conversations/read-case-now.ts";
import { caseSummaryOf } from "../case-view.ts";
import { messageText } from "../../cases/message-text.ts";

const longestExcerpt = 240;

/** Cases as the inbox shows them, with what is known of them now; as many reads for one as for a page of them. */
export async function inboxCasesOf(rows: readonly CaseRow[], desk: Desk): Promise<InboxCase[]> {
  const caseIds = rows.map(({ caseId }) => caseId);
  const [notes, now] = await Promise.all([readDeskNotes(caseIds, desk), readCasesNow(caseIds, desk)]);
  const messages = await readLastMessages([...now.cases.values()], desk);
  return rows.map((row) => {
    const { caseId } = row;
    const message = messages.get(caseId) ?? { kind: "none" };
    const error = message.kind === "unreadable" ? message.error : now.unreadable.get(caseId);
    const shown =
      error === undefined
        ? shownOf(row, now.cases.get(caseId)?.state ?? null, message)
        : { ...caseSummaryOf(row), ...nothing, isErased: false, unreadable: error.code };
    return { ...shown, ...notes(caseId) };
  });
}

type DeskNotesNow = Pick<InboxCase, "tags" | "snoozedUntil" | "due">;

/** What the desk notes of these cases, and what people owe their customers. */
export async function readDeskNotes(
  caseIds: readonly CaseId[],
  { store, tenant, sla }: Desk,
): Promise<(caseId: CaseId) => DeskNotesNow> {
  const [notes, handed] = await Promise.all([store.readNotes(tenant, caseIds), store.listHandedOver(tenant, caseIds)]);
  const dues = new Map(handed.map((each) => [each.caseId, dueOf(each, sla())]));
  return (caseId) => {
    const { tags, snoozedUntil } = notes.get(caseId) ?? noNotes;
    return { tags: [...tags], snoozedUntil, due: dues.get(caseId) ?? null };
  };
}

/** Its state is null where it was erased. */
function shownOf(row: CaseRow, state: CaseState | null, message: EventReading): Omit<InboxCase, keyof DeskNotesNow> {
  const summary = caseSummaryOf(row);
  if (state === null) return { ...summary, ...nothing, isErased: true, unreadable: null };
  const { customerRef, subject, goal, owner, pauses } = state;
  return {
    ...summary,
    // What a person did since the worker last wrote counts already.
    status: statusOf(state),
    customerRef,
    subject,
    goal,
    owner,
    asks: pauses.map(askOf),
    lastMessage: message.kind === "read" ? messageIn(message.event) : null,
    isErased: false,
    unreadable: null,
  };
}

const nothing = {
  customerRef: null,
  subject: null,
  goal: null,
  owner: { kind: "agent" },
  asks: [],
  lastMessage: null,
} as const satisfies Partial<InboxCase>;

function askOf({ kind, mayAnswer, shown, expiresAt }: Pause): InboxCase["asks"][number] {
  return { kind, from: mayAnswer.kind === "customer" ? "customer" : mayAnswer.role, title: shown.title, expiresAt };
}

async function readLastMessages(
  cases: readonly CaseNow[],
  { store, tenant }: Desk,
): Promise<ReadonlyMap<CaseId, EventReading>> {
  const places = cases.flatMap(({ row: { caseId }, state }) => {
    const last = state.messages.at(-1);
    return last === undefined ? [] : [{ caseId, seq: last.seq }];
  });
  const events = places.length === 0 ? [] : await store.readEventsOf(tenant, places);
  return new Map(places.map(({ caseId }, index) => [caseId, events[index] ?? { kind: "none" }]));
}

function messageIn(event: CaseEvent): InboxCase["lastMessage"] {
  const { at } = event;
  if (event.kind === "message.received")
    return { from: event.body.sender.kind, text: messageText(event.body).slice(0, longestExcerpt), at };
  if (event.kind !== "message.sent") return null;
  const from = event.body.teammateId === undefined ? "agent" : "teammate";
  return { from, text: messageText(event.body).slice(0, longestExcerpt), at };
}
