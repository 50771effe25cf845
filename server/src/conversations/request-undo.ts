import { type CallKey, type CaseId, type ProposedStep, PurserError } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { CaseState } from "../cases/case-state.ts";
import { heldUnder } from "../cases/proposal-ends.ts";
import { appendSeen } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";

/** A teammate wants a done call taken back, or one that is held called off: a proposal like any other, judged and logged. */
export async function requestUndo(
  key: CallKey,
  reason: string,
  teammateId: string,
  desk: Desk,
): Promise<{ caseId: CaseId }> {
  const caseId = await desk.store.findCall(desk.tenant, key);
  if (caseId === null) throw new PurserError("PUR-2002", key);
  await appendSeen(caseId, teammateId, desk, ({ state }) => {
    checkUndoable(key, state);
    const step: ProposedStep = { kind: "undo", callKey: key, reason };
    const proposal = {
      proposalId: desk.id("prop"),
      author: { kind: "teammate" as const, teammateId },
      step,
      reason,
      argsHash: hashOf(step),
    };
    return [{ kind: "proposal.made", body: { proposal, stale: false } }];
  });
  return { caseId };
}

function checkUndoable(key: CallKey, state: CaseState): void {
  if (heldUnder(state, key) !== undefined) return;
  const call = state.doneCalls.find((candidate) => candidate.key === key);
  if (call === undefined) throw new PurserError("PUR-3012", "The call is not known to be done.");
  if (call.isUndone) throw new PurserError("PUR-3012", "It has been undone already.");
}
