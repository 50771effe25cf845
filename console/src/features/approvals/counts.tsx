import { type ApprovalCount, approvalCountsSchema, decidedPausesSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { read, withQuery } from "../../lib/api.ts";
import { classNames } from "../../lib/class-names.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Time } from "../../lib/time.tsx";
import { shortId, wordsOf } from "../../lib/words.ts";
import { Badge } from "../../ui/badge.tsx";
import { Empty, Failed, Loading } from "../../ui/states.tsx";

/** Which decisions are listed below: those behind the number that was chosen. */
type Behind = { title: string; person?: string; policy?: string; decision?: string; quick?: "true" };

/** Whether approvals are still decided, or only clicked away. */
export function Counts() {
  const { days = 7 } = useSearch({ from: "/approvals/counts" });
  const [behind, setBehind] = useState<Behind>({ title: "All decisions" });
  const counts = useQuery({
    queryKey: ["approval-counts", days],
    queryFn: ({ signal }) => read(approvalCountsSchema, withQuery("/v1/approvals/counts", { days }), signal),
  });
  return (
    <>
      <Head days={days} />
      {counts.isPending ? (
        <Loading what="the counts" />
      ) : counts.isError ? (
        <Failed error={counts.error} onRetry={() => void counts.refetch()} />
      ) : counts.data.total.decided === 0 ? (
        <Empty title="Nothing was decided">In the last {days} days nobody has answered what waits for approval.</Empty>
      ) : (
        <div
          tabIndex={0}
          role="region"
          aria-label="Counts"
          className="focus-inset flex min-h-0 flex-1 flex-col gap-8 overflow-y-auto p-4 md:p-8"
        >
          {counts.data.isCut ? <p className="text-muted">There were more than are counted here.</p> : null}
          <Total count={counts.data.total} onBehind={setBehind} />
          <Table
            title="By person"
            rows={counts.data.people}
            nameOf={(id) => id}
            onBehind={(person, more) => setBehind({ ...more, title: `${more.title} by ${person}`, person })}
          />
          <Table
            title="By policy"
            rows={counts.data.policies}
            nameOf={(id) => wordsOf(id)}
            onBehind={(policy, more) => setBehind({ ...more, title: `${more.title} under ${wordsOf(policy)}`, policy })}
          />
          <Decisions days={days} behind={behind} />
        </div>
      )}
    </>
  );
}

function Head({ days }: { days: 7 | 30 }) {
  const navigate = useNavigate();
  return (
    <header className="flex min-h-14 items-center gap-3 border-b px-4 md:px-6">
      <Link to="/approvals" aria-label="Back to the approvals" className="rounded-md p-1 text-muted hover:bg-hover">
        <ArrowLeft className="size-4" />
      </Link>
      <h1 className="text-base font-semibold">How approvals go</h1>
      <div role="group" aria-label="How long back" className="ml-auto flex gap-1">
        {([7, 30] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === days}
            onClick={() => void navigate({ to: "/approvals/counts", search: { days: each } })}
            className={classNames("h-7 rounded-md px-2", each === days ? "bg-sunken font-medium" : "text-muted")}
          >
            {each} days
          </button>
        ))}
      </div>
    </header>
  );
}

function useTexts() {
  const { deployment } = useSignedIn();
  const percent = new Intl.NumberFormat(deployment.locale, { style: "percent", maximumFractionDigits: 0 });
  return {
    share: ({ share }: ApprovalCount): string => (share === null ? "–" : percent.format(share)),
    quick: ({ quick, decided }: ApprovalCount): string =>
      decided === 0 ? "0" : `${quick} (${percent.format(quick / decided)})`,
  };
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

function durationText(durationMs: number | null): string {
  if (durationMs === null) return "–";
  if (durationMs < minuteMs) return `${Math.round(durationMs / 1000)} s`;
  if (durationMs < hourMs) return `${Math.round(durationMs / minuteMs)} min`;
  return `${(durationMs / hourMs).toFixed(1)} h`;
}

function Total({ count, onBehind }: { count: ApprovalCount; onBehind: (behind: Behind) => void }) {
  const texts = useTexts();
  const figures: { name: string; text: string; behind: Behind }[] = [
    { name: "Decided", text: String(count.decided), behind: { title: "All decisions" } },
    { name: "Approved", text: texts.share(count), behind: { title: "Approved", decision: "yes" } },
    { name: "Median to decision", text: durationText(count.medianMs), behind: { title: "All decisions" } },
    { name: "90th percentile", text: durationText(count.ninetiethMs), behind: { title: "All decisions" } },
    { name: "Under five seconds", text: texts.quick(count), behind: { title: "Under five seconds", quick: "true" } },
  ];
  return (
    <ul className="grid grid-cols-2 gap-3 md:grid-cols-5">
      {figures.map(({ name, text, behind }) => (
        <li key={name}>
          <button
            type="button"
            onClick={() => onBehind(behind)}
            className="w-full rounded-lg border bg-surface p-3 text-left hover:bg-hover"
          >
            <span className="block text-xs text-muted">{name}</span>
            <span className="block text-xl font-semibold tabular-nums">{text}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Table(props: {
  title: string;
  rows: readonly { id: string; count: ApprovalCount }[];
  nameOf: (id: string) => string;
  onBehind: (id: string, behind: Behind) => void;
}) {
  const { title, rows, nameOf, onBehind } = props;
  if (rows.length === 0) return null;
  return (
    <section>
      <h2 className="mb-2 font-medium">{title}</h2>
      <div tabIndex={0} role="region" aria-label={title} className="focus-inset overflow-x-auto">
        <table className="w-full min-w-[34rem] text-left">
          <thead className="text-xs text-muted">
            <tr>
              {["", "Decided", "Approved", "Median", "90th", "Under 5 s"].map((name) => (
                <th key={name} scope="col" className="py-1 pr-4 font-medium">
                  {name === "" ? <span className="sr-only">Of</span> : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, count }) => (
              <Row key={id} name={nameOf(id)} count={count} onBehind={(behind) => onBehind(id, behind)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ name, count, onBehind }: { name: string; count: ApprovalCount; onBehind: (behind: Behind) => void }) {
  const texts = useTexts();
  const figures: { text: string; behind: Behind | null }[] = [
    { text: String(count.decided), behind: { title: "Decisions" } },
    { text: texts.share(count), behind: { title: "Approved", decision: "yes" } },
    { text: durationText(count.medianMs), behind: null },
    { text: durationText(count.ninetiethMs), behind: null },
    { text: texts.quick(count), behind: { title: "Under five seconds", quick: "true" } },
  ];
  return (
    <tr className="border-t">
      <th scope="row" className="py-1.5 pr-4 font-normal break-words">
        {name}
      </th>
      {figures.map(({ text, behind }, index) => (
        <td key={`${index} ${text}`} className="pr-4 tabular-nums">
          {behind === null ? (
            text
          ) : (
            <button type="button" className="underline decoration-line-strong" onClick={() => onBehind(behind)}>
              {text}
            </button>
          )}
        </td>
      ))}
    </tr>
  );
}

const decisionWords = { yes: "Approved", no: "Denied", edit: "Edited" } as const;
const decisionTones = { yes: "good", no: "bad", edit: "accent" } as const;

/** The cases behind the number that was chosen. */
function Decisions({ days, behind: { title, ...filter } }: { days: number; behind: Behind }) {
  const path = withQuery("/v1/approvals/decisions", { days, ...filter });
  const found = useQuery({
    queryKey: ["approval-decisions", path],
    queryFn: ({ signal }) => read(decidedPausesSchema, path, signal),
  });
  return (
    <section aria-live="polite">
      <h2 className="mb-2 font-medium">{title}</h2>
      {found.isError ? <Failed error={found.error} onRetry={() => void found.refetch()} /> : null}
      <ul className="flex flex-col">
        {found.data?.decisions.map(({ pauseId, caseId, personId, decision, openedAt, decidedAt, lookedMs }) => (
          <li key={pauseId}>
            <Link
              to="/cases/$caseId"
              params={{ caseId }}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-2 py-1.5 hover:bg-hover"
            >
              <Badge tone={decisionTones[decision]}>{decisionWords[decision]}</Badge>
              <span className="font-medium">{shortId(caseId)}</span>
              <span className="text-muted">
                {personId}, after {durationText(Date.parse(decidedAt) - Date.parse(openedAt))}
                {lookedMs === null ? "" : `, looked at for ${durationText(lookedMs)}`}
              </span>
              <span className="ml-auto text-muted">
                <Time at={decidedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
