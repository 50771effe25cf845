import { isDeepStrictEqual } from "node:util";
import type { CaseEvent, EventKind } from "@purser/contract";
import { verifyChain } from "@purser/kit/audit";
import { type CaseHistory, groupBy, type History, type Violation } from "./history.ts";

/** I7: a log is one chain without a gap, its epochs and times never go back, and every writer keeps to its own kinds. */
export function checkOneLog({ cases }: History): readonly Violation[] {
  return cases.flatMap((each) => [
    ...chainProblems(each),
    ...orderProblems(each),
    ...epochProblems(each),
    ...writerProblems(each),
    ...repeatedIds(each),
  ]);
}

/** What is made has an id of its own: one that is made twice was written twice. */
function repeatedIds({ caseId, rows }: CaseHistory): Violation[] {
  const made = rows.flatMap(({ event }): string[] => {
    switch (event.kind) {
      case "proposal.made":
        return [event.body.proposal.proposalId];
      case "pause.opened":
        return [event.body.pause.pauseId];
      case "timer.set":
        return [event.body.timerId];
      case "handoff.made":
        return [event.body.handoffId];
      default:
        return [];
    }
  });
  return [...groupBy(made, (id) => id)].flatMap(([id, copies]) =>
    copies.length > 1 ? [`${caseId} has ${id} made ${copies.length} times.`] : [],
  );
}

function chainProblems({ caseId, rows }: CaseHistory): Violation[] {
  const report = verifyChain(caseId, rows);
  return report.kind === "broken" ? [`${caseId} is broken at ${report.seq}: ${report.what}`] : [];
}

function orderProblems({ caseId, rows }: CaseHistory): Violation[] {
  return rows.flatMap(({ envelope }, index) => {
    const before = rows[index - 1]?.envelope.at;
    return before !== undefined && envelope.at < before
      ? [`${caseId} has event ${envelope.seq} at ${envelope.at}, before the one ahead of it.`]
      : [];
  });
}

function epochProblems({ caseId, rows }: CaseHistory): Violation[] {
  const problems: Violation[] = [];
  const holders = new Map<number, string>();
  let newest = 0;
  for (const { envelope } of rows) {
    const { writer, epoch, actorId, seq } = envelope;
    if (writer === "inlet") continue;
    if (epoch < newest) problems.push(`${caseId} has event ${seq} of epoch ${epoch} after epoch ${newest}.`);
    if ((holders.get(epoch) ?? actorId) !== actorId)
      problems.push(`${caseId} has events of two workers in epoch ${epoch}.`);
    holders.set(epoch, actorId);
    newest = Math.max(newest, epoch);
  }
  return problems;
}

const inletKinds: ReadonlySet<EventKind> = new Set([
  "case.opened",
  "child.ended",
  "message.received",
  "message.sent",
  "message.delivered",
  "signal.received",
  "identity.changed",
  "code.requested",
  "code.tried",
  "pause.answered",
  "pause.withdrawn",
  "proposal.made",
  "case.assigned",
  "teammate.joined",
  "teammate.left",
  "note.added",
  "case.closed",
  "case.erased",
  "case.migrated",
  "handoff.asked",
  "pause.superseded",
]);
const workerKinds: ReadonlySet<EventKind> = new Set([
  "code.asked",
  "code.requested",
  "code.made",
  "code.refused",
  "message.understood",
  "message.sent",
  "message.delivered",
  "facts.read",
  "plan.made",
  "proposal.made",
  "proposal.judged",
  "pause.opened",
  "pause.reassigned",
  "pause.expired",
  "pause.withdrawn",
  "pause.superseded",
  "call.started",
  "call.ended",
  "call.verified",
  "call.held",
  "call.released",
  "call.withdrawn",
  "undo.started",
  "undo.ended",
  "timer.set",
  "timer.fired",
  "handoff.made",
  "case.assigned",
  "budget.spent",
  "route.chosen",
  "case.resolved",
  "case.reopened",
  "child.opened",
  "child.stopped",
  "case.reported",
]);

/** Who ends a case calls off what was held in it. */
function isCalledOffAtTheEnd({ kind, seq, at, actorId }: CaseEvent, rows: CaseHistory["rows"]): boolean {
  return (
    kind === "call.withdrawn" &&
    rows.some(
      ({ event: later }) =>
        (later.kind === "case.closed" || later.kind === "case.merged") &&
        later.seq > seq &&
        later.at === at &&
        later.actorId === actorId,
    )
  );
}

/** Of what both people and workers write, whether a person did; null for any other event. */
function isByTeammate(event: CaseEvent): boolean | null {
  if (event.kind === "proposal.made") return event.body.proposal.author.kind === "teammate";
  return event.kind === "message.sent" ? event.body.teammateId !== undefined : null;
}

/** What was proposed and asked, and has expired, a person may propose again: the very same step of the same author. */
function isProposedAgain(event: CaseEvent, rows: CaseHistory["rows"]): boolean {
  if (event.kind !== "proposal.made") return false;
  const { author, step } = event.body.proposal;
  const expired = rows.flatMap(({ event: other }) =>
    other.kind === "pause.opened" && other.seq < event.seq && other.body.pause.expiresAt <= event.at
      ? [other.body.pause.proposalId]
      : [],
  );
  const renamed = rows.flatMap(({ event: other }) =>
    other.kind === "case.migrated" && other.seq < event.seq ? (other.body.proposals ?? []) : [],
  );
  return rows.some(({ event: other }) => {
    if (other.kind !== "proposal.made" || !expired.includes(other.body.proposal.proposalId)) return false;
    const { proposal } = other.body;
    const asNow = renamed.findLast(({ proposalId }) => proposalId === proposal.proposalId) ?? proposal;
    return isDeepStrictEqual([proposal.author, asNow.step], [author, step]);
  });
}

function writerProblems({ caseId, rows }: CaseHistory): Violation[] {
  return rows.flatMap(({ envelope, event }) => {
    const { writer, kind, seq, epoch } = envelope;
    const isTeammates = isByTeammate(event) === null || isByTeammate(event) === (writer === "inlet");
    // What a child case has said is passed on into the conversation that the customer reads, without its claims.
    const isPassedOn = event.kind === "message.sent" && writer === "inlet" && event.body.claims.length === 0;
    // A child case that comes to rest is closed by a rule.
    const isAtRest = event.kind === "case.closed" && writer === "worker" && event.body.by === "rule";
    const isEnding = writer === "inlet" && isCalledOffAtTheEnd(event, rows);
    const isWritten = isAtRest || isEnding || (writer === "inlet" ? inletKinds : workerKinds).has(kind);
    const isOwn =
      (isPassedOn || (isWritten && (isTeammates || isProposedAgain(event, rows)))) &&
      epoch > 0 === (writer === "worker");
    return isOwn
      ? []
      : [
          `${caseId} has ${kind} at ${seq}, which ${writer === "inlet" ? "an inlet" : "a worker"} in epoch ${epoch} may not write.`,
        ];
  });
}
