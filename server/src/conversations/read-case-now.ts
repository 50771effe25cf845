import { type CaseId, type Instant, PurserError } from "@purser/contract";
import type { CaseState } from "../cases/case-state.ts";
import type { CaseRow, ReadState } from "../cases/case-store.ts";
import type { Desk } from "./desk.ts";
import { foldCase } from "./fold-case.ts";

export type CaseNow = { row: CaseRow; state: CaseState; now: Instant };
type Reading = Pick<Desk, "store" | "tenant">;

/** The case as it stands. Throws PUR-2002 when there is none, PUR-2182 when it was erased. */
export async function readCaseNow(caseId: CaseId, desk: Reading): Promise<CaseNow> {
  const found = await desk.store.readState(desk.tenant, caseId);
  if (found === null) throw new PurserError("PUR-2002", caseId);
  if (isErased(found)) throw new PurserError("PUR-2182", caseId);
  return caseNowOf(found, desk);
}

/** Many cases as they stand, read at once; without those that are not there or were erased. */
export async function readCasesNow(caseIds: readonly CaseId[], desk: Reading): Promise<ReadonlyMap<CaseId, CaseNow>> {
  const found = caseIds.length === 0 ? [] : await desk.store.readStates(desk.tenant, caseIds);
  const cases = await Promise.all(found.filter((each) => !isErased(each)).map((each) => caseNowOf(each, desk)));
  return new Map(cases.map((each) => [each.row.caseId, each]));
}

function isErased({ state, events }: ReadState): boolean {
  return state === null && events[0]?.kind === "case.erased";
}

async function caseNowOf(found: ReadState, { store }: Reading): Promise<CaseNow> {
  const { row, now } = found;
  const { state } = await foldCase(found, store);
  return { row, now, state };
}
