import type { VisitorEntry } from "@purser/contract";
import { useId } from "preact/hooks";
import { type Answering, unreachable } from "./conversation.ts";
import type { Strings } from "./strings.ts";

type Props = {
  asked: Extract<VisitorEntry, { kind: "asked" }>;
  settled: Extract<VisitorEntry, { kind: "settled" }>["how"] | null;
  answering: Answering | null;
  strings: Strings;
  answer: (decision: "yes" | "no") => void;
};

/**
 * The exact action with a yes and a no. Once it is settled it says so in their place, and whether it came too late the server
 * says: a clock of hers may be wrong.
 */
export function Question({ asked, settled, answering, strings, answer }: Props) {
  const id = useId();
  const refusal = refusalText(answering?.code ?? null, strings);
  const state = settled === null ? refusal : settledText(settled, strings);
  const isWaiting = answering !== null && answering.code === null;
  const canAnswer = settled === null && (answering === null || isWaiting || answering.code === unreachable);
  return (
    <section class="question" aria-labelledby={id}>
      <h2 id={id}>{strings.asksYou}</h2>
      <p class="action" dir="auto">
        {asked.text === "" ? asked.title : asked.text}
      </p>
      {canAnswer && (
        <div class="answers">
          <button type="button" class="main" disabled={isWaiting} onClick={() => answer("yes")}>
            {isWaiting && answering.decision === "yes" ? strings.answering : strings.yes}
          </button>
          <button type="button" disabled={isWaiting} onClick={() => answer("no")}>
            {isWaiting && answering.decision === "no" ? strings.answering : strings.no}
          </button>
        </div>
      )}
      <p class="state" role="status">
        {state}
      </p>
    </section>
  );
}

function settledText(how: NonNullable<Props["settled"]>, strings: Strings): string {
  switch (how) {
    case "yes":
      return strings.saidYes;
    case "no":
      return strings.saidNo;
    case "expired":
      return strings.questionExpired;
    case "withdrawn":
      return strings.questionOver;
    default:
      return how satisfies never;
  }
}

/** A click that came too late, or second: what is, in place of what she wanted. */
function refusalText(code: string | null, strings: Strings): string | null {
  if (code === null) return null;
  if (code === unreachable) return strings.failed;
  if (code === "PUR-4002") return strings.questionExpired;
  if (code === "PUR-4003") return strings.questionElsewhere;
  return strings.questionOver;
}
