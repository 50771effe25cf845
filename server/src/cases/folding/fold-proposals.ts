import type { CaseEventOf, HandoffTrigger, Judgement, ProposalId } from "@purser/contract";
import { unreachable } from "@purser/contract";
import type { ActiveProposal, CaseState, Phase, ProposalEnd, Standing } from "../case-state.ts";
import { carryingOut, isLacking } from "../coordinate.ts";
import { giveUpCall } from "./fold-calls.ts";
import { reassigned } from "../reassigned.ts";
import { changeProposal, endProposal, postponePart, setPhase } from "../proposal-ends.ts";

export function foldProposalMade(state: CaseState, event: CaseEventOf<"proposal.made">): CaseState {
  const { proposal, stale } = event.body;
  const counters = {
    ...state.counters,
    thoughts: state.counters.thoughts + 1,
    thoughtsSinceMessage: state.counters.thoughtsSinceMessage + 1,
  };
  if (stale) return { ...state, counters };
  const { proposalId, author, step, reason, argsHash } = proposal;
  const writers = [...(proposal.writers ?? []), ...(author.kind === "teammate" ? [author.teammateId] : [])];
  // What a person has proposed again is nobody's thought of what she wrote meanwhile.
  const isThought = author.kind === "reasoner" && event.epoch > 0;
  const made = {
    proposalId,
    seq: event.seq,
    author,
    writers,
    step,
    reason,
    argsHash,
    phase: { kind: "made" as const },
  };
  if (author.kind === "coordinate") return withPart(state, { ...made, grants: [] }, author.proposalId);
  return {
    ...state,
    proposals: [...state.proposals, { ...made, grants: [] }],
    needsThought: isThought ? false : state.needsThought,
    // Nobody could think of it: what she wrote stays to be read.
    unreadFromSeq: isThought && !(state.route?.route === "none" && step.kind === "later") ? null : state.unreadFromSeq,
    counters,
  };
}

/** A part begins: it stands on the answers of the whole, which is carried out from the first part on. */
function withPart(state: CaseState, part: ActiveProposal, wholeId: ProposalId): CaseState {
  const whole = state.proposals.find(({ proposalId }) => proposalId === wholeId);
  if (whole === undefined) return state;
  const begun = changeProposal(state, wholeId, (proposal) => ({
    ...proposal,
    phase: begunPhase(proposal.phase),
  }));
  return { ...begun, proposals: [...begun.proposals, { ...part, grants: whole.grants }] };
}

function begunPhase(phase: Phase): Phase {
  if (phase.kind === "judged") return carryingOut(phase.standing);
  return phase.kind === "carrying-out" ? { ...phase, notBefore: null } : phase;
}

export function foldPlanMade(state: CaseState, event: CaseEventOf<"plan.made">): CaseState {
  const { procedure, steps } = event.body;
  const planned: CaseState = { ...state, procedure, plan: { procedure, steps } };
  const proposal = state.proposals.find(({ step }) => step.kind === "plan");
  return proposal === undefined
    ? planned
    : endProposal(planned, proposal.proposalId, { kind: "done", detail: "planned" }, event.seq);
}

export function foldProposalJudged(state: CaseState, event: CaseEventOf<"proposal.judged">): CaseState {
  const { proposalId, judgement, factsHash, readAt, validUntil, policyHash, shown } = event.body;
  const standing: Standing = { judgement, factsHash, readAt, validUntil, policyHash, shown };
  const { verdict } = judgement;
  const repeated = state.calls.find((call) => call.proposalId === proposalId);
  if (repeated !== undefined && !(event.body.atExecution && verdict.kind === "allow")) {
    return giveUpCall(
      state,
      repeated,
      event,
      `${repeated.tool} did not happen and may not be repeated as it was decided.`,
    );
  }
  const judged = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  if (judged?.author.kind === "coordinate" && isNotCovered(judged, event)) {
    const reasons = [`The answers for the whole do not cover it: ${verdict.kind}.`];
    return endProposal(state, proposalId, { kind: "denied", reasons }, event.seq);
  }
  switch (verdict.kind) {
    case "allow":
    case "confirm":
    case "approve":
    case "confirm-then-approve":
      return setPhase(state, proposalId, { kind: "judged", standing });
    case "identify":
      return setPhase(state, proposalId, { kind: "identifying", standing, isTold: false });
    case "deny": {
      const end = deniedEnd(verdict.reasons, event.body.unread, judged);
      // What no policy refused may pass: a system could not be read.
      const later = judgement.policies.length === 0 ? postponePart(state, proposalId, end, event) : null;
      return later ?? endProposal(state, proposalId, end, event.seq);
    }
    case "escalate":
      return endProposal(
        { ...state, handoffDue: { trigger: escalationTrigger(judgement), topic: null, reasons: verdict.reasons } },
        proposalId,
        { kind: "escalated", reasons: verdict.reasons },
        event.seq,
        false,
      );
    default:
      return unreachable(verdict);
  }
}

/** Where nothing was decided since a system did not answer, a call has failed, and may be tried again as any other that did. */
function deniedEnd(reasons: string[], unread: string | undefined, judged: ActiveProposal | undefined): ProposalEnd {
  return unread !== undefined && judged?.step.kind === "call"
    ? { kind: "failed", detail: unread }
    : { kind: "denied", reasons };
}

/** Where no guardrail spoke against it and none for it, what is known does not say whether she may have it. */
function escalationTrigger({ verdict, policies }: Judgement): HandoffTrigger {
  if (verdict.kind === "escalate" && verdict.above !== undefined) return "value";
  return policies.some(({ effect }) => effect === "forbid") ? "guardrail" : "eligibility";
}

/** A part asks nobody: it is over when it needs more than the whole was granted, or is not what was shown any more. */
function isNotCovered({ phase, grants }: ActiveProposal, { body }: CaseEventOf<"proposal.judged">): boolean {
  const { verdict } = body.judgement;
  if (verdict.kind === "deny" || verdict.kind === "escalate") return false;
  return isLacking(verdict, grants) || (phase.kind === "judged" && !body.atExecution);
}

export function foldPauseOpened(state: CaseState, event: CaseEventOf<"pause.opened">): CaseState {
  const { pause } = event.body;
  const asked: CaseState = { ...state, pauses: [...state.pauses, pause] };
  return changeProposal(asked, pause.proposalId, (proposal) =>
    "standing" in proposal.phase
      ? { ...proposal, phase: { kind: "asking", standing: proposal.phase.standing, pauseId: pause.pauseId } }
      : proposal,
  );
}

export function foldPauseAnswered(state: CaseState, event: CaseEventOf<"pause.answered">): CaseState {
  const { pauseId, proposalId, decision, by, reason } = event.body;
  const pause = state.pauses.find((candidate) => candidate.pauseId === pauseId);
  if (pause === undefined) return state;
  const answered: CaseState = { ...state, pauses: state.pauses.filter((candidate) => candidate !== pause) };
  if (decision === "no") return endProposal(answered, proposalId, { kind: "declined", by: by.kind, reason }, event.seq);
  if (decision === "edit") return endProposal(answered, proposalId, { kind: "superseded" }, event.seq, false);
  if (pause.kind === "input") return endProposal(answered, proposalId, { kind: "done", detail: "answered" }, event.seq);
  return changeProposal(answered, proposalId, (proposal) =>
    proposal.phase.kind === "asking"
      ? {
          ...proposal,
          phase: { kind: "judged", standing: proposal.phase.standing },
          grants: [...proposal.grants, { pause, by: by.id, role: by.role }],
        }
      : proposal,
  );
}

/** Another role, or another person before whom it lies; what is asked, and its digest, stay. */
export function foldPauseReassigned(state: CaseState, event: CaseEventOf<"pause.reassigned">): CaseState {
  return { ...state, pauses: state.pauses.map((pause) => reassigned(pause, event.body)) };
}

export function foldPauseExpired(state: CaseState, event: CaseEventOf<"pause.expired">): CaseState {
  const { pauseId, proposalId } = event.body;
  const pause = state.pauses.find((candidate) => candidate.pauseId === pauseId);
  const handsOver = pause !== undefined && pause.atDeadline !== "decline";
  const ended = endProposal(state, proposalId, { kind: "expired" }, event.seq, !handsOver);
  if (!handsOver) return ended;
  const reasons = [`Nobody answered in time: ${pause.shown.title}`];
  return { ...ended, handoffDue: { trigger: "no-answer", topic: null, reasons } };
}

export function foldPauseWithdrawn(state: CaseState, event: CaseEventOf<"pause.withdrawn">): CaseState {
  const { proposalId, by, reason } = event.body;
  return endProposal(state, proposalId, { kind: "withdrawn", reason }, event.seq, by !== "reasoner");
}

/** Without a new proposal the same one is judged anew: what was shown has changed, so the answers so far are void. */
export function foldPauseSuperseded(state: CaseState, event: CaseEventOf<"pause.superseded">): CaseState {
  const { pauseId, proposalId, newProposalId } = event.body;
  if (newProposalId !== null) return endProposal(state, proposalId, { kind: "superseded" }, event.seq, false);
  const open: CaseState = { ...state, pauses: state.pauses.filter((pause) => pause.pauseId !== pauseId) };
  return changeProposal(open, proposalId, (proposal) => ({
    ...proposal,
    phase: { kind: "made" },
    grants: proposal.grants.filter((grant) => grant.pause.pauseId !== pauseId),
  }));
}
