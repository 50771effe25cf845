import { type CaseEvent, type CaseId, type InboxCase, type Instant, type Pause, PurserError } from "@purser/contract";
import { dueOf } from "../blueprint/sla.ts";
import type { CaseRow } from "../cases/case-store.ts";
import type { CaseState } from "../cases/case-state.ts";
import { noNotes } from "../cases/desk-notes.ts";
import { statusOf } from "../cases/status.ts";
import type { Desk } from "../conversations/desk.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import type { ApiServices } from "./api-services.ts";
import { caseSummaryOf } from "./case-view.ts";
import { type InboxQuery, readInboxPage } from "./inbox-page.ts";
import { linesOf, streamLines } from "./server-sent-events.ts";
import { messageText } from "../cases/message-text.ts";

const longestExcerpt = 240;

/** Cases as the inbox shows them, with what is known of them now. */
export async function inboxCasesOf(rows: readonly CaseRow[], desk: Desk): Promise<InboxCase[]> {
  const caseIds = rows.map(({ caseId }) => caseId);
  const notes = await readDeskNotes(caseIds, desk);
  return Promise.all(rows.map(async (row) => ({ ...(await readShown(row, desk)), ...notes(row.caseId) })));
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

async function readShown(row: CaseRow, desk: Desk): Promise<Omit<InboxCase, keyof DeskNotesNow>> {
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
    return { from: event.body.sender.kind, text: messageText(event.body).slice(0, longestExcerpt), at };
  if (event.kind !== "message.sent") return null;
  const from = event.body.teammateId === undefined ? "agent" : "teammate";
  return { from, text: messageText(event.body).slice(0, longestExcerpt), at };
}

/** So often the page is looked at as a whole: for what was not told, and what time alone has changed. */
const lookEveryMs = 30_000;
/** More than a page has, and bounded. */
const mostRemembered = 1000;

/**
 * The first page of the inbox as server-sent events, and then each case that has changed, if it is of this view, or the id
 * of one that is not. Only what changed is read. A client that comes again gets the whole page anew.
 */
export function streamInbox(query: InboxQuery, { desk, closing }: ApiServices, gone: AbortSignal): Response {
  const { store, tenant } = desk;
  const changed = new Set<CaseId>();
  const sent = new Map<string, string>();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let wokenUntil: Instant | null = null;
  const woken = async (): Promise<readonly CaseId[]> => {
    const from = wokenUntil;
    wokenUntil = await store.now();
    return from === null ? [] : store.listWoken(tenant, from);
  };
  return streamLines(
    linesOf({
      subscribe: (ring) =>
        store.subscribe((caseId) => {
          changed.add(caseId);
          ring();
        }),
      readNew: async () => {
        const isLook = performance.now() - lookedAtMs >= lookEveryMs;
        const ids = [...changed, ...(isLook ? await woken() : [])];
        changed.clear();
        if (!isLook && ids.length === 0) return [];
        if (isLook) lookedAtMs = performance.now();
        const { rows: page } = isLook ? await readInboxPage(query, desk) : { rows: [] };
        const { rows: news } =
          ids.length === 0
            ? { rows: [] }
            : await readInboxPage({ ...query, cursor: null, limit: ids.length }, desk, ids);
        const rows = new Map([...page, ...news].map((row) => [row.caseId, row]));
        const cases = await inboxCasesOf([...rows.values()].toReversed(), desk);
        const left = ids.filter((caseId) => !rows.has(caseId));
        return [
          ...left.map((caseId) => lineOf("gone", { caseId })),
          ...cases.map((each) => lineOf("case", each)).filter((line, index) => isNew(cases[index]?.caseId, line, sent)),
        ];
      },
      ended: AbortSignal.any([gone, closing]),
    }),
  );
}

function lineOf(kind: "case" | "gone", data: object): string {
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Whether it differs from what was sent of this case last. */
function isNew(caseId: string | undefined, line: string, sent: Map<string, string>): boolean {
  if (caseId === undefined || sent.get(caseId) === line) return false;
  sent.delete(caseId);
  sent.set(caseId, line);
  for (const oldest of sent.keys()) {
    if (sent.size <= mostRemembered) break;
    sent.delete(oldest);
  }
  return true;
}
