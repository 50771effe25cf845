import { type CaseEventOf, epochMsOf } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { disagreements } from "./oracle.ts";
import { type CaseHistory, eventsOf, type History, type ToolFacts, type Violation } from "./history.ts";

/**
 * I3: each intention stands on a decision at execution that allows these arguments, on fresh facts, and a second guard
 * that reads only the log and the ledgers agrees.
 */
export function checkDecided(history: History): readonly Violation[] {
  return history.cases.flatMap((each) =>
    eventsOf(each, "call.started").flatMap((started) => [
      ...problemsOf(started, each, history.tools),
      ...disagreements(started, each, history),
    ]),
  );
}

function problemsOf(started: CaseEventOf<"call.started">, history: CaseHistory, tools: History["tools"]): Violation[] {
  const { key, attempt, proposalId, argsHash, tool } = started.body;
  const which = `${tool} (${key}, attempt ${attempt})`;
  const decision = eventsOf(history, "proposal.judged").findLast(
    ({ seq, body }) => seq < started.seq && body.proposalId === proposalId,
  );
  if (decision === undefined) return [`${which} was begun without a decision.`];
  const { judgement, atExecution, factsHash, validUntil } = decision.body;
  return [
    ...(judgement.verdict.kind === "allow" && atExecution
      ? []
      : [`${which} was begun though the last decision is ${judgement.verdict.kind}.`]),
    ...(decision.body.argsHash === argsHash ? [] : [`${which} was begun with other arguments than were decided on.`]),
    ...(factsHash === hashOf(judgement.facts) ? [] : [`${which} was decided on other facts than its decision names.`]),
    ...(isFresh(started, decision, tools[tool])
      ? []
      : [`${which} was begun on facts of ${decision.body.readAt}, at ${started.at}.`]),
    ...(started.at < validUntil ? [] : [`${which} was begun after its decision had expired at ${validUntil}.`]),
  ];
}

const freshForMs = 30_000;

function isFresh(
  started: CaseEventOf<"call.started">,
  { body }: CaseEventOf<"proposal.judged">,
  tool: ToolFacts | undefined,
): boolean {
  return epochMsOf(started.at) - epochMsOf(body.readAt) <= (tool?.freshForMs ?? freshForMs);
}
