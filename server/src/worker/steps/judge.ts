import type { NewEvent, ProposalId } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { ActiveProposal } from "../../cases/case-state.ts";
import type { Operation } from "../../tools/operation.ts";
import { consultGuard, type GuardAnswer } from "../consult-guard.ts";
import { operationOfProposal } from "../operation-of.ts";
import { after, proposalIn, type StepContext, toolContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { sentences } from "../sentences.ts";
import { deniedEvent } from "./denied-event.ts";
import { readFacts } from "./read-facts.ts";

/** Reads the facts now and asks the guard what a proposed action needs. */
export async function judgeProposal(proposalId: ProposalId, context: StepContext): Promise<StepResult> {
  const proposal = proposalIn(context.state, proposalId);
  const prepared = operationOfProposal(proposal, context);
  if (prepared.kind === "impossible") return { events: [deniedEvent(proposal, context, [prepared.detail])] };
  const { operation } = prepared;
  const read = await readFacts(operation, context);
  if (read.kind !== "read") {
    const { kind, code } = read;
    context.world.log("warn", "facts.not-read", { caseId: context.state.caseId, tool: operation.name, kind, code });
    return { events: [deniedEvent(proposal, context, [sentences.factsNotRead[kind]])] };
  }
  const answer = await consultGuard({ ...operation, facts: read.facts }, context, null);
  return { events: [judgedEvent(proposal, operation, answer, context, false)] };
}

/** The judgement as the log keeps it, with the facts that it stands on and how long they count as fresh. */
export function judgedEvent(
  proposal: ActiveProposal,
  operation: Operation,
  answer: GuardAnswer,
  context: StepContext,
  atExecution: boolean,
): NewEvent {
  const { now, blueprint } = context;
  const { judgement, policyHash } = answer;
  return {
    kind: "proposal.judged",
    body: {
      proposalId: proposal.proposalId,
      argsHash: proposal.argsHash,
      judgement,
      factsHash: hashOf(judgement.facts),
      readAt: now,
      policyHash,
      blueprintHash: blueprint.hash,
      validUntil: after(now, operation.freshForMs),
      shown: { title: operation.title, text: operation.describe(toolContext(context), judgement.facts) },
      atExecution,
    },
  };
}
