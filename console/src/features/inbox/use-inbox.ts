import { type InboxCase, type InboxFilter, inboxCaseSchema, inboxPageSchema } from "@purser/contract";
import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { z } from "zod";
import { z as schemas } from "zod";
import { read, withQuery } from "../../lib/api.ts";
import { type LiveState, useLive } from "../../lib/live.ts";

type Page = z.infer<typeof inboxPageSchema>;
type Pages = InfiniteData<Page, string | null>;
type Change = { kind: "case"; each: InboxCase } | { kind: "gone"; caseId: string };

/** Twice what a window shows: each row costs the server two reads. */
const pageSize = 60;
/** What comes at the same moment is drawn at once. */
const gatherMs = 60;
const firstPage: string | null = null;
const goneSchema = schemas.object({ caseId: schemas.string() });

/** The cases of a view, page by page as they are scrolled to, and as they change. */
export function useInbox(filter: InboxFilter) {
  const query = { ...filter, tags: filter.tags?.join(",") };
  const text = JSON.stringify(query);
  const queryKey = useMemo(() => ["inbox", text] as const, [text]);
  const isByDue = filter.due !== undefined || filter.sort !== undefined;
  const found = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      read(inboxPageSchema, withQuery("/v1/inbox", { ...query, limit: pageSize, cursor: pageParam }), signal),
    initialPageParam: firstPage,
    getNextPageParam: ({ next }) => next,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  const state = useChanges(withQuery("/v1/inbox", query), queryKey, { isReady: found.isSuccess, isByDue });
  const cases = useMemo(() => found.data?.pages.flatMap((page) => page.cases) ?? [], [found.data]);
  return { ...found, cases, live: state };
}

function useChanges(
  path: string,
  queryKey: readonly unknown[],
  { isReady, isByDue }: { isReady: boolean; isByDue: boolean },
): LiveState {
  const client = useQueryClient();
  const gathered = useRef<Change[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
      gathered.current = [];
    },
    [queryKey],
  );
  const note = (change: Change): void => {
    gathered.current.push(change);
    timer.current ??= setTimeout(() => {
      const changes = gathered.current.splice(0);
      timer.current = null;
      client.setQueryData<Pages>(queryKey, (pages) => (pages === undefined ? pages : changed(pages, changes, isByDue)));
    }, gatherMs);
  };
  return useLive(isReady ? path : null, {
    case: (data) => note({ kind: "case", each: inboxCaseSchema.parse(data) }),
    gone: (data) => note({ kind: "gone", caseId: goneSchema.parse(data).caseId }),
  });
}

/** Each changed case once, at the place that its time gives it: the newest come first, or what is due first. */
function changed(pages: Pages, changes: readonly Change[], isByDue: boolean): Pages {
  const latest = new Map(
    changes.map((change) => [change.kind === "case" ? change.each.caseId : change.caseId, change]),
  );
  const kept = pages.pages.map((page) => ({ ...page, cases: page.cases.filter(({ caseId }) => !latest.has(caseId)) }));
  const [first, ...others] = kept;
  if (first === undefined) return pages;
  const news = [...latest.values()].flatMap((change): InboxCase[] => (change.kind === "case" ? [change.each] : []));
  const cases = [...first.cases, ...news].toSorted(isByDue ? dueOrder : (one, other) => order(other, one));
  return { ...pages, pages: [{ ...first, cases }, ...others] };
}

function dueOrder(one: InboxCase, other: InboxCase): number {
  return `${one.due?.at ?? "never"}${one.caseId}` < `${other.due?.at ?? "never"}${other.caseId}` ? -1 : 1;
}

function order(one: InboxCase, other: InboxCase): number {
  return `${one.updatedAt}${one.caseId}` < `${other.updatedAt}${other.caseId}` ? -1 : 1;
}
