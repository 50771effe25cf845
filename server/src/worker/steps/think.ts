import type { NewEvent } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";

/** Asks the reasoner for one proposal and writes down what it understood and wants. */
export async function think(context: StepContext): Promise<StepResult> {
  const { state, now, world, blueprint, readMessages } = context;
  const thought = await world.reasoner.think({ state, now, blueprint, messages: await readMessages() });
  const { step, reason } = thought;
  const events: NewEvent[] = thought.understood.map((body) => ({ kind: "message.understood", body }));
  events.push({
    kind: "proposal.made",
    body: {
      proposal: {
        proposalId: world.id("prop"),
        author: { kind: "reasoner", name: world.reasoner.name },
        step,
        reason,
        argsHash: hashOf(step),
      },
      stale: false,
    },
  });
  if (step.kind === "plan")
    events.push({ kind: "plan.made", body: { procedure: step.procedure, steps: step.steps, reason } });
  return { events };
}
