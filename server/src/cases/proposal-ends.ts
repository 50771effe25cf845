import type { ProposalId } from "@purser/contract";
import { pushBounded } from "./bounded.ts";
import { type ActiveProposal, type CaseState, type Phase, type ProposalEnd, stateBounds } from "./case-state.ts";

/**
 * The proposal is over; the reasoner thinks again unless told otherwise. One that the host made by a rule is no business
 * of the reasoner's: it neither thinks of it nor tells of it. Unknown or finished ones change nothing.
 */
export function endProposal(
  state: CaseState,
  proposalId: ProposalId,
  end: ProposalEnd,
  seq: number,
  thinkAgain = true,
): CaseState {
  const proposal = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  if (proposal === undefined) return state;
  const { step, argsHash } = proposal;
  const isRule = proposal.author.kind === "rule";
  return {
    ...state,
    proposals: state.proposals.filter((candidate) => candidate !== proposal),
    pauses: state.pauses.filter((pause) => pause.proposalId !== proposalId),
    finished: isRule
      ? state.finished
      : pushBounded(state.finished, { proposalId, step, argsHash, end, seq }, stateBounds.finishedProposals),
    needsThought: state.needsThought || (thinkAgain && !isRule),
  };
}

export function changeProposal(
  state: CaseState,
  proposalId: ProposalId,
  change: (proposal: ActiveProposal) => ActiveProposal,
): CaseState {
  return {
    ...state,
    proposals: state.proposals.map((proposal) => (proposal.proposalId === proposalId ? change(proposal) : proposal)),
  };
}

export function setPhase(state: CaseState, proposalId: ProposalId, phase: Phase): CaseState {
  return changeProposal(state, proposalId, (proposal) => ({ ...proposal, phase }));
}

/** The judgement that a proposal stands on; null while it has none. */
export function standingOf(proposal: ActiveProposal) {
  return proposal.phase.kind === "made" ? null : proposal.phase.standing;
}
