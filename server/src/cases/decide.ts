import { type HandoffTrigger, type Instant, type ProposalId, type ProposedStep, unreachable } from "@purser/contract";
import { actionCallsOf } from "./calls-of.ts";
import type { ActiveProposal, CaseState, OpenCall } from "./case-state.ts";
import { dueChildren } from "./child-cases.ts";
import { isCarriedOut, isPart, isTeammates, isWholeStep, lackingFor } from "./coordinate.ts";
import { callName } from "./call-name.ts";
import { heldUnder, standingOf } from "./proposal-ends.ts";
import type { NextStep } from "./next-step.ts";

/** Bounds that end a loop that gets nowhere: GUARANTEES section 9. */
const caseLimits = { thoughtsPerMessage: 12, thoughtsPerDone: 6, mostForDone: 24, attempts: 3, looks: 5 } as const;

/**
 * What to do next: the same log and the same time give the same step on any machine.
 *
 * The order is the policy: first what has happened outside is settled, then deadlines, then what is already proposed,
 * and only then is the reasoner asked for something new.
 */
export function decide(state: CaseState, now: Instant): NextStep {
  if (state.lifecycle === "erased") return { kind: "wait", until: null };
  return (
    nextForSensitive(state) ??
    settleCalls(state, now) ??
    sweep(state, now) ??
    keepDeadlines(state, now) ??
    nextForPeople(state) ??
    stopChildren(state) ??
    nextForIdentification(state) ??
    nextForProposals(state, now) ??
    (state.lifecycle === "closed" ? null : nextForNews(state)) ??
    nextForParent(state) ?? { kind: "wait", until: nextWakeAt(state) }
  );
}

function settleCalls(state: CaseState, now: Instant): NextStep | null {
  for (const call of state.calls) {
    if (call.outcome === null) return { kind: "call", key: call.key };
    if (now < call.lookAt) continue;
    if (call.isKnownNotDone) return resendOrGiveUp(state, call, now);
    if (call.looks >= caseLimits.looks)
      return handOff("unknown-outcome", `Nobody can tell whether ${callName(call)} happened.`);
    return { kind: "verify", key: call.key };
  }
  return null;
}

/** GUARANTEES, the retry rule: only what was not stopped, has a key or a precondition, and is young enough goes again. */
function resendOrGiveUp(state: CaseState, call: OpenCall, now: Instant): NextStep {
  const proposal = state.proposals.find(({ proposalId }) => proposalId === call.proposalId);
  const isStopped =
    proposal === undefined ||
    (!isTeammates(proposal, state) && (state.owner.kind !== "agent" || state.lifecycle !== "open"));
  const isTooOld = call.resendUntil !== null && now >= call.resendUntil;
  if (call.once !== "none" && !isStopped && !isTooOld && call.attempt < caseLimits.attempts) {
    return { kind: "start", proposalId: call.proposalId, attempt: call.attempt + 1 };
  }
  const reason = `${callName(call)} did not happen and may not be repeated by machine.`;
  return !isStopped && isPart(state, call.proposalId)
    ? { kind: "giveUp", key: call.key, reason }
    : handOff("repeated-failure", reason);
}

function sweep(state: CaseState, now: Instant): NextStep | null {
  const due = state.sweeps.find(({ dueAt }) => dueAt[0] !== undefined && now >= dueAt[0]);
  return due === undefined ? null : { kind: "verify", key: due.call.key };
}

function keepDeadlines(state: CaseState, now: Instant): NextStep | null {
  for (const { pauseId, proposalId, expiresAt } of state.pauses) {
    if (now >= expiresAt) return { kind: "expire", pauseId, proposalId };
  }
  for (const proposal of state.proposals) {
    const { proposalId, grants } = proposal;
    const expired = isUnderWay(proposal) ? undefined : grants.find(({ pause }) => now >= pause.expiresAt);
    if (expired !== undefined) return { kind: "expire", pauseId: expired.pause.pauseId, proposalId };
  }
  const timer = state.timers.find(({ wakeAt }) => now >= wakeAt);
  return timer === undefined ? null : { kind: "fire", timerId: timer.timerId };
}

/** Also of a closed case, and of one that a person has: what came out must not stay unseen. */
function nextForPeople(state: CaseState): NextStep | null {
  return state.handoffDue === null ? null : { kind: "handOff", due: state.handoffDue, proposalId: null };
}

/** Before anything else is begun or finished. */
function nextForSensitive(state: CaseState): NextStep | null {
  return state.handoffDue?.trigger === "sensitive" ? nextForPeople(state) : null;
}

function handOff(
  trigger: HandoffTrigger,
  why: string,
  proposalId: ProposalId | null = null,
): Extract<NextStep, { kind: "handOff" }> {
  return { kind: "handOff", due: { trigger, topic: null, reasons: [why] }, proposalId };
}

/** A child whose proposal is over for another reason than its children's ends: nobody would take up what it brings. */
function stopChildren({ children, proposals }: CaseState): NextStep | null {
  const orphan = children.find(
    (child) => child.end === null && !proposals.some(({ proposalId }) => proposalId === child.proposalId),
  );
  return orphan === undefined ? null : { kind: "stopChild", childId: orphan.caseId };
}

/** A child case has ended once it is over, or once nothing is left that could move it; what is in doubt is settled first. */
function nextForParent(state: CaseState): NextStep | null {
  const { parent, lifecycle, owner, calls } = state;
  if (parent === null || parent.hasReported || calls.length > 0) return null;
  const isAtRest = owner.kind === "agent" && nextWakeAt(state) === null;
  return lifecycle !== "open" || isAtRest ? { kind: "report" } : null;
}

/** Not while a code's mail is in doubt: its look-up must find the one who was written to. */
function nextForIdentification({ identification, owner, lifecycle, calls }: CaseState): NextStep | null {
  const isTheirs = owner.kind !== "agent" || lifecycle === "closed" || calls.length > 0;
  return identification.pending === null || isTheirs ? null : { kind: "answerIdentification" };
}

/** Of a closed case only what a teammate has proposed since: closing ended all that was proposed before. */
function nextForProposals(state: CaseState, now: Instant): NextStep | null {
  for (const proposal of state.proposals) {
    const isAgents = !isTeammates(proposal, state);
    if (isAgents && (state.owner.kind !== "agent" || state.lifecycle === "closed")) continue;
    const step = nextForProposal(state, proposal, now);
    if (step !== null) return step;
  }
  return null;
}

function nextForProposal(state: CaseState, proposal: ActiveProposal, now: Instant): NextStep | null {
  const { proposalId, phase } = proposal;
  switch (phase.kind) {
    case "made":
      return nextForMade(state, proposal);
    case "judged":
      return nextForJudged(state, proposal, now);
    case "identifying":
      return phase.isTold ? null : { kind: "identify", proposalId };
    case "held":
      return now >= phase.releaseAt && !mayBeCalledOff(state) ? startUnlessBusy(state, proposal) : null;
    case "carrying-out":
      return isPartDue(state, proposalId, phase.notBefore, now) ? { kind: "part", proposalId } : null;
    case "joining":
      return dueChildren(state, proposalId).length > 0 ? { kind: "openCases", proposalId } : null;
    case "asking":
    case "calling":
      return null;
    default:
      return unreachable(phase);
  }
}

/** What came before the release counts before it: a message that nobody has read yet, or a proposal that calls something off. */
function mayBeCalledOff(state: CaseState): boolean {
  const isUnread = state.unreadFromSeq !== null && state.lifecycle !== "closed" && nextForNews(state) !== null;
  return isUnread || state.proposals.some(({ step, phase }) => phase.kind === "made" && isTakenBackBy(step));
}

function isTakenBackBy({ kind }: ProposedStep): boolean {
  return kind === "withdraw" || kind === "undo";
}

function isPartDue(state: CaseState, wholeId: ProposalId, notBefore: Instant | null, now: Instant): boolean {
  const isUnderWay = state.proposals.some(
    ({ author }) => author.kind === "coordinate" && author.proposalId === wholeId,
  );
  return !isUnderWay && state.calls.length === 0 && (notBefore === null || now >= notBefore);
}

function nextForMade(state: CaseState, proposal: ActiveProposal): NextStep | null {
  const { proposalId, step } = proposal;
  switch (step.kind) {
    case "reply":
    case "ask":
    case "later":
      return { kind: "say", proposalId };
    case "lookup":
      return { kind: "lookup", proposalId };
    case "handoff":
      return handOff(step.trigger, step.why, proposalId);
    case "resolve":
      return { kind: "resolve", proposalId };
    case "open-cases":
      return { kind: "openCases", proposalId };
    case "withdraw":
      return { kind: "withdraw", proposalId };
    case "plan":
      return null;
    case "undo":
      return heldUnder(state, step.callKey) !== undefined
        ? { kind: "withdraw", proposalId }
        : { kind: "judge", proposalId };
    case "undo-all":
      return { kind: "judge", proposalId };
    case "call":
    case "coordinate": {
      const replaced = replacedBy(state, proposal);
      return replaced === null
        ? { kind: "judge", proposalId }
        : { kind: "supersede", proposalId: replaced, newProposalId: proposalId };
    }
    default:
      return unreachable(step);
  }
}

/** The proposal for one of the same tools that a person is being asked about, when a newer one differs from it. */
function replacedBy(state: CaseState, newer: ActiveProposal): ProposalId | null {
  if (newer.author.kind === "coordinate") return null;
  const tools = toolsOf(newer);
  const older = state.proposals.find(
    (other) =>
      other.seq < newer.seq &&
      other.phase.kind !== "calling" &&
      other.phase.kind !== "carrying-out" &&
      other.author.kind !== "coordinate" &&
      toolsOf(other).some((tool) => tools.includes(tool)),
  );
  return older?.proposalId ?? null;
}

function toolsOf({ step }: ActiveProposal): readonly string[] {
  return actionCallsOf(step).map(({ tool }) => tool);
}

function nextForJudged(state: CaseState, proposal: ActiveProposal, now: Instant): NextStep | null {
  const { proposalId } = proposal;
  const verdict = standingOf(proposal)?.judgement.verdict;
  const isAnswered = verdict === undefined || proposal.author.kind === "coordinate";
  const grants = proposal.grants.filter(({ pause }) => now < pause.expiresAt);
  const lacking = isAnswered ? null : lackingFor(verdict, grants);
  return lacking === null ? startUnlessBusy(state, proposal) : { kind: "ask", proposalId, pauseKind: lacking };
}

/** While it is not known what became of a call, no other begins: it might be on the same record. */
function startUnlessBusy({ calls }: CaseState, { proposalId, step }: ActiveProposal): NextStep | null {
  if (calls.length > 0) return null;
  return isWholeStep(step) ? { kind: "part", proposalId } : { kind: "start", proposalId, attempt: 1 };
}

/** The answers it stands on have done their work; at the start they are asked once more whether they hold. */
function isUnderWay({ phase, author }: ActiveProposal): boolean {
  return (
    phase.kind === "held" || phase.kind === "calling" || phase.kind === "carrying-out" || author.kind === "coordinate"
  );
}

function nextForNews(state: CaseState): NextStep | null {
  if (state.owner.kind !== "agent") return null;
  if (isChoiceDue(state)) return { kind: "askWhich" };
  if (state.lifecycle === "resolved") return state.unreadFromSeq === null ? null : { kind: "reopen" };
  // What belongs together is finished or taken back before anything new is thought of: both are read after it.
  if (!state.needsThought || state.proposals.some(isCarriedOut)) return null;
  if (thoughtsLeft(state) <= 0) {
    return handOff("budget-spent", "The agent thought often and came to no end.");
  }
  return { kind: "think" };
}

/** She is to be asked which of several questions she has answered. */
export function isChoiceDue({ choice }: CaseState): boolean {
  return choice !== null && !choice.isAsked;
}

/**
 * So often may the case still think before the customer writes again; a child case as often as it was given. What is done for
 * her meanwhile allows for some more, up to a bound: one message may ask for several things.
 */
export function thoughtsLeft(state: Pick<CaseState, "counters" | "parent" | "finished" | "messages">): number {
  const { counters, parent } = state;
  const { thoughtsPerMessage, thoughtsPerDone, mostForDone } = caseLimits;
  if (parent !== null) return parent.thoughts - counters.thoughtsSinceMessage;
  const heardAt = state.messages.findLast(({ direction }) => direction === "in")?.seq ?? 0;
  const done = state.finished.filter(
    ({ step, end, seq }) => seq > heardAt && end.kind === "done" && actionCallsOf(step).length > 0,
  ).length;
  return thoughtsPerMessage + Math.min(mostForDone, done * thoughtsPerDone) - counters.thoughtsSinceMessage;
}

/** When the case must be looked at again though nothing comes in; null when only news can move it. */
export function nextWakeAt(state: CaseState): Instant | null {
  return timesSet(state).sort()[0] ?? null;
}

/** The same for a case that could not be carried on now: what is due already is passed over. */
export function nextWakeAfter(state: CaseState, now: Instant): Instant | null {
  return (
    timesSet(state)
      .filter((time) => time > now)
      .sort()[0] ?? null
  );
}

function timesSet(state: CaseState): Instant[] {
  return [
    ...state.calls.filter(({ outcome }) => outcome !== null).map(({ lookAt }) => lookAt),
    ...state.sweeps.flatMap(({ dueAt }) => dueAt),
    ...state.pauses.map(({ expiresAt }) => expiresAt),
    ...state.proposals.flatMap((proposal) => wakesOf(proposal, state)),
    ...state.timers.map(({ wakeAt }) => wakeAt),
  ];
}

function wakesOf(proposal: ActiveProposal, { calls, owner }: CaseState): Instant[] {
  const { grants, phase } = proposal;
  // While people have the case it rests.
  if (phase.kind === "held") return owner.kind === "agent" ? [phase.releaseAt] : [];
  if (phase.kind === "carrying-out") return phase.notBefore === null || calls.length > 0 ? [] : [phase.notBefore];
  return isUnderWay(proposal) ? [] : grants.map(({ pause }) => pause.expiresAt);
}
