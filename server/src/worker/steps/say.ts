import type { ProposalId } from "@purser/contract";
import { after, proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { deniedEvent } from "./denied-event.ts";
import { messageTo } from "./message.ts";

/** Says a proposed reply, unless it speaks of an effect that no read-back has shown. */
export function say(proposalId: ProposalId, context: StepContext): StepResult {
  const proposal = proposalIn(context.state, proposalId);
  const { step } = proposal;
  if (step.kind === "ask") return { events: [messageTo(context, step.question, { proposalId })] };
  if (step.kind !== "reply" && step.kind !== "later") throw new Error(`${proposalId} has nothing to say.`);
  const unproved = step.reply.claims.filter((key) => !context.state.doneCalls.some((call) => call.key === key));
  if (unproved.length > 0)
    return { events: [deniedEvent(proposal, context, ["The reply speaks of an action that was not found done."])] };
  const said = messageTo(context, step.reply.text, { proposalId, claims: step.reply.claims });
  if (step.kind === "reply") return { events: [said] };
  const wakeAt = after(context.now, step.afterMs);
  return {
    events: [
      said,
      {
        kind: "timer.set",
        body: { timerId: context.world.id("tmr"), wakeAt, purpose: "try-again", refersTo: proposalId },
      },
    ],
  };
}
