import { inboxPageSchema } from "@purser/contract";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { read, withQuery } from "../../lib/api.ts";
import { classNames } from "../../lib/class-names.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import { type LiveState, useLive } from "../../lib/live.ts";
import { mostApprovals, openApprovalsKey, useOpenApprovals } from "../../lib/open-approvals.ts";
import { Time } from "../../lib/time.tsx";
import { shortId } from "../../lib/words.ts";
import { Empty, Failed, Liveness, Loading } from "../../ui/states.tsx";
import { ApprovalCard } from "./approval-card.tsx";
import { isCardOf } from "./use-card.ts";

/** The cards in their order, the one that is looked at, and the way through them. */
function useCards() {
  const { pause } = useSearch({ from: "/approvals" });
  const open = useOpenApprovals();
  const live = useChanges(open.data ?? []);
  const [current, choose] = useState<string | null>(pause ?? null);
  const ids = open.data?.map(({ pauseId }) => pauseId) ?? [];
  const first = ids[0];
  useEffect(() => {
    if (current === null && first !== undefined) choose(first);
  }, [current, first]);
  const at = current === null ? -1 : ids.findIndex((id) => id === current);
  const others = ids.filter((id) => id !== current);
  const go = (index: number): void => choose(ids[Math.max(0, Math.min(index, ids.length - 1))] ?? null);
  useShortcuts({ j: () => go(at + 1), k: () => go(at - 1) });
  return {
    open,
    live,
    current,
    choose,
    hasNext: others.length > 0,
    // Without another card this one stays, and says what became of it.
    next: () => choose(others[Math.min(Math.max(at, 0), others.length - 1)] ?? current),
  };
}

const changedSchema = z.object({ caseId: z.string() });
const gatherMs = 250;

/** Looks again when a case that asks for an approval has changed, or one that did; what comes together is one look. */
function useChanges(pauses: Pauses): LiveState {
  const client = useQueryClient();
  const gathered = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  const note = (caseId: string): void => {
    gathered.current.add(caseId);
    timer.current ??= setTimeout(() => {
      timer.current = null;
      const changed = gathered.current;
      gathered.current = new Set();
      void client.invalidateQueries({ queryKey: openApprovalsKey });
      void client.invalidateQueries({ predicate: ({ queryKey, state }) => isCardOf(changed, queryKey, state.data) });
    }, gatherMs);
  };
  const { data } = useWaitingCases();
  const since = useRef<string | null>(null);
  since.current ??= data?.at ?? null;
  const path = since.current === null ? null : withQuery("/v1/inbox", { view: "approval", since: since.current });
  return useLive(path, {
    case: (data) => note(changedSchema.parse(data).caseId),
    gone: (data) => {
      const { caseId } = changedSchema.parse(data);
      // Also of one that was decided: its card says what became of it.
      const isSeen = client
        .getQueryCache()
        .findAll()
        .some(({ queryKey, state }) => isCardOf(new Set([caseId]), queryKey, state.data));
      if (isSeen || pauses.some((pause) => pause.caseId === caseId)) note(caseId);
    },
    anew: () => note(""),
  });
}

/** What waits for a teammate's yes, one card at a time. */
export function Approvals() {
  const { open, live, current, choose, hasNext, next } = useCards();
  const [notice, setNotice] = useState<string | null>(null);
  const onDecided = (words: string): void => {
    setNotice(words);
    next();
  };
  const count = open.data?.length ?? 0;
  return (
    <>
      <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2 md:px-6">
        <h1 className="text-base font-semibold">Approvals</h1>
        <Liveness state={live} />
        <span role="status" className="min-w-0 truncate text-muted">
          {notice}
        </span>
        <span className="ml-auto shrink-0 text-muted tabular-nums">
          {count === 0 ? "" : `${count >= mostApprovals ? "The first " : ""}${count} waiting`}
        </span>
        <Link to="/approvals/counts" className="shrink-0 font-medium text-accent hover:underline">
          Counts
        </Link>
      </header>
      {open.isPending ? (
        <Loading what="what waits" />
      ) : open.isError ? (
        <Failed error={open.error} onRetry={() => void open.refetch()} />
      ) : current === null ? (
        <Empty title="Nothing waits for approval">
          What the guardrails lay before a teammate comes here by itself.
        </Empty>
      ) : (
        <div className="flex min-h-0 flex-1">
          <Queue pauses={open.data} current={current} onChoose={choose} />
          <div
            tabIndex={0}
            role="region"
            aria-label="What is to be decided"
            className="focus-inset min-h-0 flex-1 overflow-y-auto p-4 md:p-8"
          >
            <ApprovalCard key={current} pauseId={current} onNext={next} onDecided={onDecided} hasNext={hasNext} />
          </div>
        </div>
      )}
    </>
  );
}

function useWaitingCases() {
  return useQuery({
    queryKey: [...openApprovalsKey, "titles"],
    queryFn: ({ signal }) => read(inboxPageSchema, "/v1/inbox?view=approval&limit=100", signal),
  });
}

/** What each case asks of a teammate, and for whom. */
function useAsks(): ReadonlyMap<string, { title: string; customerRef: string | null }> {
  const { data } = useWaitingCases();
  return new Map(
    data?.cases.map(({ caseId, customerRef, asks }) => {
      const title = asks.find(({ from }) => from !== "customer")?.title ?? "";
      return [caseId, { title, customerRef }] as const;
    }) ?? [],
  );
}

type Pauses = NonNullable<ReturnType<typeof useOpenApprovals>["data"]>;

function Queue(props: { pauses: Pauses; current: string; onChoose: (pauseId: string) => void }) {
  const { pauses, current, onChoose } = props;
  const navigate = useNavigate();
  const asks = useAsks();
  return (
    <ol
      aria-label="Waiting, the one that is due first first"
      className="hidden w-60 shrink-0 overflow-y-auto border-r p-2 lg:block"
    >
      {pauses.map(({ pauseId, caseId, expiresAt, mayAnswer }) => (
        <li key={pauseId}>
          <button
            type="button"
            aria-current={pauseId === current}
            onClick={() => {
              onChoose(pauseId);
              void navigate({ to: "/approvals", search: { pause: pauseId }, replace: true });
            }}
            className={classNames(
              "w-full rounded-md px-3 py-2 text-left",
              pauseId === current ? "bg-sunken" : "hover:bg-hover",
            )}
          >
            <span className="block truncate font-medium">{asks.get(caseId)?.title ?? `Case ${shortId(caseId)}`}</span>
            <span className="block text-xs text-muted">
              {asks.get(caseId)?.customerRef ?? shortId(caseId)}, for a {mayAnswer}, due <Time at={expiresAt} />
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
