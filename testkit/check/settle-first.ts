import { type CaseEvent, type CaseEventOf, epochMsOf, type Instant, instantOf } from "@purser/contract";
import { type CaseHistory, eventsIn, type History, type Violation } from "./history.ts";

type Attempt = {
  started: CaseEventOf<"call.started">;
  outcome: CaseEventOf<"call.ended">["body"]["outcome"]["kind"] | "missing";
  finding:
    | { kind: "none" }
    | { kind: "key-safe" | "done" | "doubled" | "unknown" }
    | { kind: "not-done"; at: Instant; settled: boolean };
};

/**
 * I6: after an outcome that nobody knows there is no further call of that proposal, and no other call on that record in
 * the case, before a look-up has found what became of it; and only what may be repeated is.
 */
export function checkSettleFirst({ cases, tools }: History): readonly Violation[] {
  return cases.flatMap((each) => problemsOf(each, tools));
}

function problemsOf(history: CaseHistory, tools: History["tools"]): Violation[] {
  const attempts = new Map<string, Attempt>();
  const problems: Violation[] = [];
  for (const event of eventsIn(history)) {
    if (event.kind === "call.started") {
      const earlier = attempts.get(event.body.key);
      if (earlier !== undefined) problems.push(...repeatProblems(event, earlier));
      problems.push(...otherDoubts(event, [...attempts.values()], tools));
      attempts.set(event.body.key, { started: event, outcome: "missing", finding: { kind: "none" } });
    } else {
      note(event, attempts);
    }
  }
  return problems;
}

function note(event: CaseEvent, attempts: Map<string, Attempt>): void {
  if (event.kind !== "call.ended" && event.kind !== "call.verified") return;
  const { key, attempt } = event.body;
  const known = attempts.get(key);
  if (known === undefined || known.started.body.attempt !== attempt) return;
  if (event.kind === "call.ended") attempts.set(key, { ...known, outcome: event.body.outcome.kind });
  else if (event.body.finding.kind === "not-done")
    attempts.set(key, { ...known, finding: { kind: "not-done", at: event.at, settled: event.body.finding.settled } });
  else attempts.set(key, { ...known, finding: { kind: event.body.finding.kind } });
}

function repeatProblems(
  { body, at }: CaseEventOf<"call.started">,
  { started, outcome, finding }: Attempt,
): Violation[] {
  const which = `${body.tool} (${body.key}, attempt ${body.attempt})`;
  const first = started.body;
  const settledAt = instantOf(epochMsOf(started.at) + first.settleMs);
  const isDoubtful = outcome === "unknown" || outcome === "missing" || outcome === "done";
  const isSettled =
    finding.kind === "key-safe" || (finding.kind === "not-done" && finding.settled && finding.at >= settledAt);
  return [
    ...(isDoubtful && !isSettled
      ? [`${which} was sent again while the last finding was ${finding.kind} and it had to settle until ${settledAt}.`]
      : []),
    ...(first.once === "none" ? [`${which} was sent again though it has no key and no precondition.`] : []),
    ...(first.resendUntil !== null && at >= first.resendUntil
      ? [`${which} was sent again at ${at}, after ${first.resendUntil}.`]
      : []),
    ...(body.attempt === first.attempt + 1 ? [] : [`${which} follows attempt ${first.attempt}.`]),
    ...(body.argsHash === first.argsHash && body.proposalId === first.proposalId
      ? []
      : [`${which} repeats another decision.`]),
  ];
}

function otherDoubts(
  { body }: CaseEventOf<"call.started">,
  attempts: readonly Attempt[],
  tools: History["tools"],
): Violation[] {
  const object = touchedBy(body, tools);
  return attempts.flatMap(({ started, outcome, finding }) => {
    const isOther = started.body.key !== body.key;
    const isInDoubt =
      (outcome === "unknown" || outcome === "missing") && (finding.kind === "none" || finding.kind === "unknown");
    const touched = touchedBy(started.body, tools);
    return isOther && isInDoubt && object === touched
      ? [`${body.tool} (${body.key}) was begun on ${object} while ${started.body.key} was in doubt.`]
      : [];
  });
}

function touchedBy({ tool, args }: CaseEventOf<"call.started">["body"], tools: History["tools"]): string | undefined {
  return tools[tool]?.touches(args);
}
