import type { HandoffTrigger, ProposedStep, Reply } from "@purser/contract";

/** The case for a person; the host adds all that is known and done. `reply` is what the customer reads of it. */
export function handoffOf(
  trigger: HandoffTrigger,
  why: string,
  suggestion: string,
  reply?: Reply,
): { step: ProposedStep; reason: string } {
  return {
    step: { kind: "handoff", trigger, why, suggestion, ...(reply === undefined ? {} : { reply }) },
    reason: why,
  };
}
