import type { CallKey, Instant, ProposalId } from "@purser/contract";
import { pushBounded } from "./bounded.ts";
import {
  type ActiveProposal,
  type CaseState,
  type FinishedProposal,
  type Phase,
  type ProposalEnd,
  stateBounds,
} from "./case-state.ts";
import { afterPart, detailOf, postponed, type Whole, wholeOf } from "./coordinate.ts";

/**
 * The proposal is over; the reasoner thinks again unless told otherwise. One that the host made by a rule is no business
 * of the reasoner's: it neither thinks of it nor tells of it. The end of a part moves the whole on that it belongs to.
 * Unknown or finished ones change nothing.
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
  const finished = withUndoFailure(finish(state, proposal, end, seq), proposal, end);
  if (proposal.author.kind !== "coordinate")
    return { ...finished, needsThought: state.needsThought || (thinkAgain && isNews(proposal)) };
  const whole = wholeOf(state, proposal);
  return whole === undefined ? finished : moveOn(finished, whole, proposal, end, seq);
}

function finish(state: CaseState, proposal: ActiveProposal, end: ProposalEnd, seq: number): CaseState {
  const { proposalId, step, argsHash } = proposal;
  return {
    ...state,
    proposals: state.proposals.filter((candidate) => candidate !== proposal),
    pauses: state.pauses.filter((pause) => pause.proposalId !== proposalId),
    finished: isRule(proposal)
      ? state.finished
      : withFinished(state.finished, { proposalId, step, argsHash, end, seq }),
  };
}

/** What is waited for outside stays known however much else is done meanwhile: a newer wait takes its place. */
function withFinished(finished: readonly FinishedProposal[], more: FinishedProposal): FinishedProposal[] {
  const kept = pushBounded(finished, more, stateBounds.finishedProposals);
  const wait = [...finished, more].findLast(({ step }) => step.kind === "later" && step.awaits !== undefined);
  return wait === undefined || kept.includes(wait) ? kept : [wait, ...kept.slice(1)];
}

function isRule({ author }: ActiveProposal): boolean {
  return author.kind === "rule";
}

/** What a rule did is no news for the reasoner, and neither is that a teammate has had all of it taken back. */
function isNews({ author, step }: ActiveProposal): boolean {
  return author.kind !== "rule" && step.kind !== "undo-all";
}

/**
 * What could not be taken back is a person's, with the state in which it was left. What the guardrails forbid the customer
 * is said to her by the reasoner; a teammate who wanted it gets the case back.
 */
function withUndoFailure(state: CaseState, { step, author }: ActiveProposal, end: ProposalEnd): CaseState {
  const stuck = step.kind === "undo" ? step.callKey : end.kind === "stopped" ? end.stuck : null;
  if (stuck === null || author.kind === "coordinate" || !isFailure(end, author.kind === "teammate")) return state;
  const tool = state.doneCalls.find(({ key }) => key === stuck)?.tool ?? stuck;
  const undone = end.kind === "stopped" ? end.undone : [];
  const reasons = [
    `${tool} could not be taken back: ${detailOf(end)}`,
    ...(undone.length === 0 ? [] : [`Before it were taken back: ${toolsOf(state, undone).join(", ")}.`]),
    ...(step.kind === "undo-all" ? notTried(state, step.callKeys.slice(undone.length + 1)) : []),
  ];
  const due = state.handoffDue ?? { trigger: "repeated-failure" as const, topic: null, reasons: [] };
  return { ...state, handoffDue: { ...due, reasons: [...due.reasons, ...reasons] } };
}

/** What nobody can tell or must decide is handed over by whoever found that out. */
function isFailure({ kind }: ProposalEnd, isTeammates: boolean): boolean {
  return kind === "refused" || kind === "failed" || kind === "stopped" || (kind === "denied" && isTeammates);
}

function toolsOf({ doneCalls }: CaseState, keys: readonly CallKey[]): string[] {
  return keys.map((key) => doneCalls.find((call) => call.key === key)?.tool ?? key);
}

function notTried(state: CaseState, keys: readonly CallKey[]): string[] {
  return keys.length === 0 ? [] : [`Not tried after it: ${toolsOf(state, keys).join(", ")}.`];
}

function moveOn(state: CaseState, whole: Whole, part: ActiveProposal, end: ProposalEnd, seq: number): CaseState {
  const doneKey = state.doneCalls.find(({ proposalId }) => proposalId === part.proposalId)?.key ?? null;
  const next = afterPart(whole, part, end, doneKey);
  if (next.kind === "goes-on") return setPhase(state, whole.proposalId, next.phase);
  const over = endProposal(state, whole.proposalId, next.end, seq);
  if (next.end.kind !== "undone" || next.end.left.length === 0) return over;
  const { tool, detail, left } = next.end;
  return {
    ...over,
    handoffDue: { trigger: "repeated-failure", topic: null, reasons: [`${tool} failed: ${detail}`, ...left] },
  };
}

/**
 * A part is known not to have happened and may work later, so it is proposed anew after a while; null for any other
 * proposal, and when the part was tried often enough.
 */
export function postponePart(
  state: CaseState,
  proposalId: ProposalId,
  end: ProposalEnd,
  event: { seq: number; at: Instant },
): CaseState | null {
  const part = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  const whole = part === undefined ? undefined : wholeOf(state, part);
  const phase = whole === undefined ? null : postponed(whole.phase, event.at);
  if (part === undefined || whole === undefined || phase === null) return null;
  return setPhase(finish(state, part, end, event.seq), whole.proposalId, phase);
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

export type HeldProposal = ActiveProposal & { phase: Extract<Phase, { kind: "held" }> };

/** The proposal that is held under this key, and can be called off. */
export function heldUnder({ proposals }: Pick<CaseState, "proposals">, key: CallKey): HeldProposal | undefined {
  return proposals.find(
    (proposal): proposal is HeldProposal => proposal.phase.kind === "held" && proposal.phase.key === key,
  );
}

/** Of what a teammate does where nobody knows who the customer is, she is told nothing: neither that it is held nor that it is off. */
export function isCustomerToldOfHeld(
  { author }: ActiveProposal,
  { customerId }: Pick<CaseState, "customerId">,
): boolean {
  return author.kind !== "teammate" || customerId !== null;
}

/** The judgement that a proposal stands on; null while it has none. */
export function standingOf(proposal: ActiveProposal) {
  return "standing" in proposal.phase ? proposal.phase.standing : null;
}
