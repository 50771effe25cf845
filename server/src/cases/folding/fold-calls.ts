import {
  type CaseEventOf,
  type HandoffTrigger,
  type Instant,
  epochMsOf,
  instantOf,
  plusMs,
  unreachable,
} from "@purser/contract";
import { pushBounded } from "../bounded.ts";
import {
  type CaseState,
  type DoneCall,
  type HandoffDue,
  type OpenCall,
  type ProposalEnd,
  stateBounds,
} from "../case-state.ts";
import { isPart } from "../coordinate.ts";
import { callName } from "../call-name.ts";
import { withValues } from "./fold-messages.ts";
import { changeProposal, endProposal, heldUnder, postponePart, setPhase, standingOf } from "../proposal-ends.ts";
import { isKnownNotDone } from "./known-not-done.ts";

const minuteMs = 60_000;
/** When a key that was not found done is looked up again: GUARANTEES, the late sweep. */
const sweepDelaysMs = [10 * minuteMs, 24 * 60 * minuteMs] as const;
/** How long to wait before looking again when a look-up could not tell. */
const lookAgainMs = [2_000, 10_000, 60_000, 300_000] as const;

export function foldCallStarted(state: CaseState, event: CaseEventOf<"call.started">): CaseState {
  const { key, attempt, proposalId, tool, args, pauseIds, reservations, undoOf, once, resendUntil, settleMs } =
    event.body;
  const proposal = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  const standing = proposal === undefined ? null : standingOf(proposal);
  const earlier = state.calls.find((candidate) => candidate.key === key);
  const consumed = proposal?.grants.filter((grant) => pauseIds.includes(grant.pause.pauseId)) ?? [];
  const call: OpenCall = {
    key,
    proposalId,
    tool,
    args,
    // A repeat is the same request, with the precondition of the first attempt.
    facts: earlier?.facts ?? standing?.judgement.facts ?? {},
    undoOf,
    attempt,
    epoch: event.epoch,
    startedAt: event.at,
    settledAt: plusMs(event.at, settleMs),
    once,
    resendUntil,
    reservations,
    grants: [...(earlier?.grants ?? []), ...consumed],
    outcome: null,
    looks: 0,
    lookAt: event.at,
    isKnownNotDone: false,
  };
  const counted: CaseState = {
    ...state,
    calls: [...state.calls.filter((other) => other.key !== key), call],
    counters: { ...state.counters, calls: state.counters.calls + 1 },
  };
  if (standing === null) return counted;
  const calling = setPhase(counted, proposalId, { kind: "calling", standing });
  return changeProposal(calling, proposalId, (active) => ({
    ...active,
    grants: active.grants.filter((grant) => !pauseIds.includes(grant.pause.pauseId)),
  }));
}

export function foldCallHeld(state: CaseState, event: CaseEventOf<"call.held">): CaseState {
  const { key, proposalId, releaseAt } = event.body;
  return changeProposal(state, proposalId, (proposal) => {
    const standing = standingOf(proposal);
    return standing === null ? proposal : { ...proposal, phase: { kind: "held", standing, key, releaseAt } };
  });
}

/**
 * What is held is never executed, and what did not happen is given up. Whoever withdraws a held call says what is to
 * happen instead; only what the guard withdraws is news for the reasoner.
 */
export function foldCallWithdrawn(state: CaseState, event: CaseEventOf<"call.withdrawn">): CaseState {
  const { key, by, reason } = event.body;
  const call = state.calls.find((candidate) => candidate.key === key);
  if (call !== undefined) return giveUpCall(state, call, event, reason);
  const held = heldUnder(state, key);
  if (held === undefined) return state;
  const withdrawn = endProposal(state, held.proposalId, { kind: "withdrawn", reason }, event.seq, by === "guard");
  const asked = state.proposals.find(({ step }) => step.kind === "undo" && step.callKey === key);
  if (asked === undefined) return withdrawn;
  return endProposal(withdrawn, asked.proposalId, { kind: "done", detail: "called off" }, event.seq, false);
}

export function foldCallEnded(state: CaseState, event: CaseEventOf<"call.ended">): CaseState {
  const { key, attempt, outcome } = event.body;
  const call = state.calls.find((candidate) => candidate.key === key && candidate.attempt === attempt);
  if (call === undefined) return state;
  switch (outcome.kind) {
    case "done":
    case "unknown":
      return withCall(state, { ...call, outcome, lookAt: event.at });
    case "refused":
    case "failed": {
      // What the last attempt answers says nothing of an earlier one, which may be under way still.
      const over = call.attempt === 1 ? withoutCall(state, call) : sweptLater(withoutCall(state, call), call, event.at);
      const end = { kind: outcome.kind, detail: outcome.detail };
      const mayWorkLater = outcome.kind === "failed" && outcome.retry === "safe";
      const later = mayWorkLater ? postponePart(over, call.proposalId, end, event) : null;
      return later ?? endProposal(over, call.proposalId, end, event.seq);
    }
    default:
      return unreachable(outcome);
  }
}

export function foldCallVerified(state: CaseState, event: CaseEventOf<"call.verified">): CaseState {
  const { key, finding } = event.body;
  const call = state.calls.find((candidate) => candidate.key === key);
  if (call === undefined) return foldSweep(state, event);
  const looked: OpenCall = {
    ...call,
    outcome: call.outcome ?? { kind: "unknown", code: "PUR-3009", detail: "" },
    looks: call.looks + 1,
  };
  switch (finding.kind) {
    case "done": {
      const ended = endProposal(
        withDoneCall(withoutCall(state, call), call, event),
        call.proposalId,
        { kind: "done", detail: call.tool },
        event.seq,
      );
      return {
        ...ended,
        handoffDue: handoffForStopped(state, call) ?? ended.handoffDue,
        values: withValues(ended, event.body.values, call.tool, event.at),
      };
    }
    case "not-done":
      return finding.settled
        ? withCall(state, { ...looked, isKnownNotDone: true, lookAt: event.at })
        : withCall(state, { ...looked, lookAt: later(call.settledAt, event.at) });
    case "key-safe":
      return withCall(state, { ...looked, isKnownNotDone: true, lookAt: event.at });
    case "unknown":
      return withCall(state, {
        ...looked,
        lookAt: plusMs(event.at, lookAgainMs[Math.min(call.looks, lookAgainMs.length - 1)] ?? minuteMs),
      });
    case "doubled":
      return giveUpCall(state, call, event, `${call.tool} shows more than one effect: ${finding.detail}`);
    default:
      return unreachable(finding);
  }
}

/** A call was done though it had been stopped meanwhile: a person must hear of it, who has the case or gets it. */
function handoffForStopped({ proposals }: CaseState, { proposalId, tool }: OpenCall): CaseState["handoffDue"] {
  const isStopped = !proposals.some((proposal) => proposal.proposalId === proposalId);
  return isStopped ? unsettled([`${tool} was done, though it had been stopped meanwhile.`]) : null;
}

/**
 * A call that nobody can settle now: a person owns it, and it is looked up again later. A part that is known not to have
 * happened needs no person: what belongs to it is taken back.
 */
export function giveUpCall(
  state: CaseState,
  call: OpenCall,
  event: { seq: number; at: Instant },
  why: string,
): CaseState {
  const end: ProposalEnd =
    isPart(state, call.proposalId) && call.isKnownNotDone
      ? { kind: "failed", detail: why }
      : { kind: "unsettled", detail: why };
  const ended = endProposal(withoutCall(state, call), call.proposalId, end, event.seq, false);
  const known = ended.handoffDue ?? unsettled([], call.isKnownNotDone ? "repeated-failure" : "unknown-outcome");
  const handoffDue = { ...known, reasons: [...known.reasons, why] };
  return { ...sweptLater(ended, call, event.at), handoffDue: end.kind === "failed" ? ended.handoffDue : handoffDue };
}

function unsettled(reasons: string[], trigger: HandoffTrigger = "unknown-outcome"): HandoffDue {
  return { trigger, topic: null, reasons };
}

function sweptLater(state: CaseState, call: OpenCall, at: Instant): CaseState {
  const dueAt = sweepDelaysMs.map((delayMs) => plusMs(at, delayMs));
  if (call.resendUntil !== null) dueAt.push(call.resendUntil);
  const swept = { call, dueAt: dueAt.filter((due) => due > at).sort() };
  return { ...state, sweeps: pushBounded(state.sweeps, swept, stateBounds.sweeps) };
}

function foldSweep(state: CaseState, event: CaseEventOf<"call.verified">): CaseState {
  const sweep = state.sweeps.find(({ call }) => call.key === event.body.key);
  if (sweep === undefined) return state;
  const others = state.sweeps.filter((candidate) => candidate !== sweep);
  if (event.body.finding.kind === "done") {
    const why = `${callName(sweep.call)} was found done late, after it had been given up.`;
    return withDoneCall({ ...state, sweeps: others, handoffDue: unsettled([why]) }, sweep.call, event);
  }
  const dueAt = sweep.dueAt.filter((due) => due > event.at);
  const call = { ...sweep.call, isKnownNotDone: isKnownNotDone(event.body.finding) };
  // What is in doubt to the end is kept: nothing else begins on its record.
  if (dueAt.length === 0 && call.isKnownNotDone) return { ...state, sweeps: others };
  return { ...state, sweeps: [...others, { call, dueAt }] };
}

/** What the undone call had given is no longer known. */
export function foldUndoEnded(state: CaseState, event: CaseEventOf<"undo.ended">): CaseState {
  const { key, isUndone, residue } = event.body;
  const call = state.doneCalls.find((candidate) => candidate.key === key);
  if (!isUndone || call === undefined) return state;
  const undone = { ...call, isUndone: true, residue };
  const doneCalls = state.doneCalls.map((candidate) => (candidate === call ? undone : candidate));
  // An undo that is undone gave nothing: what was done again has given its facts already.
  if (call.undoOf !== null) return { ...state, doneCalls };
  return {
    ...state,
    doneCalls,
    values: Object.fromEntries(Object.entries(state.values).filter(([, { source }]) => source !== call.tool)),
  };
}

function withDoneCall(state: CaseState, call: OpenCall, event: CaseEventOf<"call.verified">): CaseState {
  const { key, proposalId, tool, args, facts, undoOf } = call;
  const result = event.body.finding.kind === "done" ? event.body.finding.result : {};
  const fresh = { doneAt: event.at, isUndone: false, residue: null };
  const done: DoneCall = { key, proposalId, tool, args, facts, result, undoOf, ...fresh };
  return { ...state, doneCalls: pushBounded(state.doneCalls, done, stateBounds.doneCalls) };
}

function withCall(state: CaseState, call: OpenCall): CaseState {
  return { ...state, calls: state.calls.map((other) => (other.key === call.key ? call : other)) };
}

function withoutCall(state: CaseState, call: OpenCall): CaseState {
  return { ...state, calls: state.calls.filter((other) => other.key !== call.key) };
}

function later(one: Instant, other: Instant): Instant {
  return instantOf(Math.max(epochMsOf(one), epochMsOf(other) + 1));
}
