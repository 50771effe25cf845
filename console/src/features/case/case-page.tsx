import type { CaseView } from "@purser/contract";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useMemo, useState } from "react";
import { codeOf } from "../../lib/api.ts";
import { useTitles } from "../../lib/blueprint.ts";
import { CaseBadge } from "../../lib/case-badge.tsx";
import { classNames } from "../../lib/class-names.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import type { LiveState } from "../../lib/live.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Failed, Liveness, Loading, NotThere } from "../../ui/states.tsx";
import { shortId } from "../../lib/words.ts";
import { CaseActions } from "./case-actions.tsx";
import { CaseSide } from "./case-side.tsx";
import { Composer } from "./composer.tsx";
import { momentsOf } from "./read-moments.ts";
import { type Side, Timeline } from "./timeline.tsx";
import { useCase } from "./use-case.ts";

/** Each case has a page of its own: nothing that is written, chosen or waited for in one is there in the next. */
export function CasePage() {
  const { caseId } = useParams({ from: "/cases/$caseId" });
  return <OneCase key={caseId} caseId={caseId} />;
}

function OneCase({ caseId }: { caseId: string }) {
  const { view, sentences, events, doing, live, writers } = useCase(caseId);
  const [side, setSide] = useState<Side>("conversation");
  const [isWhole, setIsWhole] = useState(false);
  const [draftWish, setDraftWish] = useState(0);
  const navigate = useNavigate();
  useShortcuts({ Escape: () => void navigate({ to: "/inbox" }) });
  const { titles, isPending: areTitlesPending } = useTitles();
  const moments = useMemo(() => momentsOf(events, sentences, isWhole, titles), [events, sentences, isWhole, titles]);
  // Whole at once: a trace whose lines change their names under the eye is read twice.
  if (view.isPending || areTitlesPending) return <Loading what="the case" />;
  if (codeOf(view.error) === "PUR-2002")
    return <NotThere title="There is no such case">Its id may be mistyped, or it is another deployment's.</NotThere>;
  if (view.isError) return <Failed error={view.error} onRetry={() => void view.refetch()} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Head view={view.data} live={live} isWhole={isWhole} onWhole={setIsWhole} />
      {view.data.mergedInto === null ? null : (
        <p role="status" className="border-b bg-accent-soft px-4 py-2 text-accent md:px-6">
          This case goes on as{" "}
          <Link to="/cases/$caseId" params={{ caseId: view.data.mergedInto }} className="font-medium underline">
            {shortId(view.data.mergedInto)}
          </Link>
          ; what she writes goes there.
        </p>
      )}
      <Sides side={side} onSide={setSide} />
      <div className="flex min-h-0 flex-1">
        <div className={classNames("flex min-h-0 min-w-0 flex-1 flex-col", side === "customer" && "max-lg:hidden")}>
          <Timeline caseId={caseId} moments={moments} doing={doing} side={side} />
          <Composer view={view.data} draftWish={draftWish} writers={writers} />
        </div>
        <aside
          aria-label="Customer"
          className={classNames(
            "focus-inset min-h-0 overflow-y-auto border-line lg:w-72 lg:shrink-0 lg:border-l xl:w-80",
            side === "customer" ? "flex-1 lg:flex-none" : "max-lg:hidden",
          )}
          tabIndex={0}
        >
          <CaseSide
            view={view.data}
            events={events}
            onDraft={() => {
              setSide("conversation");
              setDraftWish((wish) => wish + 1);
            }}
          />
        </aside>
      </div>
    </div>
  );
}

function Head(props: { view: CaseView; live: LiveState; isWhole: boolean; onWhole: (isWhole: boolean) => void }) {
  const { view, live, isWhole, onWhole } = props;
  const { person } = useSignedIn();
  const asks = view.pauses.map(({ mayAnswer }) => ({
    from: mayAnswer.kind === "customer" ? "customer" : mayAnswer.role,
  }));
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 md:px-6">
      <Link
        to="/inbox"
        aria-label="Back to the inbox"
        className="rounded-md p-1 text-muted hover:bg-hover hover:text-text"
      >
        <ArrowLeft className="size-4" />
      </Link>
      <h1 className="min-w-0 truncate text-base font-semibold">
        {view.subject ?? view.goal ?? view.customerRef ?? "A visitor"}
      </h1>
      <CaseBadge of={{ status: view.status, owner: view.owner, asks }} myId={person.id} />
      <Liveness state={live} />
      <div className="ml-auto flex items-center gap-3 text-xs text-muted">
        <label className="hidden items-center gap-1.5 lg:flex">
          <input
            type="checkbox"
            className="accent-accent-solid"
            checked={isWhole}
            onChange={(event) => onWhole(event.target.checked)}
          />
          Every event
        </label>
        <span title={view.caseId}>{shortId(view.caseId)}</span>
        <CaseActions view={view} />
      </div>
    </header>
  );
}

const sides: readonly { side: Side; name: string }[] = [
  { side: "conversation", name: "Conversation" },
  { side: "trace", name: "Trace" },
  { side: "customer", name: "Customer" },
];

/** Where there is room for one at a time. */
function Sides({ side, onSide }: { side: Side; onSide: (side: Side) => void }) {
  return (
    <div role="group" aria-label="What is shown" className="flex border-b px-2 lg:hidden">
      {sides.map((each) => (
        <button
          key={each.side}
          type="button"
          aria-pressed={each.side === side}
          onClick={() => onSide(each.side)}
          className={classNames(
            "focus-inset flex-1 border-b-2 py-2",
            each.side === side ? "border-accent font-medium" : "border-transparent text-muted",
          )}
        >
          {each.name}
        </button>
      ))}
    </div>
  );
}
