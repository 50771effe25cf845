import { type PolicyCondition, type PolicyQuestion, type Solver, type SolverAnswer, smt } from "@purser/kit";
import { unreachable } from "@purser/contract";
import type { Claim, Property } from "../blueprint/properties.ts";
import { hasAssurance, type NeededAssurance } from "../guardrails/needed-assurance.ts";
import { exampleOf } from "./problem-of.ts";
import { type AssuranceMode, hasAssuranceTerm, isPossibleAssurance } from "./assurance-space.ts";
import { type Guarded, type GuardedAction, guardedAction } from "./guarded-action.ts";
import type { Proof } from "./proof.ts";
import { proveEveryPolicyMatters } from "./every-policy-matters.ts";
import { assuranceInWords, partsInWords } from "./sentences.ts";

/** How many actions that break one property are told; the others are counted. */
const mostExamples = 5;

/**
 * Proves a property of the policies, or finds an example against it. An example counts only when the policies themselves,
 * asked about it, decide so; what the translation does not cover may be either, so nothing is proved by it.
 */
export async function proveProperty(
  property: Property,
  guarded: Guarded,
  mode: AssuranceMode,
  solver: Solver,
): Promise<Proof> {
  const { claim } = property;
  if (claim.kind === "every-policy-matters") return proveEveryPolicyMatters(property, claim, guarded, mode, solver);
  const found: Found[] = [];
  for (const name of claim.actions) found.push(await searchAgainst(claim, guardedAction(name, guarded), mode, solver));
  const examples = found.filter((one) => one.kind === "example");
  if (examples.length > 0) {
    const more = examples.length - mostExamples;
    const sentences = examples.slice(0, mostExamples).map(({ sentence }) => sentence);
    if (more > 0) sentences.push(`The same holds for ${more} more action${more === 1 ? "" : "s"}.`);
    return { kind: "refuted", property, sentences, examples: examples.map(({ question }) => question) };
  }
  const open = found.flatMap((one) => (one.kind === "open" ? [one.sentence] : []));
  return open.length > 0
    ? { kind: "not-proved", property, sentences: open }
    : { kind: "proved", property, questions: claim.actions.length };
}

type Found =
  | { kind: "none" }
  | { kind: "example"; question: PolicyQuestion; sentence: string }
  | { kind: "open"; sentence: string };
type ActionClaim = Exclude<Claim, { kind: "every-policy-matters" }>;

/** Looks for a request of one action that the claim says there is not. */
async function searchAgainst(
  claim: ActionClaim,
  action: GuardedAction,
  mode: AssuranceMode,
  solver: Solver,
): Promise<Found> {
  const { logic, name } = action;
  const condition = claim.when?.termOf(name) ?? { term: smt.truth, uncovered: null };
  if (condition.uncovered !== null)
    return { kind: "open", sentence: `${name}: the condition is not covered: ${condition.uncovered}.` };
  const spoken = [condition.term, action.permitted];
  const assertions = [isPossibleAssurance(mode), condition.term, againstTerm(claim, action)];
  const answer = await exampleOf(logic.symbols, assertions, solver);
  return foundBy(answer, claim, action, spoken);
}

function foundBy(answer: SolverAnswer, claim: ActionClaim, action: GuardedAction, spoken: readonly string[]): Found {
  const { logic, name, uncovered } = action;
  switch (answer.kind) {
    case "unsatisfiable":
      return { kind: "none" };
    case "unknown":
      return { kind: "open", sentence: `${name}: ${answer.reason}.` };
    case "satisfiable": {
      const question = logic.questionOf(answer.values);
      if (isAgainst(claim, action, question))
        return {
          kind: "example",
          question,
          sentence: told(claim, action, question, partsInWords(logic.partsOf(answer.values, spoken))),
        };
      const why =
        uncovered.length > 0 ? uncovered.join("; ") : "the policies do not decide the solver's example as it says";
      return { kind: "open", sentence: `${name}: ${why}.` };
    }
    default:
      return unreachable(answer);
  }
}

function againstTerm(claim: ActionClaim, { permitted }: GuardedAction): string {
  return claim.kind === "never"
    ? smt.and([permitted, lacks(claim.without)])
    : smt.and([smt.not(permitted), claim.given === null ? smt.truth : hasAssuranceTerm(claim.given)]);
}

function lacks(needed: NeededAssurance | null): string {
  return needed === null ? smt.truth : smt.not(hasAssuranceTerm(needed));
}

/** Whether the policies themselves, and Cedar's own reading of the condition, say that this request is one against the claim. */
function isAgainst(claim: ActionClaim, action: GuardedAction, question: PolicyQuestion): boolean {
  if (!holds(claim.when, question)) return false;
  const isPermitted = action.isPermitted(question, question.assurance);
  return claim.kind === "never"
    ? isPermitted && (claim.without === null || !hasAssurance(question.assurance, claim.without))
    : !isPermitted && (claim.given === null || hasAssurance(question.assurance, claim.given));
}

function holds(condition: PolicyCondition | null, question: PolicyQuestion): boolean {
  return condition === null || condition.holds(question);
}

function told(claim: ActionClaim, action: GuardedAction, question: PolicyQuestion, parts: string): string {
  const answer = action.ask(question);
  const { permits, forbids } = answer;
  const assurance = assuranceInWords(question.assurance);
  if (claim.kind === "never") {
    const by = permits.map(({ id }) => id).join(", ");
    return `${action.name} is permitted by ${by} with ${assurance}, for ${parts}.`;
  }
  const by =
    forbids.length > 0
      ? `forbidden by ${forbids.map(({ id }) => id).join(", ")}`
      : permits.length > 0
        ? "a draft that nobody has approved"
        : "permitted by no guardrail";
  return `${action.name} is ${by} with ${assurance}, for ${parts}.`;
}
