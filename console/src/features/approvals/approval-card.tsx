import type { CaseView } from "@purser/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { openApprovalsKey } from "../../lib/open-approvals.ts";
import { useBlueprint, usePolicySentences, useTitles } from "../../lib/blueprint.ts";
import { ProposeAgain } from "../../lib/propose-again.tsx";
import { useSignedIn } from "../../lib/session.ts";
import { Time } from "../../lib/time.tsx";
import { currencyIn, moneyOf } from "../../lib/words.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Fields } from "../../ui/fields.tsx";
import { Failed, Loading } from "../../ui/states.tsx";
import { Decide } from "./decide.tsx";
import { type Card, useCard } from "./use-card.ts";

/** One card with what decides: what exactly, for whom, how much, why it is asked, what is known, and what no means. */
export function ApprovalCard(props: {
  pauseId: string;
  onNext: () => void;
  onDecided: (words: string) => void;
  hasNext: boolean;
}) {
  const { pauseId, onNext, onDecided, hasNext } = props;
  const card = useCard(pauseId);
  // Whole at once: a card that grows under the hand moves its buttons.
  const blueprint = useBlueprint();
  if (card.isPending || blueprint.isPending) return <Loading what="the card" />;
  if (card.isError) return <Failed error={card.error} onRetry={() => void card.refetch()} />;
  const { pause } = card.data;
  const isOpen = pause.state === "open" && card.data.decided === null;
  return (
    <article
      aria-labelledby="what"
      className="mx-auto flex max-w-2xl flex-col rounded-xl border border-line-strong bg-surface shadow-floating"
    >
      <Head card={card.data} />
      <Body card={card.data} />
      {isOpen ? (
        <Decide card={card.data} onDecided={onDecided} />
      ) : (
        <Over card={card.data} onNext={onNext} hasNext={hasNext} />
      )}
    </article>
  );
}

function Head({ card: { pause, call, view } }: { card: Card }) {
  const { deployment } = useSignedIn();
  const amount = call?.args["amountMinor"];
  const currency = currencyIn(call?.args ?? {}, view.cost.currency);
  return (
    <header className="flex flex-col gap-2 p-5 md:p-6">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
        <Badge tone="warn">
          {pause.mayAnswer.kind === "teammate" ? `For a ${pause.mayAnswer.role}` : "For the customer"}
        </Badge>
        <span>
          asked <Time at={pause.openedAt} />, due <Time at={pause.expiresAt} />
        </span>
        <Link
          to="/cases/$caseId"
          params={{ caseId: pause.caseId }}
          className="ml-auto font-medium whitespace-nowrap text-accent hover:underline"
        >
          Open the case
        </Link>
      </div>
      <div className="flex flex-col gap-x-4 gap-y-1 md:flex-row md:items-start md:justify-between">
        <h2 id="what" className="text-xl leading-7 font-semibold text-balance">
          {pause.shown.text}
        </h2>
        {typeof amount === "number" ? (
          <p className="text-2xl font-semibold tabular-nums">{moneyOf(amount, currency, deployment.locale)}</p>
        ) : null}
      </div>
      <p className="text-muted">
        For <span className="font-medium text-text">{view.customerRef ?? "a visitor"}</span>
        {view.subject === null ? null : `, “${view.subject}”`}
      </p>
    </header>
  );
}

/** Why a person is asked: the reasons that were written, and where a guardrail has none, the guardrail as a sentence. */
function useReasons({ pause, view, policies }: Card): string[] {
  const sentences = usePolicySentences(view.blueprintHash);
  const bare = new Map(policies.map(({ id }) => [`The guardrail ${id} decides here.`, sentences.get(id)]));
  const written = policies.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  return [...pause.shown.reasons.map((each) => bare.get(each) ?? each), ...written];
}

function Body({ card }: { card: Card }) {
  const { pause, call, facts, totals, policies, reason, herWords } = card;
  const reasons = useReasons(card);
  const { titles } = useTitles();
  return (
    <div className="grid gap-x-8 gap-y-5 border-t p-5 md:grid-cols-2 md:p-6">
      <Proposed herWords={herWords} reason={reason} />
      <Part title="Why it needs you">
        <p className="text-muted">
          No guardrail permits it without {pause.mayAnswer.kind === "teammate" ? `a ${pause.mayAnswer.role}'s` : "a"}{" "}
          yes
          {reasons.length === 0 ? "." : ":"}
        </p>
        <ul>
          {[...new Set(reasons)].map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <p className="mt-1 flex flex-wrap gap-1">
          {[...new Set(policies.map(({ id }) => id))].map((id) => (
            <code key={id} className="rounded bg-sunken px-1.5 font-mono text-xs text-muted">
              {id}
            </code>
          ))}
        </p>
      </Part>
      {call === null ? null : (
        <Part title={`${titles.tool(call.tool)}, exactly`}>
          <Fields fields={call.args} />
        </Part>
      )}
      {facts === null ? null : (
        <Part
          title={
            <>
              Facts from the systems of record, read <Time at={facts.readAt} />
            </>
          }
        >
          <Fields fields={{ ...facts.fields, ...totals }} />
        </Part>
      )}
      <Part title="If you say no">
        <p>Nothing is done, and the agent goes on without it.</p>
      </Part>
      <Part title="If nobody answers">
        <p>
          {pause.atDeadline === "decline"
            ? "It counts as a no at its deadline."
            : "The case goes to a person at its deadline."}
        </p>
      </Part>
    </div>
  );
}

function Proposed({ herWords, reason }: Pick<Card, "herWords" | "reason">) {
  return (
    <Part title="Why it was proposed">
      {herWords === null ? null : (
        <p className="mb-1 line-clamp-6 break-words">
          She wrote: <q>{herWords}</q>
        </p>
      )}
      <p className={herWords === null ? "" : "text-muted"}>{reason ?? "The log does not say."}</p>
    </Part>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 text-xs font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}

/** What a yes has led to so far, as the case knows it. */
function becameOf({ call, view }: Card): string {
  const wished = Object.entries(call?.args ?? {});
  const isIt = ({ tool, args, undoOf }: CaseView["calls"][number]): boolean =>
    tool === call?.tool &&
    undoOf === null &&
    wished.every(([name, value]) => JSON.stringify(args[name]) === JSON.stringify(value));
  const made = view.calls.findLast(isIt);
  if (made?.state === "done") return "It is done, and was read back from its system.";
  if (made?.state === "undone") return "It was done, and has been taken back.";
  return made === undefined ? "The case shows what becomes of it." : "It is being carried out.";
}

const decisionWords = { yes: "approved this", no: "denied this", edit: "edited this" } as const;

/** Somebody was faster, or it is no longer asked: said, and never silently exchanged for the next card. */
function Over({ card, onNext, hasNext }: { card: Card; onNext: () => void; hasNext: boolean }) {
  const { decided, pause } = card;
  const { person } = useSignedIn();
  const client = useQueryClient();
  const who = decided?.by === person.id ? "You" : decided?.by;
  return (
    <footer role="status" className="flex flex-wrap items-center gap-3 rounded-b-xl border-t bg-sunken p-4 md:px-6">
      <p className="flex-1">
        {decided === null ? (
          `This is no longer asked: it is ${pause.state}.`
        ) : (
          <>
            <span className="font-medium">{who}</span> {decisionWords[decided.decision]} <Time at={decided.at} />.{" "}
            {decided.reason} {decided.decision === "yes" ? becameOf(card) : null}
          </>
        )}
      </p>
      {decided === null && pause.state === "expired" ? (
        <ProposeAgain
          pauseId={pause.pauseId}
          onProposed={() => void client.invalidateQueries({ queryKey: openApprovalsKey })}
        />
      ) : null}
      {hasNext ? (
        <Button look="solid" onClick={onNext}>
          Next card
        </Button>
      ) : null}
    </footer>
  );
}
