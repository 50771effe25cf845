import { epochMsOf, findUnfaithful, type NewEvent, type ProposedStep } from "@purser/contract";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import { hashOf } from "@purser/kit/audit";
import { readAllowance } from "../budgets.ts";
import { type DueHandoff, handoffAfterThought, handoffBeforeThought } from "../handoff-triggers.ts";
import type { StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";

/** What could not be stored as it is would be another thing after a wait: a person gets the case instead, told where. */
function faithful(step: ProposedStep, { state, world }: StepContext): ProposedStep {
  const found = findUnfaithful(step);
  if (found === null) return step;
  const why = `The reasoner proposed what cannot be stored: ${found.path} is ${found.what}.`;
  world.log("error", "proposal.unfaithful", { caseId: state.caseId, code: "PUR-2131", path: found.path });
  return { kind: "handoff", trigger: "no-way", why, suggestion: "Mend the reasoner or the tool that gave it." };
}

/** Asks the reasoner for one proposal and writes down what it understood and wants. */
export async function think(context: StepContext): Promise<StepResult> {
  const { state, now, world, blueprint, readMessages } = context;
  const allowance = await readAllowance(state, now, world);
  const spent = handoffBeforeThought(context, allowance);
  if (spent !== null) return { events: [proposedByRule(spent, context)] };
  const begunAt = world.now();
  const showProgress = (doing: string): void => world.store.showProgress(state.caseId, doing);
  const { doing } = world.reasoner;
  if (doing !== undefined) showProgress(hostSays(blueprint.settings, doing));
  const messages = await readMessages();
  const thought = await world.reasoner.think({ state, now, blueprint, allowance, messages, showProgress });
  const { reason, cost, grounds, route } = thought;
  const step = faithful(thought.step, context);
  const events: NewEvent[] = thought.understood.map((body) => ({ kind: "message.understood", body }));
  if (route !== undefined) events.push({ kind: "route.chosen", body: route });
  if (cost !== undefined) {
    const durationMs = Math.max(0, epochMsOf(world.now()) - epochMsOf(begunAt));
    const { turns = 1, tokens, costMicros } = cost;
    events.push({
      kind: "budget.spent",
      body: { purpose: "thinking", steps: turns, tokens, costMicros, durationMs },
    });
  }
  const due = handoffAfterThought(thought, context);
  if (due !== null) return { events: [...events, proposedByRule(due, context)] };
  events.push({
    kind: "proposal.made",
    body: {
      proposal: {
        proposalId: world.id("prop"),
        author: { kind: "reasoner", name: thought.by ?? route?.reasoner ?? world.reasoner.name },
        step,
        reason,
        ...(grounds === undefined ? {} : { grounds }),
        argsHash: hashOf(step),
      },
      stale: false,
    },
  });
  if (step.kind === "plan")
    events.push({ kind: "plan.made", body: { procedure: step.procedure, steps: step.steps, reason } });
  return { events };
}

function proposedByRule({ trigger, why, suggestion }: DueHandoff, { world }: StepContext): NewEvent {
  const step = { kind: "handoff" as const, trigger, why, suggestion };
  const proposal = {
    proposalId: world.id("prop"),
    author: { kind: "rule" as const, name: trigger },
    step,
    reason: why,
    argsHash: hashOf(step),
  };
  return { kind: "proposal.made", body: { proposal, stale: false } };
}
