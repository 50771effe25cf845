import type { HandoffTrigger, Judgement } from "@purser/contract";
import type { Allowance, Thought } from "../agent/reasoner.ts";
import type { CaseState, FinishedProposal } from "../cases/case-state.ts";
import { stricter } from "../guardrails/stricter.ts";
import { budgetsOf } from "./budgets.ts";
import type { StepContext } from "./step-context.ts";

/** A handoff that the host decides on by the blueprint's settings, whoever reasons. */
export type DueHandoff = { trigger: HandoffTrigger; why: string; suggestion: string };

/**
 * What hands a case over instead of another thought: the same failed often enough, or the case has thought and acted
 * enough, or models may cost no more and the reasoner cannot do without them.
 */
export function handoffBeforeThought(
  { state, blueprint, world }: Pick<StepContext, "state" | "blueprint" | "world">,
  allowance: Allowance,
): DueHandoff | null {
  const { failures } = blueprint.settings.handoff;
  const failed = failedOften(state, failures);
  if (failed !== null)
    return {
      trigger: "repeated-failure",
      why: `${failed} failed ${failures} times.`,
      suggestion: `See what is wrong with the system behind ${failed}, then give the case back or finish it by hand.`,
    };
  const { steps, actions } = budgetsOf(world).case;
  const { thoughts, calls } = state.counters;
  if (thoughts >= steps) return budgetSpent(`The case has cost what one case may: ${thoughts} thoughts.`);
  if (calls >= actions) return budgetSpent(`The case has cost what one case may: ${calls} actions.`);
  const isFree = world.reasoner.keepsToAllowance === true;
  return allowance.most === "rules" && !isFree ? budgetSpent(allowance.why ?? "Nothing is left to spend.") : null;
}

function budgetSpent(why: string): DueHandoff {
  const suggestion = "Read what was tried. Given back, the case may cost as much once more.";
  return { trigger: "budget-spent", why, suggestion };
}

/** The tool that failed so often without a success between, and last; since a person gave the case back. */
function failedOften({ finished, returned }: CaseState, failures: number): string | null {
  const since = finished.filter(({ seq }) => seq > (returned?.seq ?? 0));
  const last = since.at(-1);
  if (last === undefined) return null;
  return failedTools(last).find((tool) => failuresOf(tool, since) >= failures) ?? null;
}

function failuresOf(tool: string, finished: readonly FinishedProposal[]): number {
  const lastDone = finished.findLastIndex((each) => each.end.kind === "done" && toolsOf(each).includes(tool));
  return finished.slice(lastDone + 1).filter((each) => failedTools(each).includes(tool)).length;
}

function failedTools(finished: FinishedProposal): readonly string[] {
  const { end, step } = finished;
  if (end.kind !== "failed") return [];
  // Of lookups side by side the detail names those that failed.
  return step.kind === "lookup"
    ? toolsOf(finished).filter((tool) => end.detail.includes(`${tool}: `))
    : toolsOf(finished);
}

function toolsOf({ step }: FinishedProposal): readonly string[] {
  if (step.kind === "call") return [step.call.tool];
  return step.kind === "lookup" ? step.calls.map(({ tool }) => tool) : [];
}

/** What hands a case over in place of what the reasoner wants: she is angry or worn out, message after message. */
export function handoffAfterThought(
  { understood, step }: Thought,
  { state, blueprint }: StepContext,
): DueHandoff | null {
  const { times } = blueprint.settings.handoff.frustration;
  let inARow = state.counters.frustrated;
  for (const { frustrated } of understood) inARow = frustrated ? inARow + 1 : 0;
  if (understood.length === 0 || inARow < times || step.kind === "handoff") return null;
  return {
    trigger: "frustration",
    why: `${inARow} messages in a row sounded angry or worn out.`,
    suggestion: "Write to her yourself, and say first what you have understood.",
  };
}

/** A proposal of the agent's that counts more of something than may be done without a person goes to one. */
export function withinLimits(
  judgement: Judgement,
  counts: Readonly<Record<string, number>>,
  { blueprint, world }: StepContext,
): Judgement {
  const limits = [blueprint, world.blueprints.inForce()].flatMap(({ settings }) =>
    Object.entries(settings.handoff.limits),
  );
  const above = limits.find(([unit, limit]) => (counts[unit] ?? 0) > limit);
  if (above === undefined) return judgement;
  const [unit, limit] = above;
  const reasons = [`It counts ${counts[unit] ?? 0} of ${unit}, and above ${limit} a person decides.`];
  return stricter(judgement, { ...judgement, verdict: { kind: "escalate", reasons, above: unit } });
}
