import { useQueryClient } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { ProposeAgain } from "../../lib/propose-again.tsx";
import { useSignedIn } from "../../lib/session.ts";
import { Sentence, Time } from "../../lib/time.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Fields } from "../../ui/fields.tsx";
import type { Detail, Step } from "./read-step.ts";
import { caseKey } from "./use-case.ts";

/** One step of the trace: what it was, in sentences, and on demand what it stood on. */
export function StepItem({ step, caseId }: { step: Step; caseId: string }) {
  const { title, tone, sentences, details, took, expired } = step;
  const client = useQueryClient();
  const head = (
    <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
      {tone === "neutral" ? <span className="font-medium">{title}</span> : <Badge tone={tone}>{title}</Badge>}
      {took === null ? null : <Took took={took} />}
      <span className="ml-auto text-xs text-muted">
        <Time at={step.at} form="clock" />
      </span>
    </span>
  );
  const [first, ...more] = sentences;
  return (
    <li className="rounded-md px-2 py-1.5 hover:bg-hover">
      {details.length === 0 && more.length === 0 ? (
        <div className="flex pl-4">{head}</div>
      ) : (
        <details className="group">
          <summary className="flex items-center gap-1 rounded-md">
            <ChevronRight
              className="size-3 shrink-0 text-muted transition-transform group-open:rotate-90"
              aria-hidden="true"
            />
            {head}
          </summary>
          <div className="mt-2 ml-4 flex flex-col gap-3 rounded-md border bg-surface p-3 text-xs">
            {more.length === 0 ? null : <Why sentences={more} />}
            {details.map((detail, index) => (
              <DetailPart key={`${detail.kind}-${index}`} detail={detail} />
            ))}
          </div>
        </details>
      )}
      {first === undefined ? null : (
        <p className="line-clamp-3 pl-4 wrap-anywhere text-muted">
          <Sentence text={first} />
        </p>
      )}
      {expired === null ? null : (
        <div className="mt-1 pl-4">
          <ProposeAgain
            pauseId={expired}
            onProposed={() => void client.invalidateQueries({ queryKey: caseKey(caseId) })}
          />
        </div>
      )}
    </li>
  );
}

/** How long it took, and what it cost where it cost anything. */
function Took({ took: { durationMs, costMicros } }: { took: NonNullable<Step["took"]> }) {
  const { deployment } = useSignedIn();
  const { currency, locale } = deployment;
  const money = new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 4 });
  const parts = [
    ...(durationMs === null ? [] : [durationMs < 1000 ? `${durationMs} ms` : `${(durationMs / 1000).toFixed(1)} s`]),
    ...(costMicros === 0 ? [] : [money.format(costMicros / 1_000_000)]),
  ];
  return parts.length === 0 ? null : <span className="text-xs text-muted tabular-nums">{parts.join(", ")}</span>;
}

function Why({ sentences }: { sentences: readonly string[] }) {
  return (
    <section>
      <h4 className="mb-1 font-medium">Why</h4>
      <ul className="flex flex-col gap-0.5 text-muted">
        {sentences.map((sentence, index) => (
          <li key={`${index} ${sentence}`}>
            <Sentence text={sentence} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function DetailPart({ detail }: { detail: Detail }) {
  if (detail.kind === "list")
    return (
      <section>
        <h4 className="mb-1 font-medium">{detail.title}</h4>
        <ol className="flex list-inside list-decimal flex-col gap-0.5 text-muted">
          {detail.lines.map((line, index) => (
            <li key={`${index} ${line}`}>{line}</li>
          ))}
        </ol>
      </section>
    );
  if (detail.kind === "fields")
    return (
      <section>
        <h4 className="mb-1 font-medium">
          {detail.title}
          {detail.readAt === undefined ? null : (
            <span className="font-normal text-muted">
              , read <Time at={detail.readAt} />
            </span>
          )}
        </h4>
        <Fields fields={detail.fields} />
      </section>
    );
  return (
    <section>
      <h4 className="mb-1 font-medium">Policies that decided</h4>
      <ul className="flex flex-col gap-1">
        {detail.policies.map(({ id, effect, reason }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2">
            <Badge tone={effect === "permit" ? "good" : "bad"}>{effect}</Badge>
            <code className="font-mono">{id}</code>
            {reason === null ? null : <span className="text-muted">{reason}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
