import type { CaseId, CustomerId } from "@purser/contract";
import type { StoredEvent } from "../cases/case-store.ts";
import { addEntry, type AuthorityDesk, carriedOut, findCustomer, requestToCarryOut } from "./customer-file.ts";
import { keepLimit, type LimitDesk } from "./keep-limit.ts";
import { readRows } from "./read-log.ts";
import type { Acting } from "./teammate-work.ts";

type ExportedCase = { caseId: CaseId; rows: readonly StoredEvent[] };

/**
 * What her cases say, as somebody else has asked for; that it was handed out is on record first. Throws PUR-2171 unless it
 * was asked for, PUR-2172 unless this person may carry it out, PUR-2174 when they did so too often, PUR-2002 for one who has no
 * case, PUR-2007.
 */
export async function exportCustomer(
  who: string,
  by: Acting,
  desk: AuthorityDesk & LimitDesk,
): Promise<{ customerId: CustomerId; cases: readonly ExportedCase[] }> {
  const { customerId, caseIds } = await findCustomer(who, desk);
  const asked = requestToCarryOut("export", await desk.store.readRecords(desk.tenant, customerId), by, desk);
  await keepLimit("exports", { of: by.id, turnId: `${customerId}/${asked.number}` }, desk);
  await addEntry(customerId, by.id, desk, (records) =>
    carriedOut(requestToCarryOut("export", records, by, desk), desk),
  );
  const cases: ExportedCase[] = [];
  for (const caseId of caseIds) cases.push({ caseId, rows: await readRows(caseId, desk) });
  return { customerId, cases };
}
