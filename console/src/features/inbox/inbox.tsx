import type { InboxCase, InboxFilter } from "@purser/contract";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { classNames } from "../../lib/class-names.ts";
import { type DeskView, inboxViews } from "../../lib/inbox-views.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import { useSignedIn } from "../../lib/session.ts";
import { useShowCurrent } from "../../lib/show-current.ts";
import { Button } from "../../ui/button.tsx";
import { Key } from "../../ui/key.tsx";
import { Empty, Failed, Liveness, Loading } from "../../ui/states.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { FilterButton, FilterChips } from "./filter-bar.tsx";
import { InboxList, type Reached } from "./inbox-list.tsx";
import { useInbox } from "./use-inbox.ts";
import { useSelection } from "./use-selection.ts";

export function Inbox() {
  const filter = useFilter();
  const { view = null, q = "" } = filter;
  const navigate = useNavigate();
  const onFilter = (next: InboxFilter): void => void navigate({ to: "/inbox", search: next });
  const { person } = useSignedIn();
  const inbox = useInbox(filter);
  const { fetchNextPage, isFetchingNextPage } = inbox;
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const list = useRef<readonly InboxCase[]>([]);
  useEffect(() => {
    list.current = inbox.cases;
  }, [inbox.cases]);
  const selection = useSelection(list);
  const reached = useRef<Reached | null>(null);
  const looksAt = JSON.stringify(filter);
  useEffect(() => {
    reached.current = null;
  }, [looksAt]);
  const shown = inboxViews.find((each) => each.view === view) ?? inboxViews[0];
  return (
    <>
      <header className="flex flex-col gap-2 border-b px-4 pt-3 md:px-6">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="text-base font-semibold">Inbox</h1>
          <Liveness state={inbox.live} />
          <div className="ml-auto flex min-w-0 flex-1 basis-48 justify-end gap-4">
            <SearchBox text={q} />
            <FilterButton filter={filter} onFilter={onFilter} />
          </div>
        </div>
        <Views current={view} />
        <FilterChips filter={filter} onFilter={onFilter} />
      </header>
      {inbox.isPending ? (
        <Loading what="the cases" />
      ) : inbox.isError ? (
        <Failed error={inbox.error} onRetry={() => void inbox.refetch()} />
      ) : inbox.cases.length === 0 ? (
        <NoCases view={shown} filter={filter} onFilter={onFilter} />
      ) : (
        <InboxList
          cases={inbox.cases}
          myId={person.id}
          hasMore={inbox.hasNextPage}
          onMore={onMore}
          selection={selection}
          reached={reached}
        />
      )}
      <BulkBar
        selection={selection}
        focusedId={() => list.current.find(({ caseId }) => caseId === reached.current?.caseId)?.caseId ?? null}
      />
    </>
  );
}

/** What the address says, without what it leaves open. */
function useFilter(): InboxFilter {
  const { view, tags, assignee, due, sort, q } = useSearch({ from: "/inbox" });
  return {
    ...(view === undefined ? {} : { view }),
    ...(tags === undefined ? {} : { tags }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(due === undefined ? {} : { due }),
    ...(sort === undefined ? {} : { sort }),
    ...(q === undefined || q === "" ? {} : { q }),
  };
}

type NoCasesProps = { view: DeskView | undefined; filter: InboxFilter; onFilter: (filter: InboxFilter) => void };

/** Why nothing is shown: what is narrowed comes first, since without it there may be a lot. */
function NoCases({ view, filter, onFilter }: NoCasesProps) {
  const { tags, assignee, due, q } = filter;
  const isNarrowed = tags !== undefined || assignee !== undefined || due !== undefined;
  const without = (
    <Button className="mt-3 text-text" onClick={() => onFilter(filter.view === undefined ? {} : { view: filter.view })}>
      {q === undefined ? "Show all of this view" : "Clear the search"}
    </Button>
  );
  if (q !== undefined)
    return (
      <Empty title={`Nothing was found for “${q}”`}>
        <p>
          A search finds cases in which all of its words were said, whole words and order numbers; by the beginning of
          their id; and by the customer exactly as your systems name her.
        </p>
        {without}
      </Empty>
    );
  if (isNarrowed)
    return (
      <Empty title="No case matches the filter">
        <p>There may be others in “{view?.name}” that it leaves out.</p>
        {without}
      </Empty>
    );
  return <Empty title="Nothing here">{view?.empty}</Empty>;
}

function Views({ current }: { current: DeskView["view"] }) {
  const navigate = useNavigate();
  const go = (view: DeskView["view"]): void =>
    void navigate({ to: "/inbox", search: (now) => ({ ...now, view: view ?? undefined, q: undefined }) });
  useShortcuts(Object.fromEntries(inboxViews.map(({ view }, index) => [String(index + 1), () => go(view)])));
  const row = useShowCurrent<HTMLDivElement>(current ?? "all");
  return (
    <div ref={row} role="group" aria-label="Views" className="-mx-2 flex overflow-x-auto">
      {inboxViews.map(({ view, name }) => (
        <button
          key={name}
          type="button"
          aria-pressed={view === current}
          onClick={() => go(view)}
          className={classNames(
            "focus-inset border-b-2 px-2 pt-1 pb-2 whitespace-nowrap",
            view === current ? "border-accent font-medium" : "border-transparent text-muted hover:text-text",
          )}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

const searchAfterMs = 250;

function SearchBox({ text }: { text: string }) {
  const [typed, setTyped] = useState(text);
  const navigate = useNavigate();
  const box = useRef<HTMLInputElement>(null);
  const wasTyped = useRef(false);
  useShortcuts({ "/": () => box.current?.focus() });
  useEffect(() => {
    // A view or a saved filter that was chosen says what is searched for.
    if (document.activeElement !== box.current) setTyped(text);
  }, [text]);
  useEffect(() => {
    if (!wasTyped.current) return undefined;
    wasTyped.current = false;
    const q = typed.trim();
    const timer = setTimeout(
      () => void navigate({ to: "/inbox", search: (now) => ({ ...now, q: q === "" ? undefined : q }), replace: true }),
      searchAfterMs,
    );
    return () => clearTimeout(timer);
  }, [typed, navigate]);
  return (
    <label className="flex h-8 max-w-80 min-w-0 flex-1 items-center gap-2 rounded-md border border-line-strong bg-surface px-2 focus-within:outline-2 focus-within:outline-accent">
      <Search className="size-4 shrink-0 text-muted" aria-hidden="true" />
      <input
        ref={box}
        type="search"
        aria-label="Search by words, case or customer"
        placeholder="Words, order, customer"
        className="min-w-0 flex-1 bg-transparent outline-none"
        value={typed}
        onChange={(event) => {
          wasTyped.current = true;
          setTyped(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Key name="/" />
    </label>
  );
}
