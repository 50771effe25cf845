import {
  type CallKey,
  type CallView,
  type CaseEvent,
  type CaseEventOf,
  type CaseId,
  unreachable,
} from "@purser/contract";

type Attempt = CallView["attempts"][number];

/** One call as the log tells it; null when the log does not know the key. */
export function callHistory(caseId: CaseId, events: readonly CaseEvent[], key: CallKey): CallView | null {
  const started = events.filter(
    (event): event is CaseEventOf<"call.started"> => event.kind === "call.started" && event.body.key === key,
  );
  const [first] = started;
  if (first === undefined) return null;
  const attempts = started.map(({ at, body }) => attemptOf(body.attempt, at, key, events));
  const undo = events.findLast(
    (event): event is CaseEventOf<"undo.ended"> =>
      event.kind === "undo.ended" && event.body.key === key && event.body.isUndone,
  );
  const isWithdrawn = events.some((event) => event.kind === "call.withdrawn" && event.body.key === key);
  const { proposalId, tool, args, undoOf } = first.body;
  return {
    key,
    caseId,
    proposalId,
    tool,
    args,
    state: undo === undefined ? stateOf(attempts.at(-1), isWithdrawn) : "undone",
    undoOf,
    undoneBy: undo?.body.undoKey ?? null,
    residue: undo?.body.residue ?? null,
    attempts,
  };
}

function attemptOf(attempt: number, startedAt: CaseEvent["at"], key: CallKey, events: readonly CaseEvent[]): Attempt {
  const outcomes = events.flatMap((event) =>
    event.kind === "call.ended" && event.body.key === key && event.body.attempt === attempt ? [event.body.outcome] : [],
  );
  const findings = events.flatMap((event) =>
    event.kind === "call.verified" && event.body.key === key && event.body.attempt === attempt
      ? [{ at: event.at, finding: event.body.finding }]
      : [],
  );
  return { attempt, startedAt, outcome: outcomes.at(-1) ?? null, findings };
}

/** What was read back counts more than what the call itself answered. */
function stateOf(last: Attempt | undefined, isWithdrawn: boolean): CallView["state"] {
  if (isWithdrawn) return "not-done";
  const finding = last?.findings.at(-1)?.finding;
  if (finding !== undefined) return stateOfFinding(finding);
  const outcome = last?.outcome ?? null;
  if (outcome === null) return "under-way";
  switch (outcome.kind) {
    case "done":
      return "unread";
    case "refused":
    case "failed":
      return "not-done";
    case "unknown":
      return "unknown";
    default:
      return unreachable(outcome);
  }
}

function stateOfFinding(finding: Attempt["findings"][number]["finding"]): CallView["state"] {
  switch (finding.kind) {
    case "done":
      return "done";
    case "not-done":
      return "not-done";
    case "key-safe":
    case "doubled":
    case "unknown":
      return "unknown";
    default:
      return unreachable(finding);
  }
}
