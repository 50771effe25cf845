import { type PauseId, PurserError, teammateRoleSchema } from "@purser/contract";
import { roleNow } from "../../blueprint/settings/people.ts";
import type { PauseRow } from "../../cases/case-store.ts";
import { mayApprove } from "../../guardrails/approver-role.ts";
import type { Desk } from "../desk.ts";
import { type CaseNow, readCasesNow } from "../read-case-now.ts";
import type { Acting } from "../teammate-work.ts";

/** Of these pauses those that this person may see, in the same order. */
export async function visiblePauses(rows: readonly PauseRow[], by: Acting, desk: Desk): Promise<PauseRow[]> {
  const inDoubt = rows.filter((row) => visibilityOf(row, by, desk) === "by-case");
  // Of a case that cannot be read nobody knows whose it is.
  const { cases } = await readCasesNow([...new Set(inDoubt.map(({ caseId }) => caseId))], desk);
  return rows.filter((row) => {
    const visibility = visibilityOf(row, by, desk);
    return visibility === "by-case" ? isOfTheirs(row, by, cases.get(row.caseId)) : visibility === "seen";
  });
}

/** Throws PUR-2002 for a pause that this person may not see, in the same words as for one that there is not. */
export async function refuseUnlessVisible(pauseId: PauseId, by: Acting, desk: Desk): Promise<void> {
  const row = await desk.store.findPause(desk.tenant, pauseId);
  if (row === null || (await visiblePauses([row], by, desk)).length === 0) throw new PurserError("PUR-2002", pauseId);
}

/**
 * What asks the customer is seen by all who work on cases; what asks for an approval by who may give it, by who has the
 * case and by who proposed it, who both wait for the answer. An auditor sees everything, and answers nothing.
 */
function visibilityOf({ mayAnswer }: PauseRow, by: Acting, desk: Desk): "seen" | "hidden" | "by-case" {
  const role = roleNow(desk.people(), by.id, by.role);
  if (role === null) return "hidden";
  if (role === "auditor") return "seen";
  const needed = teammateRoleSchema.safeParse(mayAnswer).data;
  return needed === undefined || mayApprove(role, needed, desk.isSingleOperator()) ? "seen" : "by-case";
}

function isOfTheirs({ pauseId }: PauseRow, by: Acting, caseNow: CaseNow | undefined): boolean {
  if (caseNow === undefined) return false;
  const { state } = caseNow;
  if (state.owner.kind === "teammate" && state.owner.teammateId === by.id) return true;
  const pause = state.pauses.find((candidate) => candidate.pauseId === pauseId);
  const proposal = state.proposals.find(({ proposalId }) => proposalId === pause?.proposalId);
  return proposal?.writers.includes(by.id) ?? false;
}
