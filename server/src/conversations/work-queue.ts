import { type CaseId, PurserError } from "@purser/contract";
import type { OwnerRow } from "../cases/owner-rows.ts";
import type { Desk } from "./desk.ts";
import { readCaseNow } from "./read-case-now.ts";
import { type Acting, mayHaveNow, takeOver } from "./teammate-work.ts";

/** The cases that people have: what no machine may answer first, then what waits longest. */
export async function listQueue(
  { queue, teammateId }: { queue: string | null; teammateId: string | null },
  desk: Desk,
): Promise<readonly (OwnerRow & { why: string })[]> {
  const rows = inOrder(await desk.store.listOwners(desk.tenant)).filter(
    (row) =>
      (queue === null || row.queue === queue) &&
      (teammateId === null || row.teammateId === teammateId || row.assignedTo === teammateId),
  );
  return Promise.all(
    rows.map(async (row) => {
      const { owner } = (await readCaseNow(row.caseId, desk)).state;
      return { ...row, why: owner.kind === "queue" ? owner.why : "" };
    }),
  );
}

/**
 * Takes the next case that this person may have: what is assigned to them before what is nobody's.
 *
 * @throws PurserError PUR-2165 none waits for them.
 */
export async function takeNext(by: Acting, desk: Desk): Promise<{ caseId: CaseId }> {
  const waiting = inOrder(await desk.store.listOwners(desk.tenant)).filter(
    ({ teammateId, assignedTo, queue }) =>
      teammateId === null && (assignedTo === null || assignedTo === by.id) && mayHaveNow(by, queue, desk),
  );
  const own = waiting.filter(({ assignedTo }) => assignedTo === by.id);
  const others = waiting.filter(({ assignedTo }) => assignedTo === null);
  for (const { caseId } of [...own, ...others]) if (await isTaken(caseId, by, desk)) return { caseId };
  throw new PurserError("PUR-2165", `For ${by.id} ${waiting.length === 0 ? "no case waits" : "all were just taken"}.`);
}

/** False when somebody else was faster. */
async function isTaken(caseId: CaseId, by: Acting, desk: Desk): Promise<boolean> {
  try {
    await takeOver(caseId, by, desk);
    return true;
  } catch (error) {
    if (error instanceof PurserError && (error.code === "PUR-2160" || error.code === "PUR-2004")) return false;
    throw error;
  }
}

/** The rows come with the longest waiting first; sorting keeps that order where nothing else counts. */
function inOrder(rows: readonly OwnerRow[]): readonly OwnerRow[] {
  return rows.toSorted((one, other) => Number(other.trigger === "sensitive") - Number(one.trigger === "sensitive"));
}
