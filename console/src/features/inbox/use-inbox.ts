import { type InboxCase, type InboxFilter, type InboxPage, inboxCaseSchema, inboxPageSchema } from "@purser/contract";
import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { z } from "zod";
import { read, withQuery } from "../../lib/api.ts";
import { type LiveState, useLive } from "../../lib/live.ts";

type Pages = InfiniteData<InboxPage, string | null>;
type Change = { kind: "case"; each: InboxCase } | { kind: "gone"; caseId: string };

/** Twice what a window shows. */
const pageSize = 60;
/** What comes is drawn at once, and what comes within this time after it together. */
const gatherMs = 60;
const firstPage: string | null = null;
const goneSchema = z.object({ caseId: z.string() });

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
    // What has not changed is the same object already; to compare all that was read costs more than to draw it.
    structuralSharing: false,
  });
  const since = found.data?.pages[0]?.at ?? null;
  const path = since === null ? null : withQuery("/v1/inbox", { ...query, since });
  const state = useChanges(path, queryKey, isByDue);
  const cases = useMemo(() => found.data?.pages.flatMap((page) => page.cases) ?? [], [found.data]);
  return { ...found, cases, live: state };
}

/** What changed since the first page was read, and as it changes. */
function useChanges(path: string | null, queryKey: readonly unknown[], isByDue: boolean): LiveState {
  const client = useQueryClient();
  const gathered = useRef<Change[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const drawnAt = useRef(0);
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
    timer.current ??= setTimeout(
      () => {
        const changes = gathered.current.splice(0);
        timer.current = null;
        drawnAt.current = performance.now();
        client.setQueryData<Pages>(queryKey, (pages) =>
          pages === undefined ? pages : changed(pages, changes, isByDue),
        );
      },
      drawnAt.current + gatherMs - performance.now(),
    );
  };
  return useLive(path, {
    anew: () => {
      client.setQueryData<Pages>(queryKey, (known) =>
        known === undefined ? known : { pages: known.pages.slice(0, 1), pageParams: known.pageParams.slice(0, 1) },
      );
      void client.invalidateQueries({ queryKey });
    },
    case: (data) => note({ kind: "case", each: inboxCaseSchema.parse(data) }),
    gone: (data) => note({ kind: "gone", caseId: goneSchema.parse(data).caseId }),
  });
}

/** Each changed case once, at the place that its time gives it: the newest come first, or what is due first. */
function changed(pages: Pages, changes: readonly Change[], isByDue: boolean): Pages {
  const latest = new Map(
    changes.map((change) => [change.kind === "case" ? change.each.caseId : change.caseId, change]),
  );
  const known = new Set<string>(pages.pages.flatMap(({ cases }) => cases.map(({ caseId }) => caseId)));
  // Most of what changes is in no view of somebody: then nothing is drawn anew.
  if ([...latest.values()].every((change) => change.kind === "gone" && !known.has(change.caseId))) return pages;
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
