import type { ProposalId } from "@purser/contract";
import { proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { deniedEvent } from "./denied-event.ts";
import { messageTo } from "./message.ts";

/** Says a proposed reply, unless it speaks of an effect that no read-back has shown. */
export function say(proposalId: ProposalId, context: StepContext): StepResult {
  const proposal = proposalIn(context.state, proposalId);
  const { step } = proposal;
  if (step.kind === "ask") return { events: [messageTo(context, step.question, { proposalId })] };
  if (step.kind !== "reply") throw new Error(`${proposalId} has nothing to say.`);
  const unproved = step.reply.claims.filter((key) => !context.state.doneCalls.some((call) => call.key === key));
  if (unproved.length > 0) return { events: [deniedEvent(proposal, context, ["The reply speaks of an action that was not found done."])] };
  return { events: [messageTo(context, step.reply.text, { proposalId, claims: step.reply.claims })] };
}
