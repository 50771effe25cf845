import type { NewEvent, ProposalId, ProposedStep } from "@purser/contract";
import { awaitPurpose } from "../../cases/waits.ts";
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
  const { reply } = step;
  const waiting = step.kind === "later" ? [comeBack(step, proposalId, context)] : [];
  if (reply === null) return { events: waiting };
  const unproved = reply.claims.filter((key) => !context.state.doneCalls.some((call) => call.key === key));
  if (unproved.length > 0)
    return { events: [deniedEvent(proposal, context, ["The reply speaks of an action that was not found done."])] };
  return { events: [messageTo(context, reply.text, { proposalId, claims: reply.claims }), ...waiting] };
}

function comeBack(
  { afterMs, awaits }: Extract<ProposedStep, { kind: "later" }>,
  proposalId: ProposalId,
  { now, world }: StepContext,
): NewEvent {
  const wakeAt = after(now, afterMs);
  const purpose = awaits === undefined ? "try-again" : awaitPurpose;
  return { kind: "timer.set", body: { timerId: world.id("tmr"), wakeAt, purpose, refersTo: proposalId } };
}
