import { type PauseId, PurserError, teammateRoleSchema } from "@purser/contract";
import { roleNow } from "../blueprint/people.ts";
import type { PauseRow } from "../cases/case-store.ts";
import { mayApprove } from "../guardrails/approver-role.ts";
import type { Desk } from "./desk.ts";
import { readCaseNow } from "./read-case-now.ts";
import type { Acting } from "./teammate-work.ts";

/** Of these pauses those that this person may see, in the same order. */
export async function visiblePauses(rows: readonly PauseRow[], by: Acting, desk: Desk): Promise<PauseRow[]> {
  const seen = await Promise.all(rows.map((row) => isVisible(row, by, desk)));
  return rows.filter((_, index) => seen[index]);
}

/** Throws PUR-2002 for a pause that this person may not see, in the same words as for one that there is not. */
export async function refuseUnlessVisible(pauseId: PauseId, by: Acting, desk: Desk): Promise<void> {
  const row = await desk.store.findPause(desk.tenant, pauseId);
  if (row === null || !(await isVisible(row, by, desk))) throw new PurserError("PUR-2002", pauseId);
}

/**
 * What asks the customer is seen by all who work on cases; what asks for an approval by who may give it, by who has the
 * case and by who proposed it, who both wait for the answer. An auditor sees everything, and answers nothing.
 */
async function isVisible({ caseId, pauseId, mayAnswer }: PauseRow, by: Acting, desk: Desk): Promise<boolean> {
  const role = roleNow(desk.people(), by.id, by.role);
  if (role === null) return false;
  if (role === "auditor") return true;
  const needed = teammateRoleSchema.safeParse(mayAnswer).data;
  if (needed === undefined || mayApprove(role, needed, desk.isSingleOperator())) return true;
  const { state } = await readCaseNow(caseId, desk);
  if (state.owner.kind === "teammate" && state.owner.teammateId === by.id) return true;
  const pause = state.pauses.find((candidate) => candidate.pauseId === pauseId);
  const proposal = state.proposals.find(({ proposalId }) => proposalId === pause?.proposalId);
  return proposal?.writers.includes(by.id) ?? false;
}
