import {
  type CaseId,
  type Hash,
  type NewEvent,
  type ProposalId,
  type ProposedStep,
  PurserError,
  type ToolCall,
} from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { Toolbox } from "../blueprint/toolbox.ts";
import { fittingArguments } from "./fitting-arguments.ts";
import { appendSeen, refuseClosed } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";
import { type CaseNow, readCaseNow } from "./read-case-now.ts";
import { type Acting, refuseUnlessHas } from "./teammate-work.ts";

/** An action that a teammate wants, and why. */
export type HandWish = {
  call: ToolCall;
  reason: string;
  /** The id that it gets, so that the same wish twice is one proposal; absent for one that is always new. */
  proposalId?: ProposalId;
};

/**
 * The teammate who has a case proposes an action. It passes the same guard as the agent's: what a guardrail forbids
 * is not done, what the customer must confirm she is asked, and nobody approves what they proposed.
 *
 * @throws PurserError PUR-2160, PUR-2162 they do not have the case · PUR-2164 no such action, or not these arguments ·
 * PUR-2175 something else was proposed under this id.
 */
export async function proposeByHand(
  caseId: CaseId,
  { call, reason, proposalId: given }: HandWish,
  by: Acting,
  { toolbox, desk }: { toolbox: Toolbox; desk: Desk },
): Promise<{ proposalId: ProposalId }> {
  const proposalId = given ?? desk.id("prop");
  const step: ProposedStep = {
    kind: "call",
    call: { tool: call.tool, args: fittingArguments(call.tool, call.args, toolbox) },
  };
  const author = { kind: "teammate" as const, teammateId: by.id };
  const eventsFor = (caseNow: CaseNow): NewEvent[] => {
    refuseClosed(caseNow);
    refuseUnlessHas(caseNow.state, by);
    const proposal = { proposalId, author, step, reason, argsHash: hashOf(step) };
    return [{ kind: "proposal.made", body: { proposal, stale: false } }];
  };
  await appendSeen(caseId, by.id, desk, eventsFor, { dedupeKey: hashOf({ proposalId }) });
  if (given !== undefined) await refuseOther(caseId, given, hashOf(step), desk);
  return { proposalId };
}

/** What stands under this id may be what was wished for before, with other arguments. */
async function refuseOther(caseId: CaseId, wished: ProposalId, argsHash: Hash, desk: Desk): Promise<void> {
  const { state } = await readCaseNow(caseId, desk);
  const kept = [...state.proposals, ...state.finished].find(({ proposalId }) => proposalId === wished);
  if (kept !== undefined && kept.argsHash !== argsHash) throw new PurserError("PUR-2175", wished);
}
