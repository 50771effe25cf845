import { type NewEvent, type ProposedStep, PurserError, type UndoPlan } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { CaseState } from "../cases/case-state.ts";
import { isTeammates } from "../cases/coordinate.ts";
import { appendSeen } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";

/**
 * A teammate wants all of a case taken back that can be: what is held is called off, and the rest is one proposal, judged,
 * shown and answered as one. Writes nothing when the plan takes nothing back.
 *
 * @throws PurserError PUR-2180 while something is under way in the case, PUR-2004 when it was erased.
 */
export async function requestCaseUndo(
  plan: UndoPlan,
  reason: string,
  teammateId: string,
  desk: Desk,
): Promise<UndoPlan> {
  const { caseId, takesBack } = plan;
  if (takesBack.length === 0) return plan;
  const held = takesBack.filter(({ verdict }) => verdict === null).map(({ key }) => key);
  const callKeys = takesBack.filter(({ verdict }) => verdict !== null).map(({ key }) => key);
  const stays = plan.stays
    .filter(({ obstacle }) => obstacle !== "undone")
    .map(({ tool, why }) => `${tool}: ${why.join(" ")}`);
  const steps: ProposedStep[] = held.map((callKey) => ({ kind: "undo", callKey, reason }));
  if (callKeys.length > 0) steps.push({ kind: "undo-all", callKeys, stays, reason });
  const proposed = (step: ProposedStep): NewEvent => ({
    kind: "proposal.made",
    body: {
      proposal: {
        proposalId: desk.id("prop"),
        author: { kind: "teammate", teammateId },
        step,
        reason,
        argsHash: hashOf(step),
      },
      stale: false,
    },
  });
  await appendSeen(caseId, teammateId, desk, ({ state }) => {
    refuseUnderWay(state);
    return steps.map(proposed);
  });
  return { ...plan, isProposed: true };
}

/** What is half done now would be done after it was taken back. */
function refuseUnderWay(state: CaseState): void {
  if (state.lifecycle === "erased") throw new PurserError("PUR-2004", state.caseId);
  const [call] = state.calls;
  if (call !== undefined) throw new PurserError("PUR-2180", `It is not settled what became of ${call.tool}.`);
  if (state.proposals.some(({ step }) => step.kind === "undo" || step.kind === "undo-all"))
    throw new PurserError("PUR-2180", "An undo is under way already.");
  const isAgentAtWork =
    state.owner.kind === "agent" &&
    state.lifecycle !== "closed" &&
    (state.unreadFromSeq !== null ||
      (state.needsThought && state.lifecycle === "open") ||
      state.proposals.some((proposal) => proposal.phase.kind !== "held" && !isTeammates(proposal, state)));
  if (isAgentAtWork) throw new PurserError("PUR-2180", "The agent is at work on it.");
}
