import {
  type CaseEvent,
  type CaseEventOf,
  type CaseId,
  type EventBody,
  nudgeSchema,
  PurserError,
  unreachable,
} from "@purser/contract";
import type { CaseState } from "../case-state.ts";
import {
  foldCallEnded,
  foldCallHeld,
  foldCallStarted,
  foldCallVerified,
  foldCallWithdrawn,
  foldUndoEnded,
} from "./fold-calls.ts";
import {
  foldCaseAssigned,
  foldCaseClosed,
  foldCaseErased,
  foldCaseMigrated,
  foldHandoffAsked,
  foldCaseResolved,
  foldHandoffMade,
  foldTeammateJoined,
  foldTeammateLeft,
  openedState,
} from "./fold-lifecycle.ts";
import {
  foldCodeAsked,
  foldCodeMade,
  foldCodeRefused,
  foldCodeRequested,
  foldCodeTried,
  foldIdentityChanged,
} from "./fold-identification.ts";
import { endProposal } from "../proposal-ends.ts";
import { foldCaseReported, foldChildEnded, foldChildOpened, foldChildStopped } from "./fold-children.ts";
import {
  foldFactsRead,
  foldMessageReceived,
  foldMessageSent,
  foldMessageUnderstood,
  foldSignalReceived,
} from "./fold-messages.ts";
import {
  foldPauseAnswered,
  foldPauseExpired,
  foldPauseOpened,
  foldPauseReassigned,
  foldPauseSuperseded,
  foldPauseWithdrawn,
  foldPlanMade,
  foldProposalJudged,
  foldProposalMade,
} from "./fold-proposals.ts";
import { awaitPurpose, lookingAgain, withoutAwaiting } from "../waits.ts";

/** Which case a log belongs to; the events themselves do not repeat it. */
export type CasePlace = { tenant: string; caseId: CaseId };

/**
 * The state after these events; `state` is that before them, null at the start of the log. Pure and total.
 *
 * @throws PurserError PUR-5002 when the events do not follow the state without a gap, or when a log does not begin with `case.opened`.
 */
export function foldLog(state: CaseState | null, events: readonly CaseEvent[], place: CasePlace): CaseState {
  let next = state;
  for (const event of events) next = foldEvent(next, event, place);
  if (next === null) throw new PurserError("PUR-5002", `The log of ${place.caseId} is empty.`);
  return next;
}

function foldEvent(state: CaseState | null, event: CaseEvent, place: CasePlace): CaseState {
  if (state === null) {
    if (event.kind !== "case.opened" || event.seq !== 1)
      throw new PurserError("PUR-5002", `The log of ${place.caseId} does not begin with case.opened.`);
    return openedState(event, place);
  }
  if (event.seq !== state.seq + 1)
    throw new PurserError("PUR-5002", `The log of ${place.caseId} has ${event.seq} after ${state.seq}.`);
  return { ...withoutStaleReminders(apply(state, event)), seq: event.seq };
}

/** A pause that is over needs no reminder, so its timers wake nobody. */
function withoutStaleReminders(state: CaseState): CaseState {
  const isStale = ({ purpose, refersTo }: CaseState["timers"][number]): boolean =>
    isNudge(purpose) && !state.pauses.some(({ pauseId }) => pauseId === refersTo);
  return state.timers.some(isStale) ? { ...state, timers: state.timers.filter((timer) => !isStale(timer)) } : state;
}

function apply(state: CaseState, event: CaseEvent): CaseState {
  switch (event.kind) {
    case "case.opened":
    case "case.rated":
      return state;
    case "child.opened":
      return foldChildOpened(state, event);
    case "child.ended":
      return foldChildEnded(state, event);
    case "child.stopped":
      return foldChildStopped(state, event);
    case "case.reported":
      return foldCaseReported(state);
    case "message.received":
      return foldMessageReceived(state, event);
    case "message.understood":
      return foldMessageUnderstood(state, event);
    case "message.sent":
      return foldMessageSent(state, event);
    case "message.delivered":
      return state;
    case "signal.received":
      return foldSignalReceived(state, event);
    case "identity.changed":
      return foldIdentityChanged(state, event);
    case "code.asked":
      return foldCodeAsked(state, event);
    case "code.requested":
      return foldCodeRequested(state, event);
    case "code.made":
      return foldCodeMade(state, event);
    case "code.refused":
      return foldCodeRefused(state);
    case "code.tried":
      return foldCodeTried(state, event);
    case "facts.read":
      return foldFactsRead(state, event);
    case "plan.made":
      return foldPlanMade(state, event);
    case "proposal.made":
      return foldProposalMade(state, event);
    case "proposal.judged":
      return foldProposalJudged(state, event);
    case "pause.opened":
      return foldPauseOpened(state, event);
    case "pause.answered":
      return foldPauseAnswered(state, event);
    case "pause.reassigned":
      return foldPauseReassigned(state, event);
    case "pause.expired":
      return foldPauseExpired(state, event);
    case "pause.withdrawn":
      return foldPauseWithdrawn(state, event);
    case "pause.superseded":
      return foldPauseSuperseded(state, event);
    case "call.started":
      return foldCallStarted(state, event);
    case "call.ended":
      return foldCallEnded(state, event);
    case "call.verified":
      return foldCallVerified(state, event);
    case "call.held":
      return foldCallHeld(state, event);
    case "call.released":
      return state;
    case "call.withdrawn":
      return foldCallWithdrawn(state, event);
    case "undo.started":
      return state;
    case "undo.ended":
      return foldUndoEnded(state, event);
    case "timer.set":
      return foldTimerSet(state, event);
    case "timer.fired":
      return foldTimerFired(state, event.body.timerId);
    case "handoff.asked":
      return foldHandoffAsked(state, event);
    case "handoff.made":
      return foldHandoffMade(state, event);
    case "case.assigned":
      return foldCaseAssigned(state, event);
    case "teammate.joined":
      return foldTeammateJoined(state, event);
    case "teammate.left":
      return foldTeammateLeft(state, event);
    case "note.added":
      return state;
    case "budget.spent":
      return foldBudgetSpent(state, event.body);
    case "route.chosen":
      return foldRouteChosen(state, event);
    case "case.resolved":
      return foldCaseResolved(state, event);
    case "case.reopened":
      return { ...state, lifecycle: "open", needsThought: true };
    case "case.closed":
      return foldCaseClosed(state);
    case "case.merged":
      return { ...foldCaseClosed(state), mergedInto: event.body.into };
    case "case.absorbed":
      return state;
    case "case.migrated":
      return foldCaseMigrated(state, event);
    case "case.erased":
      return foldCaseErased(state);
    default:
      return unreachable(event);
  }
}

const nudges: ReadonlySet<string> = new Set(nudgeSchema.options);

function isNudge(purpose: string): boolean {
  return nudges.has(purpose);
}

/** What is to make somebody answer is done by `perform`; any other timer is news for the reasoner. */
function foldTimerFired(state: CaseState, timerId: string): CaseState {
  const timer = state.timers.find((candidate) => candidate.timerId === timerId);
  if (timer === undefined) return state;
  const timers = state.timers.filter((candidate) => candidate !== timer);
  if (timer.purpose === awaitPurpose) return lookingAgain({ ...state, timers });
  return { ...state, timers, needsThought: state.needsThought || !isNudge(timer.purpose) };
}

/** Of several turns that one thought took all count; the last one is counted with its proposal. */
function foldBudgetSpent(state: CaseState, spent: EventBody<"budget.spent">): CaseState {
  const { counters } = state;
  const moreTurns = spent.purpose === "thinking" ? Math.max(0, spent.steps - 1) : 0;
  return {
    ...state,
    counters: {
      ...counters,
      thoughtsSinceMessage: counters.thoughtsSinceMessage + moreTurns,
      tokens: counters.tokens + spent.tokens,
      costMicros: counters.costMicros + spent.costMicros,
      durationMs: counters.durationMs + (spent.durationMs ?? 0),
    },
  };
}

function foldRouteChosen(state: CaseState, { at, body: { route, why } }: CaseEventOf<"route.chosen">): CaseState {
  const isSame = state.route?.route === route;
  const since = isSame ? (state.route?.since ?? at) : at;
  return { ...state, route: { route, why, since, times: isSame ? (state.route?.times ?? 0) + 1 : 1 } };
}

/** A later without a reply is carried out by its timer alone. */
function foldTimerSet(state: CaseState, { body, seq }: CaseEventOf<"timer.set">): CaseState {
  const before = body.purpose === awaitPurpose ? withoutAwaiting(state) : state;
  const set = { ...before, timers: [...before.timers, body] };
  const waiting = state.proposals.find(({ proposalId }) => proposalId === body.refersTo);
  if (waiting?.step.kind !== "later") return set;
  return endProposal(set, waiting.proposalId, { kind: "done", detail: "waits" }, seq, false);
}
