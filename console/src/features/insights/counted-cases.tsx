import { inboxPageSchema } from "@purser/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { read, withQuery } from "../../lib/api.ts";
import { type Titles, useTitles } from "../../lib/blueprint.ts";
import { CaseBadge } from "../../lib/case-badge.tsx";
import { CaseLink } from "../../lib/case-link.tsx";
import { useSignedIn } from "../../lib/session.ts";
import { Time } from "../../lib/time.tsx";
import { shortId, wordsOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed, Loading } from "../../ui/states.tsx";
import type { CountedSearch } from "./counted-search.ts";
import { countedColumns, groupName } from "./figures.ts";

const firstPage: string | null = null;
const route = getRouteApi("/insights/cases");

/** The cases that one number counts. */
export function CountedCases() {
  const search = route.useSearch();
  const { person } = useSignedIn();
  const pages = useInfiniteQuery({
    queryKey: ["counted-cases", search],
    queryFn: ({ signal, pageParam }) =>
      read(inboxPageSchema, withQuery("/v1/insights/cases", { ...search, cursor: pageParam }), signal),
    initialPageParam: firstPage,
    getNextPageParam: ({ next }) => next,
  });
  const cases = pages.data?.pages.flatMap((page) => page.cases) ?? [];
  return (
    <>
      <header className="flex min-h-14 items-center gap-3 border-b px-4 md:px-6">
        <Link to="/insights" aria-label="Back to the insights" className="rounded-md p-1.5 text-muted hover:bg-hover">
          <ArrowLeft className="size-4" />
        </Link>
        <Title search={search} />
      </header>
      {pages.isPending ? (
        <Loading what="the cases" />
      ) : pages.isError ? (
        <Failed error={pages.error} onRetry={() => void pages.refetch()} />
      ) : cases.length === 0 ? (
        <Empty title="No case counts here any more">Figures change with their cases.</Empty>
      ) : (
        <div className="min-h-0 flex-1 overflow-auto" tabIndex={0} role="region" aria-label="Cases">
          <ul>
            {cases.map((each) => (
              <li key={each.caseId}>
                <CaseLink
                  caseId={each.caseId}
                  className="focus-inset grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-3 border-b px-4 py-3 hover:bg-hover md:px-6"
                >
                  <span className="truncate">
                    <span className="mr-2 font-medium">{each.customerRef ?? `Visitor ${shortId(each.caseId)}`}</span>
                    <span className="text-muted">
                      {each.lastMessage?.text ?? (each.isErased ? "Erased" : (each.unreadable ?? ""))}
                    </span>
                  </span>
                  <CaseBadge of={each} myId={person.id} />
                  <span className="w-16 text-right text-xs text-muted">
                    <Time at={each.openedAt} />
                  </span>
                </CaseLink>
              </li>
            ))}
          </ul>
          {pages.hasNextPage ? (
            <div className="p-4 text-center">
              <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                More
              </Button>
            </div>
          ) : null}
        </div>
      )}
    </>
  );
}

function Title({ search }: { search: CountedSearch }) {
  const { titles } = useTitles();
  return <h1 className="truncate text-base font-semibold">{titleOf(search, titles)}</h1>;
}

function titleOf({ what, by, key, handoff }: CountedSearch, titles: Titles): string {
  const name = countedColumns.find((column) => column.what === what)?.name ?? "Cases";
  if (handoff !== undefined) return `${name}: ${wordsOf(handoff)}`;
  return by === undefined ? name : `${name}: ${groupName(key ?? null, by, titles)}`;
}
