import type { BlueprintView, Insights, ProcedureView } from "@purser/contract";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useSignedIn } from "../../lib/session.ts";
import { wordsOf } from "../../lib/words.ts";
import { Badge } from "../../ui/badge.tsx";
import { shareOf } from "../insights/figures.ts";
import { BlueprintPage } from "./blueprint-page.tsx";
import { Prose } from "./prose.tsx";
import { TierBadge } from "./tier.tsx";
import { useUse } from "./use-counts.ts";

/** What the agent follows, in prose, with how often and with what result. */
export function Procedures() {
  const use = useUse();
  return (
    <BlueprintPage name="Procedures">
      {(blueprint) => (
        <ul className="max-w-5xl">
          {blueprint.procedures.map((procedure) => (
            <li key={procedure.name} className="border-b">
              <details className="group">
                <summary className="flex cursor-pointer list-none items-center gap-3 py-3">
                  <ChevronRight className="size-4 shrink-0 text-muted group-open:rotate-90" aria-hidden="true" />
                  <span className="min-w-0 flex-1">
                    <span className="block font-medium">{wordsOf(procedure.name)}</span>
                    <span className="block truncate text-muted">{procedure.goal}</span>
                  </span>
                  <Results of={procedure} use={use} />
                </summary>
                <Detail of={procedure} blueprint={blueprint} />
              </details>
            </li>
          ))}
        </ul>
      )}
    </BlueprintPage>
  );
}

function Results({ of, use }: { of: ProcedureView; use: Insights | null }) {
  const { locale } = useSignedIn().deployment;
  const figures = use?.groups.find(({ key }) => key === of.name)?.figures;
  if (figures === undefined) return <span className="shrink-0 text-xs text-muted">not used in 30 days</span>;
  return (
    <span className="shrink-0 text-right text-xs text-muted tabular-nums">
      {figures.cases === 1 ? "1 case" : `${figures.cases} cases`}
      <span className="block">{shareOf(figures.resolvedByAgent, figures.cases, locale)} by the agent</span>
    </span>
  );
}

const shownExamples = 12;

function Detail({ of, blueprint }: { of: ProcedureView; blueprint: BlueprintView }) {
  const tools = of.tools.flatMap((name) => blueprint.tools.find((tool) => tool.name === name) ?? []);
  return (
    <div className="grid gap-6 pb-6 pl-7 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <Prose text={of.prose} />
      <div className="space-y-5">
        <section>
          <h3 className="mb-1 text-xs font-medium text-muted">Customers say</h3>
          <ul className="space-y-1">
            {of.examples.slice(0, shownExamples).map((example) => (
              <li key={example}>“{example}”</li>
            ))}
          </ul>
          {of.examples.length > shownExamples ? (
            <p className="mt-1 text-xs text-muted">and {of.examples.length - shownExamples} more</p>
          ) : null}
        </section>
        <section>
          <h3 className="mb-1 text-xs font-medium text-muted">It may use</h3>
          <ul className="space-y-1">
            {tools.map((tool) => (
              <li key={tool.name} className="flex items-center justify-between gap-2">
                {tool.title}
                <TierBadge tier={tool.tier} />
              </li>
            ))}
          </ul>
        </section>
        {of.together.length === 0 ? null : (
          <p>
            <Badge>All or nothing</Badge> {of.together.map(wordsOf).join(", then ")}
          </p>
        )}
        {of.otherwise.length === 0 ? null : (
          <p className="text-muted">Otherwise: {of.otherwise.map(wordsOf).join(", ")}</p>
        )}
        <Link
          to="/insights/cases"
          search={{ by: "procedure", key: of.name }}
          className="block underline underline-offset-2"
        >
          Cases of the last 30 days
        </Link>
        <p className="font-mono text-xs text-muted">{of.path}</p>
      </div>
    </div>
  );
}
