import { type CaseId, type Instant, plusMs } from "@purser/contract";
import type { Desk } from "../../conversations/desk.ts";
import type { ApiServices } from "../api-services.ts";
import { inboxCasesOf } from "./inbox.ts";
import { type InboxLine, type InboxQuery, type ReadInboxNews, readInboxPage } from "./inbox-page.ts";
import type { Follower } from "../streams/open-streams.ts";
import { streamLines } from "../streams/server-sent-events.ts";

/** So often what changed is looked up: what was not told, and what time alone has changed. */
const lookEveryMs = 30_000;
/** A change is committed after its time is read, so a look begins a little before the last one. */
const overlapMs = 5_000;
/** When more than this has changed, the client reads its list anew. */
const mostChanged = 500;
/** More than a page has, and bounded. */
const mostRemembered = 1000;

/**
 * Each case of this view as it is whenever it has changed, and the id of one that is not of the view; from `since` on, or the
 * first page before that where nothing was read yet. Only what changed is read. A client that comes again, with the time that
 * its last lines were of, misses nothing; `anew` tells it that too much has changed to tell.
 */
export function streamInbox(
  { since, ...query }: InboxQuery & { since: Instant | null },
  services: ApiServices,
  follower: Follower,
): Response {
  const { desk, readInboxNews } = services;
  const { store, tenant } = desk;
  const told = new Set<CaseId>();
  const sent = new Map<string, string>();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let lookedUpTo = since;
  /** Time alone brings cases into what is due, and takes none of them away. */
  const isByTime = query.due !== undefined;
  const look = async (): Promise<{ changed: readonly CaseId[]; page: readonly CaseId[] }> => {
    const from = lookedUpTo;
    lookedUpTo = await store.now();
    lookedAtMs = performance.now();
    const { rows } = from === null || isByTime ? await readInboxPage(query, desk) : { rows: [] };
    const changed = from === null ? [] : await store.listChanged(tenant, plusMs(from, -overlapMs), mostChanged + 1);
    return { changed, page: rows.map(({ caseId }) => caseId).toReversed() };
  };
  return streamLines(
    {
      subscribe: (ring) =>
        store.subscribe((caseId) => {
          told.add(caseId);
          ring();
        }),
      readNew: async () => {
        const isLook = performance.now() - lookedAtMs >= lookEveryMs;
        const { changed, page } = isLook ? await look() : { changed: [], page: [] };
        const place = isLook ? [`id: ${lookedUpTo ?? ""}\n\n`] : [];
        if (changed.length > mostChanged) {
          told.clear();
          return [...place, lineOf("anew", {})];
        }
        const caseIds = [...new Set([...page, ...changed, ...told])].slice(-mostRemembered);
        told.clear();
        const news = caseIds.length === 0 ? [] : await readInboxNews(query, caseIds);
        return [
          ...news.filter(({ caseId, line, isGone }) => isGone || isNew(caseId, line, sent)).map(({ line }) => line),
          ...place,
        ];
      },
    },
    follower,
    services,
  );
}

/** As long as the desks that hear of one change need to ask about it. */
const sharedMs = 1_000;

/**
 * What became of cases that changed, read once for all desks that look at the inbox in the same way. It forgets what it read
 * before those who follow a stream hear of a change, as it listens before them.
 */
export function shareInboxNews(desk: Desk): ReadInboxNews {
  const shared = new Map<string, { atMs: number; lines: Promise<readonly InboxLine[]> }>();
  desk.store.subscribe(() => shared.clear());
  return ({ cursor: _cursor, limit: _limit, callerId, ...filter }, caseIds) => {
    const key = JSON.stringify([filter, filter.view === "mine" ? callerId : null, caseIds]);
    const known = shared.get(key);
    if (known !== undefined && performance.now() - known.atMs < sharedMs) return known.lines;
    const lines = readLines({ ...filter, callerId, cursor: null, limit: caseIds.length }, caseIds, desk);
    shared.set(key, { atMs: performance.now(), lines });
    return lines;
  };
}

async function readLines(query: InboxQuery, caseIds: readonly CaseId[], desk: Desk): Promise<readonly InboxLine[]> {
  const { rows } = await readInboxPage(query, desk, caseIds);
  const cases = new Map((await inboxCasesOf(rows, desk)).map((each) => [each.caseId, each]));
  return caseIds.map((caseId) => {
    const each = cases.get(caseId);
    const line = each === undefined ? lineOf("gone", { caseId }) : lineOf("case", each);
    return { caseId, line, isGone: each === undefined };
  });
}

function lineOf(kind: "anew" | "case" | "gone", data: object): string {
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Whether it differs from what was sent of this case last. */
function isNew(caseId: CaseId, line: string, sent: Map<string, string>): boolean {
  if (sent.get(caseId) === line) return false;
  sent.delete(caseId);
  sent.set(caseId, line);
  for (const oldest of sent.keys()) {
    if (sent.size <= mostRemembered) break;
    sent.delete(oldest);
  }
  return true;
}
