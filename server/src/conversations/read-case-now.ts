import { type CaseId, type Instant, PurserError } from "@purser/contract";
import { isBrokenLog } from "../cases/broken-log.ts";
import type { CaseState } from "../cases/case-state.ts";
import type { CaseRow, ReadState, StateReading } from "../cases/case-store.ts";
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

/** Many cases as they stand, and why the others that are there cannot be read: one of them does not hide the rest. */
type CasesNow = {
  cases: ReadonlyMap<CaseId, CaseNow>;
  unreadable: ReadonlyMap<CaseId, PurserError>;
};

/** Reads many cases at once; those that are not there or were erased are in neither map. */
export async function readCasesNow(caseIds: readonly CaseId[], desk: Reading): Promise<CasesNow> {
  const found = caseIds.length === 0 ? [] : await desk.store.readStates(desk.tenant, caseIds);
  const cases = new Map<CaseId, CaseNow>();
  const unreadable = new Map<CaseId, PurserError>();
  const read = async (reading: StateReading): Promise<void> => {
    const { caseId } = reading.row;
    if (reading.kind === "unreadable") unreadable.set(caseId, reading.error);
    else if (!isErased(reading)) cases.set(caseId, await caseNowOf(reading, desk));
  };
  await Promise.all(
    found.map((reading) =>
      read(reading).catch((error: unknown) => {
        if (!isBrokenLog(error)) throw error;
        unreadable.set(reading.row.caseId, error);
      }),
    ),
  );
  return { cases, unreadable };
}

/** Of an erased case its end alone is left, or nothing, where that could not be written. */
function isErased({ state, events }: Pick<ReadState, "state" | "events">): boolean {
  return state === null && events.every(({ kind }) => kind === "case.erased");
}

async function caseNowOf(found: ReadState, { store }: Reading): Promise<CaseNow> {
  const { row, now } = found;
  const { state } = await foldCase(found, store);
  return { row, now, state };
}
