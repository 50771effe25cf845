import { type CaseEvent, epochMsOf, type HandoffPacket, type PauseId, type ProposalId } from "@purser/contract";

type Promised = HandoffPacket["promises"][number];

/**
 * What the customer was told would happen and what has not: the answer to what a teammate is asked, what is held and
 * will be done, what is tried again later, and when people are there. Of each kind what was kept or called off is left
 * out; a deadline that has passed without an answer is still owed.
 */
export function promisesIn(log: readonly CaseEvent[]): Promised[] {
  return [...approvalsIn(log), ...heldIn(log), ...retriesIn(log), ...openingsIn(log)].toSorted((one, other) =>
    one.at < other.at ? -1 : 1,
  );
}

/** Only where she heard of it: a message stands beside the question. */
function approvalsIn(log: readonly CaseEvent[]): Promised[] {
  const answered = new Set<PauseId>(
    log.flatMap((event) =>
      event.kind === "pause.answered" || event.kind === "pause.superseded" ? pauseIdOf(event) : [],
    ),
  );
  const told = new Set<ProposalId | null>(
    log.flatMap((event) => (event.kind === "message.sent" ? [event.body.proposalId] : [])),
  );
  return log.flatMap((event) => {
    if (event.kind !== "pause.opened") return [];
    const { pauseId, kind, proposalId, shown, expiresAt } = event.body.pause;
    if (kind !== "approve" || answered.has(pauseId) || !told.has(proposalId)) return [];
    return [{ text: `A decision of ours on: ${shown.text}`, until: expiresAt, at: event.at }];
  });
}

function pauseIdOf({ body }: { body: { pauseId: PauseId | null } }): PauseId[] {
  return body.pauseId === null ? [] : [body.pauseId];
}

function heldIn(log: readonly CaseEvent[]): Promised[] {
  return log.flatMap((event) => {
    if (event.kind !== "call.held") return [];
    const { key, proposalId, releaseAt } = event.body;
    const isOver = log.some(
      (later) => (later.kind === "call.withdrawn" || later.kind === "call.released") && later.body.key === key,
    );
    const judged = log.findLast(
      (earlier) => earlier.kind === "proposal.judged" && earlier.body.proposalId === proposalId,
    );
    const what =
      judged?.kind === "proposal.judged" ? judged.body.shown.text.replace(/\?$/, ".") : "What was confirmed.";
    return isOver ? [] : [{ text: `It will be done: ${what}`, until: releaseAt, at: event.at }];
  });
}

/** The last one alone, unless something was done or settled after it. */
function retriesIn(log: readonly CaseEvent[]): Promised[] {
  const last = log.findLast((event) => event.kind === "timer.set" && event.body.purpose === "try-again");
  // To go on at once is no promise.
  if (last?.kind !== "timer.set" || epochMsOf(last.body.wakeAt) - epochMsOf(last.at) < leastWaitMs) return [];
  const isSettled = log.some(
    ({ kind, seq }) =>
      seq > last.seq && (kind === "call.verified" || kind === "case.resolved" || kind === "teammate.left"),
  );
  return isSettled ? [] : [{ text: "We try again by ourselves, and tell her.", until: last.body.wakeAt, at: last.at }];
}

const leastWaitMs = 1000;

/** That a colleague answers her is owed until one has written, or has given the case back. */
function openingsIn(log: readonly CaseEvent[]): Promised[] {
  const last = log.findLast((event) => event.kind === "handoff.made");
  if (last?.kind !== "handoff.made") return [];
  const isKept = log.some(
    (event) =>
      event.seq > last.seq &&
      ((event.kind === "message.sent" && event.body.teammateId !== undefined) ||
        (event.kind === "teammate.left" && event.body.returnsToAgent)),
  );
  return isKept ? [] : [{ text: "A colleague answers her here.", until: last.body.opensAt, at: last.at }];
}
