import type { CallKey, ProposalId } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { isWholeStep, nextPart } from "../../cases/coordinate.ts";
import { proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";

/** Proposes the next part of what is carried out together; it is judged and called like any other proposal. */
export function part(proposalId: ProposalId, context: StepContext): StepResult {
  const { step, ...whole } = proposalIn(context.state, proposalId);
  if (!isWholeStep(step)) throw new Error(`${proposalId} has no parts.`);
  const next = nextPart({ ...whole, step });
  const proposal = {
    proposalId: context.world.id("prop"),
    author: { kind: "coordinate" as const, proposalId },
    ...next,
    argsHash: hashOf(next.step),
  };
  return { events: [{ kind: "proposal.made", body: { proposal, stale: false } }] };
}

/** Gives up a part's call that did not happen; it is still looked up later. */
export function giveUp(key: CallKey, reason: string): StepResult {
  return { events: [{ kind: "call.withdrawn", body: { key, by: "rule", reason } }], release: [key] };
}
