import type { CaseEvent, HandoffPacket, NextAction } from "@purser/contract";
import type { CaseState } from "../../cases/case-state.ts";
import { statusOf } from "../../cases/status.ts";

/**
 * The one thing that a case needs most of a teammate, by rules over its state and log: the same for everybody who looks.
 * What somebody must decide comes first, then whose it is, then what she waits for, and last what is left to do.
 */
export function nextActionIn(
  state: CaseState,
  log: readonly CaseEvent[],
  { suggestion, trigger }: Pick<HandoffPacket, "suggestion" | "trigger">,
  titleOf: (tool: string) => string | null,
): NextAction {
  const status = statusOf(state);
  if (status === "closed") return { kind: "none", text: "It is closed: nothing is left to do." };
  const asked = state.pauses.find(({ mayAnswer }) => mayAnswer.kind === "teammate");
  if (asked !== undefined) return { kind: "decide", text: asked.shown.text, pauseId: asked.pauseId };
  const [call] = state.calls;
  if (call !== undefined)
    return {
      kind: "wait",
      text: `It is being looked up what became of “${titleOf(call.tool) ?? call.tool}”.`,
      until: call.lookAt,
    };
  if (state.owner.kind === "queue") return { kind: "take-over", text: `Nobody has it. ${suggestion.text}` };
  if (state.owner.kind === "agent") return agentsTurn(state);
  if (isUnanswered(log)) return { kind: "reply", text: "She has written and nobody has answered her." };
  const [hers] = state.pauses;
  if (hers !== undefined) return { kind: "wait", text: `She is asked: ${hers.shown.text}`, until: hers.expiresAt };
  if (state.proposals.length > 0) return { kind: "wait", text: "What was proposed is being carried out.", until: null };
  if (suggestion.call !== null) return { kind: "propose", text: suggestion.text, call: suggestion.call };
  return trigger === "sensitive"
    ? { kind: "none", text: "She is answered. Close it once you are sure that nothing is open." }
    : { kind: "give-back", text: "She is answered and nothing is open: give it back to the agent, or close it." };
}

function agentsTurn(state: CaseState): NextAction {
  const [asked] = state.pauses;
  if (asked !== undefined)
    return { kind: "wait", text: `The agent has it. She is asked: ${asked.shown.text}`, until: asked.expiresAt };
  const isResolved = state.lifecycle === "resolved";
  return {
    kind: "none",
    text: isResolved ? "The agent has resolved it." : "The agent has it. Take it over if you must.",
  };
}

/** Whether a message of hers has come that no teammate has answered since. */
export function isUnanswered(log: readonly CaseEvent[]): boolean {
  const last = log.findLast(
    (event) =>
      event.kind === "message.received" || (event.kind === "message.sent" && event.body.teammateId !== undefined),
  );
  return last?.kind === "message.received";
}
