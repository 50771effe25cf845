import { type PolicyTerm, type Solver, type SolverAnswer } from "@purser/kit";
import type { Claim, Property } from "../blueprint/properties.ts";
import { problemOf } from "./problem-of.ts";
import { type AssuranceMode, isPossibleAssurance } from "./assurance-space.ts";
import { type Guarded, type GuardedAction, guardedAction } from "./guarded-action.ts";
import type { Proof } from "./proof.ts";

type MatterClaim = Extract<Claim, { kind: "every-policy-matters" }>;
type Applied = { action: GuardedAction; policy: PolicyTerm };

/**
 * Proves that each policy decides something: that for one of its actions there is a request which is permitted with it
 * and not without it, or the other way round. A policy that decides nothing is a rule that somebody believes in.
 */
export async function proveEveryPolicyMatters(
  property: Property,
  claim: MatterClaim,
  guarded: Guarded,
  mode: AssuranceMode,
  solver: Solver,
): Promise<Proof> {
  const dead: string[] = [];
  const open: string[] = [];
  let questions = 0;
  for (const [id, applied] of policiesOf(guarded)) {
    if (claim.except.includes(id)) continue;
    questions += 1;
    const found = await whereItMatters(applied, mode, solver);
    if (found.kind === "dead") dead.push(await whyDead(id, applied, mode, solver));
    else if (found.kind === "open") open.push(`${id}: ${found.reason}.`);
  }
  if (dead.length > 0) return { kind: "refuted", property, sentences: dead, examples: [] };
  return open.length > 0 ? { kind: "not-proved", property, sentences: open } : { kind: "proved", property, questions };
}

/** Each policy with the actions that it can apply to. */
function policiesOf(guarded: Guarded): ReadonlyMap<string, readonly Applied[]> {
  const byId = new Map<string, Applied[]>();
  for (const name of guarded.policies.actions) {
    const action = guardedAction(name, guarded);
    for (const policy of action.logic.policies) {
      const applied = byId.get(policy.id) ?? [];
      applied.push({ action, policy });
      byId.set(policy.id, applied);
    }
  }
  return byId;
}

async function whereItMatters(
  applied: readonly Applied[],
  mode: AssuranceMode,
  solver: Solver,
): Promise<{ kind: "alive" } | { kind: "dead" } | { kind: "open"; reason: string }> {
  let reason: string | null = null;
  for (const { action, policy } of applied) {
    const answer = await ask(action, [action.decidedBy(policy)], mode, solver);
    if (answer.kind === "unknown") reason ??= answer.reason;
    if (answer.kind !== "satisfiable") continue;
    if (action.uncovered.length === 0 && isDecidedBy(policy, action, answer)) return { kind: "alive" };
    reason ??= action.uncovered[0] ?? "the policies do not decide the solver's example as it says";
  }
  return reason === null ? { kind: "dead" } : { kind: "open", reason };
}

/** Whether the policies themselves name this one, and no other of its effect, for the example. */
function isDecidedBy({ id, effect }: PolicyTerm, { logic, ask: asked }: GuardedAction, answer: SolverAnswer): boolean {
  if (answer.kind !== "satisfiable") return false;
  const { isPermitted, permits, forbids } = asked(logic.questionOf(answer.values));
  const decided = effect === "permit" ? permits : forbids;
  return isPermitted === (effect === "permit") && decided.length === 1 && decided[0]?.id === id;
}

async function whyDead(id: string, applied: readonly Applied[], mode: AssuranceMode, solver: Solver): Promise<string> {
  for (const { action, policy } of applied) {
    const answer = await ask(action, [policy.term], mode, solver);
    if (answer.kind === "unsatisfiable") continue;
    const names = action.logic.policies.filter((other) => other.id !== id).map((other) => other.id);
    return policy.effect === "permit"
      ? `${id} decides nothing: whenever it applies to ${action.name}, the others decide the same without it (${names.join(", ")}).`
      : `${id} decides nothing: whenever it applies to ${action.name}, another forbids it already or nothing permits it (${names.join(", ")}).`;
  }
  const where = applied.map(({ action }) => action.name).join(", ");
  return `${id} decides nothing: its condition never holds for ${where}.`;
}

function ask(
  { logic }: GuardedAction,
  terms: readonly string[],
  mode: AssuranceMode,
  solver: Solver,
): Promise<SolverAnswer> {
  return solver.solve(problemOf(logic.symbols, [isPossibleAssurance(mode), ...terms]));
}
