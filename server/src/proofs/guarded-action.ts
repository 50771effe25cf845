import type { Assurance } from "@purser/contract";
import {
  assuranceSymbols,
  type PolicyLogic,
  type PolicyQuestion,
  type PolicySet,
  type PolicyTerm,
  smt,
} from "@purser/kit";
import type { Blueprint } from "../blueprint/blueprint.ts";
import { type GuardRequest, permits } from "../guardrails/judge.ts";
import { isDraftIn } from "../blueprint/toolbox.ts";
import { onlyApproved } from "../guardrails/draft.ts";

/** What is guarded: policies, and which actions are drafts. */
export type Guarded = Pick<Blueprint, "policies" | "toolbox">;

/** One action as the guard treats it: in logic, and by asking the policies themselves. */
export type GuardedAction = {
  name: string;
  logic: PolicyLogic;
  /** That the call may start with the assurance that the symbols stand for. */
  permitted: string;
  /** That one of its policies decides: without it something else would be permitted. */
  decidedBy: (policy: PolicyTerm) => string;
  /** Why nothing is claimed of some policies, a sentence each. */
  uncovered: readonly string[];
  /** What the policies themselves say. */
  isPermitted: (question: PolicyQuestion, assurance: Assurance) => boolean;
  ask: PolicySet["ask"];
  /** The question as the guard is asked it, with nothing in hand. */
  requestOf: (question: PolicyQuestion, highest: Assurance) => Omit<GuardRequest, "isSingleOperator">;
};

export function guardedAction(name: string, { policies, toolbox }: Guarded): GuardedAction {
  const logic = policies.logicOf(name);
  const isDraft = isDraftIn(toolbox, name);
  const termsOf = (effect: "permit" | "forbid", except?: string) =>
    logic.policies.filter((policy) => policy.effect === effect && policy.id !== except).map(({ term }) => term);
  const isApproved = isDraft ? assuranceSymbols.approved : smt.truth;
  const asked = (question: PolicyQuestion) => (assurance: Assurance) => policies.ask({ ...question, assurance });
  return {
    name,
    logic,
    permitted: smt.and([isApproved, smt.or(termsOf("permit")), smt.not(smt.or(termsOf("forbid")))]),
    decidedBy: ({ id, effect, term }) =>
      smt.and([
        isApproved,
        term,
        effect === "permit" ? smt.not(smt.or(termsOf("permit", id))) : smt.or(termsOf("permit")),
        smt.not(smt.or(termsOf("forbid", id))),
      ]),
    uncovered: logic.policies.flatMap(({ id, uncovered }) =>
      uncovered === null ? [] : [`the guardrail ${id} is not covered: ${uncovered}`],
    ),
    isPermitted: (question, assurance) => {
      const ask = isDraft ? onlyApproved(asked(question)) : asked(question);
      return permits(ask(assurance));
    },
    ask: policies.ask,
    requestOf: (question, { identity }) => ({
      ask: asked(question),
      facts: question.facts,
      totals: question.totals,
      level: identity,
      highestLevel: identity,
      held: null,
      isDraft,
    }),
  };
}
