import {
  type CallKey,
  type CaseEvent,
  type CaseId,
  type PauseId,
  type Proposal,
  type ProposalId,
  unreachable,
} from "@purser/contract";
import { caseNames, type Titles } from "./case-names.ts";
import { explainEvent } from "./explain-event.ts";

export type Explanation = { seq: number; at: CaseEvent["at"]; kind: CaseEvent["kind"]; sentences: string[] };

/** A whole log in plain sentences, in which tools and procedures bear their titles; with `seq` that event and what led to it. */
export function explainCase(log: readonly CaseEvent[], seq: number | null, titles: Titles): Explanation[] {
  const names = caseNames(log, titles);
  const target = seq === null ? undefined : log.find((event) => event.seq === seq);
  const chosen = seq === null ? log : target === undefined ? [] : leadingTo(target, log);
  return chosen.map((event) => ({
    seq: event.seq,
    at: event.at,
    kind: event.kind,
    sentences: explainEvent(event, names),
  }));
}

/** The event, the earlier events about the same proposals, pauses and calls, and the last message before the first of them. */
function leadingTo(target: CaseEvent, log: readonly CaseEvent[]): readonly CaseEvent[] {
  const thread = threadOf(target, log);
  const related = log.filter(
    (event) => event.seq === target.seq || (event.seq < target.seq && idsOf(event).some((id) => thread.has(id))),
  );
  const first = related[0] ?? target;
  const message = log.findLast((event) => event.kind === "message.received" && event.seq < first.seq);
  return message === undefined ? related : [message, ...related];
}

type NamedId = ProposalId | PauseId | CallKey | CaseId;

/** All ids that the event's own ids are tied to: a call to its proposal, an undo to the call that it takes back. */
function threadOf(target: CaseEvent, log: readonly CaseEvent[]): ReadonlySet<string> {
  const thread = new Set<string>(idsOf(target));
  for (let size = -1; size !== thread.size;) {
    size = thread.size;
    for (const event of log) {
      const ids = idsOf(event);
      if (event.seq <= target.seq && ids.some((id) => thread.has(id))) for (const id of ids) thread.add(id);
    }
  }
  return thread;
}

function idsOf(event: CaseEvent): NamedId[] {
  switch (event.kind) {
    case "message.sent":
      return [...event.body.claims, ...present(event.body.proposalId), ...present(event.body.pauseId)];
    case "child.opened":
      return [event.body.childId, event.body.proposalId];
    case "child.ended":
    case "child.stopped":
      return [event.body.childId];
    case "message.received":
      return present(event.body.answers);
    case "facts.read":
    case "code.asked":
    case "proposal.judged":
      return [event.body.proposalId];
    case "proposal.made":
      return idsOfProposal(event.body.proposal);
    case "pause.opened":
      return [event.body.pause.pauseId, event.body.pause.proposalId];
    case "pause.answered":
    case "pause.reassigned":
    case "pause.expired":
    case "pause.withdrawn":
    case "pause.superseded":
      return [event.body.proposalId, ...present(event.body.pauseId)];
    case "call.started":
      return [event.body.key, event.body.proposalId, ...present(event.body.undoOf)];
    case "call.ended":
    case "call.verified":
    case "call.held":
    case "call.released":
    case "call.withdrawn":
      return [event.body.key];
    case "undo.started":
    case "undo.ended":
      return [event.body.key, event.body.undoKey];
    case "case.opened":
    case "case.reported":
    case "case.resolved":
    case "case.reopened":
    case "case.closed":
    case "case.merged":
    case "case.absorbed":
    case "case.rated":
    case "case.migrated":
    case "case.erased":
    case "message.understood":
    case "message.delivered":
    case "signal.received":
    case "identity.changed":
    case "code.requested":
    case "code.made":
    case "code.refused":
    case "code.tried":
    case "plan.made":
    case "timer.set":
    case "timer.fired":
    case "handoff.asked":
    case "handoff.made":
    case "case.assigned":
    case "teammate.joined":
    case "teammate.left":
    case "note.added":
    case "budget.spent":
    case "route.chosen":
      return [];
    default:
      return unreachable(event);
  }
}

function idsOfProposal({ proposalId, step }: Proposal): NamedId[] {
  return step.kind === "undo" ? [proposalId, step.callKey] : [proposalId];
}

function present<Id>(id: Id | null): Id[] {
  return id === null ? [] : [id];
}
