import type { ProposedStep } from "@purser/contract";
import { standingCalls } from "../../cases/standing-calls.ts";
import { doneSoFar } from "../done-so-far.ts";
import type { CaseView } from "../reasoner.ts";

/**
 * The step with a sentence that only says what the log shows, in place of words that nothing proved; a handoff without
 * words of its own, as the host has a sentence for it. Null where the case has nothing to tell, or the step is not one
 * that only says something.
 */
export function withPlainReply(step: ProposedStep, { state, blueprint }: CaseView): ProposedStep | null {
  if (step.kind === "handoff") {
    const { reply: _unproved, ...handoff } = step;
    return handoff;
  }
  const standing = standingCalls(state);
  if (standing.length === 0 || (step.kind !== "reply" && step.kind !== "resolve")) return null;
  return { ...step, reply: doneSoFar(standing, blueprint) };
}
