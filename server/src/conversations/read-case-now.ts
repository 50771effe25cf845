import { type CaseEvent, type CaseId, type Instant, PurserError } from "@purser/contract";
import type { CaseState } from "../cases/case-state.ts";
import type { CaseRow } from "../cases/case-store.ts";
import { foldLog } from "../cases/fold.ts";
import { readStoredState } from "../cases/stored-state.ts";
import type { Desk } from "./desk.ts";

export type CaseNow = { row: CaseRow; state: CaseState; now: Instant };

/** The case as it stands. Throws PUR-2002 when there is none, PUR-2182 when it was erased. */
export async function readCaseNow(caseId: CaseId, { store, tenant }: Pick<Desk, "store" | "tenant">): Promise<CaseNow> {
  const found = await store.readState(tenant, caseId);
  if (found === null) throw new PurserError("PUR-2002", caseId);
  const { row, now } = found;
  if (found.state === null && found.events[0]?.kind === "case.erased") throw new PurserError("PUR-2182", caseId);
  const stored = readStoredState(found.state);
  if (stored !== null || found.state === null)
    return { row, now, state: foldLog(stored, found.events, { tenant, caseId }) };
  const log = await store.readEvents(tenant, caseId, 0, row.version);
  const events: CaseEvent[] = log.flatMap(({ event }) => (event === null ? [] : [event]));
  return { row, now, state: foldLog(null, events, { tenant, caseId }) };
}
