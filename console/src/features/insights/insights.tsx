import { type InsightKey, type Insights as Counted, insightKeySchema } from "@purser/contract";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTitles } from "../../lib/blueprint.ts";
import { csvOf, download } from "../../lib/csv.ts";
import { useSignedIn } from "../../lib/session.ts";
import { wordsOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed, Loading } from "../../ui/states.tsx";
import { type Column, TableHead } from "../../ui/table-head.tsx";
import { costOf, countedColumns, durationOf, groupName, keyNames, ratingOf, shareOf } from "./figures.ts";
import { type SpanDays, spans, useInsights } from "./use-insights.ts";
import { WeeklyChart } from "./weekly-chart.tsx";

/** What became of the cases of a time; each number opens the cases that it counts. */
export function Insights() {
  const [days, setDays] = useState<SpanDays>(30);
  const [by, setBy] = useState<InsightKey>("procedure");
  const counted = useInsights(days, by);
  const weekly = useInsights(days, "week");
  // Figures under names that change before one's eyes are misread.
  const { isPending: areTitlesPending } = useTitles();
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 md:px-6">
        <h1 className="text-base font-semibold">Insights</h1>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <Choice
            label="Cases of the last"
            value={String(days)}
            options={spans.map((each) => [String(each), `${each} days`])}
            onChange={(value) => setDays(spans.find((each) => String(each) === value) ?? 30)}
          />
          <Choice
            label="By"
            value={by}
            options={insightKeySchema.options.map((key) => [key, keyNames[key]])}
            onChange={(value) => setBy(insightKeySchema.parse(value))}
          />
          {counted.data === undefined ? null : (
            <Button icon={<Download className="size-4" />} onClick={() => saveCsv(counted.data)}>
              CSV
            </Button>
          )}
        </div>
      </header>
      {counted.isPending || weekly.isPending || areTitlesPending ? (
        <Loading what="the figures" />
      ) : counted.isError ? (
        <Failed error={counted.error} onRetry={() => void counted.refetch()} />
      ) : weekly.isError ? (
        <Failed error={weekly.error} onRetry={() => void weekly.refetch()} />
      ) : counted.data.total.cases === 0 ? (
        <Empty title="No cases in this time">They are counted some seconds after they are opened.</Empty>
      ) : (
        <Figures counted={counted.data} weeks={weekly.data.groups} />
      )}
    </>
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <label className="flex items-center gap-2 text-muted">
      {label}
      <select
        className="h-8 rounded-md border border-line-strong bg-surface px-2 text-text"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Figures({ counted, weeks }: { counted: Counted; weeks: Counted["groups"] }) {
  return (
    <div className="min-h-0 flex-1 space-y-8 overflow-auto p-4 md:p-6" tabIndex={0} role="region" aria-label="Figures">
      <Headlines counted={counted} />
      <Part title="Cases of each week">
        <WeeklyChart weeks={weeks} />
      </Part>
      <Part title={`By ${keyNames[counted.by].toLowerCase()}`}>
        <Groups counted={counted} />
      </Part>
      <div className="grid gap-8 lg:grid-cols-2">
        <Part title="Why people had cases">
          <Handoffs counted={counted} />
        </Part>
        <Part title="What tools did">
          <Tools counted={counted} />
        </Part>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h2 className="mb-3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Headlines({ counted: { total, currency } }: { counted: Counted }) {
  const { locale } = useSignedIn().deployment;
  const tiles = [
    { name: "Cases", value: String(total.cases), more: `${total.open} open` },
    {
      name: "Resolved by the agent",
      value: shareOf(total.resolvedByAgent, total.cases, locale),
      more: casesOf(total.resolvedByAgent),
    },
    {
      name: "Verified as done",
      value: shareOf(total.verified, total.cases, locale),
      more: "each change read back",
    },
    { name: "Handed off", value: shareOf(total.handedOff, total.cases, locale), more: casesOf(total.handedOff) },
    {
      name: "Time to resolution",
      value: durationOf(total.medianResolutionMs, locale),
      more: "half of them faster",
    },
    {
      name: "Satisfaction",
      value: ratingOf(total, locale),
      more: total.rated === 1 ? "of 5, one rating" : `of 5, ${total.rated} ratings`,
    },
    { name: "Cost of a case", value: costOf(total, currency, locale), more: "models, on average" },
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-4 xl:grid-cols-7">
      {tiles.map(({ name, value, more }) => (
        <div key={name} className="rounded-lg border p-3">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="mt-1 text-xl font-semibold tabular-nums">{value}</dd>
          <dd className="text-xs text-muted">{more}</dd>
        </div>
      ))}
    </dl>
  );
}

function columnsOf(by: InsightKey): readonly Column[] {
  return [
    { name: keyNames[by] },
    ...countedColumns.map(({ name, about }) => ({ name, about, isNumber: true })),
    ...["Rating", "Median time", "Cost"].map((name) => ({ name, isNumber: true })),
  ];
}

const casesOf = (count: number): string => (count === 1 ? "1 case" : `${count} cases`);

function Groups({ counted }: { counted: Counted }) {
  const { titles } = useTitles();
  const { locale } = useSignedIn().deployment;
  const { by, groups, total, since, until, currency } = counted;
  const rows = [...groups, { key: undefined, figures: total }];
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={`Figures by ${keyNames[by].toLowerCase()}`}>
      <table className="w-full text-left tabular-nums">
        <TableHead columns={columnsOf(by)} />
        <tbody>
          {rows.map(({ key, figures }) => (
            <tr key={key === undefined ? "all" : `group ${key}`} className="border-b last:[&>*]:font-semibold">
              <th scope="row" className="py-2 pr-4 font-normal first-letter:uppercase">
                {key === undefined ? "All" : groupName(key, by, titles)}
              </th>
              {countedColumns.map(({ what }) => (
                <td key={what} className="px-2 py-2 text-right">
                  {figures[what] === 0 ? (
                    <span className="text-muted">0</span>
                  ) : (
                    <Link
                      to="/insights/cases"
                      search={{ since, until, what, ...groupSearch(by, key) }}
                      className="underline decoration-line-strong underline-offset-2 hover:decoration-text"
                    >
                      {figures[what]}
                    </Link>
                  )}
                </td>
              ))}
              <td className="px-2 py-2 text-right">{ratingOf(figures, locale)}</td>
              <td className="px-2 py-2 text-right">{durationOf(figures.medianResolutionMs, locale)}</td>
              <td className="px-2 py-2 text-right">{costOf(figures, currency, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The group in which a number stands; null is the key of those that have none. */
function groupSearch(by: InsightKey, key: string | null | undefined): { by?: InsightKey; key?: string } {
  if (key === undefined) return {};
  return key === null ? { by } : { by, key };
}

function Handoffs({ counted: { handoffs, total, since, until } }: { counted: Counted }) {
  if (handoffs.length === 0) return <p className="text-muted">They had none.</p>;
  return (
    <ul className="space-y-2">
      {handoffs.map(({ trigger, cases }) => (
        <li key={trigger} className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-x-3">
          <span className="truncate">{wordsOf(trigger)}</span>
          <Link
            to="/insights/cases"
            search={{ since, until, what: "handedOff", handoff: trigger }}
            className="text-right tabular-nums underline decoration-line-strong underline-offset-2 hover:decoration-text"
          >
            {cases}
          </Link>
          <meter
            className="col-span-2 h-1.5 w-full"
            min={0}
            max={total.handedOff}
            value={cases}
            aria-label={`${wordsOf(trigger)}: ${cases} of ${total.handedOff}`}
          />
        </li>
      ))}
    </ul>
  );
}

const useColumns = ["read", "done", "undone", "refused", "failed", "unknown"] as const;

function Tools({ counted: { tools } }: { counted: Counted }) {
  const { titles } = useTitles();
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="What tools did">
      <table className="w-full text-left tabular-nums">
        <TableHead columns={[{ name: "Tool" }, ...useColumns.map((use) => ({ name: wordsOf(use), isNumber: true }))]} />
        <tbody>
          {tools.map((tool) => (
            <tr key={tool.tool} className="border-b">
              <th scope="row" className="py-1.5 pr-4 font-normal">
                {titles.tool(tool.tool)}
              </th>
              {useColumns.map((use) => (
                <td key={use} className={`px-2 py-1.5 text-right ${tool[use] === 0 ? "text-muted" : ""}`}>
                  {tool[use]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function saveCsv({ by, groups, since, until, currency }: Counted): void {
  const names = [
    ...countedColumns.map(({ what }) => what),
    "meanRating",
    "medianResolutionMs",
    `costMicros${currency}`,
    "tokens",
  ];
  const rows = groups.map(({ key, figures }) => [
    key ?? "",
    ...countedColumns.map(({ what }) => figures[what]),
    figures.meanRating ?? "",
    figures.medianResolutionMs ?? "",
    figures.costMicros,
    figures.tokens,
  ]);
  download(`cases-by-${by}-${since.slice(0, 10)}-${until.slice(0, 10)}.csv`, csvOf([[by, ...names], ...rows]));
}
