import type { BlueprintView } from "@purser/contract";
import { Link } from "@tanstack/react-router";
import { Time } from "../../lib/time.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Problem } from "../../ui/states.tsx";
import { BlueprintPage } from "./blueprint-page.tsx";
import { Prose } from "./prose.tsx";
import { useUnanswered } from "./use-counts.ts";

/** What the agent answers from, word for word, and what customers asked that none of it answers. */
export function Knowledge() {
  return (
    <BlueprintPage name="Knowledge">
      {({ knowledge }) => (
        <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <section>
            <h2 className="mb-2 font-semibold">Pages</h2>
            {knowledge.length === 0 ? (
              <p className="text-muted">There is no page yet: write one in the folder knowledge/.</p>
            ) : (
              knowledge.map((page) => <Page key={page.path} of={page} />)
            )}
          </section>
          <Unanswered />
        </div>
      )}
    </BlueprintPage>
  );
}

function Page({ of }: { of: BlueprintView["knowledge"][number] }) {
  const isOver = of.validUntil !== null && of.validUntil < new Date().toISOString().slice(0, 10);
  return (
    <details className="border-b">
      <summary className="flex cursor-pointer list-none flex-wrap items-baseline gap-3 py-2.5">
        <span className="font-medium">{of.title}</span>
        <span className="text-xs text-muted">checked on {of.asOf}</span>
        {of.validUntil === null ? null : (
          <Badge tone={isOver ? "bad" : "neutral"}>
            {isOver ? "over since" : "until"} {of.validUntil}
          </Badge>
        )}
        <span className="ml-auto font-mono text-xs text-muted">{of.path}</span>
      </summary>
      <div className="space-y-4 pb-5">
        {of.sections.map(({ heading, text }) => (
          <div key={heading}>
            <h3 className="mb-1 font-medium">{heading}</h3>
            <Prose text={text} />
          </div>
        ))}
      </div>
    </details>
  );
}

function Unanswered() {
  const asked = useUnanswered();
  return (
    <section>
      <h2 className="mb-2 font-semibold">Asked, and not found</h2>
      {asked.isPending ? <p className="text-muted">Reading …</p> : null}
      <Problem error={asked.error} />
      {asked.data?.questions.length === 0 ? (
        <p className="text-muted">Everything that was asked in the last 30 days had an answer.</p>
      ) : null}
      <ul>
        {asked.data?.questions.map(({ caseId, at, question }) => (
          <li key={`${caseId} ${at}`} className="border-b py-2">
            <Link to="/cases/$caseId" params={{ caseId }} className="block hover:underline">
              “{question}”
            </Link>
            <span className="text-xs text-muted">
              <Time at={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
