import { type CaseEvent, type InboxCase, type Pause, PurserError } from "@purser/contract";
import type { CaseFilter, CaseRow } from "../cases/case-store.ts";
import type { CaseState } from "../cases/case-state.ts";
import { statusOf } from "../cases/status.ts";
import type { Desk } from "../conversations/desk.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import type { ApiServices } from "./api-services.ts";
import { caseSummaryOf } from "./case-view.ts";
import { linesOf, streamLines } from "./server-sent-events.ts";

const longestExcerpt = 240;

/** A case as the inbox shows it, with what is known of it now. */
export async function inboxCaseOf(row: CaseRow, desk: Desk): Promise<InboxCase> {
  const summary = caseSummaryOf(row);
  const state = await readState(row, desk);
  if (state === null) return { ...summary, ...nothing, isErased: true };
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
    lastMessage: await lastMessageOf(row, state, desk),
    isErased: false,
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

async function readState(row: CaseRow, desk: Desk): Promise<CaseState | null> {
  try {
    return (await readCaseNow(row.caseId, desk)).state;
  } catch (error) {
    if (error instanceof PurserError && error.code === "PUR-2182") return null;
    throw error;
  }
}

function askOf({ kind, mayAnswer, shown, expiresAt }: Pause): InboxCase["asks"][number] {
  return { kind, from: mayAnswer.kind === "customer" ? "customer" : mayAnswer.role, title: shown.title, expiresAt };
}

async function lastMessageOf({ caseId }: CaseRow, { messages }: CaseState, { store, tenant }: Desk) {
  const last = messages.at(-1);
  const [event] = last === undefined ? [] : await store.readEventsAt(tenant, caseId, [last.seq]);
  return event === undefined ? null : messageIn(event);
}

function messageIn(event: CaseEvent): InboxCase["lastMessage"] {
  const { at } = event;
  if (event.kind === "message.received")
    return { from: event.body.sender.kind, text: event.body.text.slice(0, longestExcerpt), at };
  if (event.kind !== "message.sent") return null;
  const from = event.body.teammateId === undefined ? "agent" : "teammate";
  return { from, text: event.body.text.slice(0, longestExcerpt), at };
}

/**
 * The first page of the inbox as server-sent events: each case on it, again whenever it has changed, and the id of one
 * that is no longer of this view. A client that comes again gets the whole page anew.
 */
export function streamInbox(filter: CaseFilter, { desk, closing }: ApiServices, gone: AbortSignal): Response {
  let sent = new Map<string, string>();
  return streamLines(
    linesOf({
      subscribe: (ring) => desk.store.subscribe(ring),
      readNew: async () => {
        const { rows, next } = await desk.store.listCases(filter);
        const page = new Map(
          rows.map((row): [string, string] => [row.caseId, `${row.version} ${row.status} ${row.updatedAt}`]),
        );
        const changed = rows.filter(({ caseId }) => sent.get(caseId) !== page.get(caseId));
        // On a page that is full one may have been pushed off by others; it is still of this view.
        const left = next === null ? [...sent.keys()].filter((caseId) => !page.has(caseId)) : [];
        sent = page;
        const cases = await Promise.all(changed.toReversed().map((row) => inboxCaseOf(row, desk)));
        return [
          ...left.map((caseId) => `event: gone\ndata: ${JSON.stringify({ caseId })}\n\n`),
          ...cases.map((each) => `event: case\ndata: ${JSON.stringify(each)}\n\n`),
        ];
      },
      ended: AbortSignal.any([gone, closing]),
    }),
  );
}
