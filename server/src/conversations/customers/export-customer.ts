import type { CaseId, CustomerId } from "@purser/contract";
import { isBrokenLog } from "../../cases/broken-log.ts";
import type { StoredEvent } from "../../cases/case-store.ts";
import { addEntry, type AuthorityDesk, carriedOut, findCustomer, requestToCarryOut } from "./customer-file.ts";
import { keepLimit, type LimitDesk } from "../keep-limit.ts";
import { readRows } from "../read-log.ts";
import type { Acting } from "../teammate-work.ts";

type CustomerExport = {
  customerId: CustomerId;
  cases: readonly { caseId: CaseId; rows: readonly StoredEvent[] }[];
  /** Those of her cases whose logs could not be read, and why. */
  unreadable: readonly { caseId: CaseId; why: string }[];
};

/**
 * What her cases say, as somebody else has asked for; that it was handed out is on record first, but not before it is there
 * to be handed out. Throws PUR-2171 unless it
 * was asked for, PUR-2172 unless this person may carry it out, PUR-2174 when they did so too often, PUR-2002 for one who has no
 * case, PUR-2007.
 */
export async function exportCustomer(
  who: string,
  by: Acting,
  desk: AuthorityDesk & LimitDesk,
): Promise<CustomerExport> {
  const { customerId, caseIds } = await findCustomer(who, desk);
  const asked = requestToCarryOut("export", await desk.store.readRecords(desk.tenant, customerId), by, desk);
  await keepLimit("exports", { of: by.id, turnId: `${customerId}/${asked.number}` }, desk);
  const found = await Promise.all(caseIds.map((caseId) => readToExport(caseId, desk)));
  await addEntry(customerId, by.id, desk, (records) =>
    carriedOut(requestToCarryOut("export", records, by, desk), desk),
  );
  return {
    customerId,
    cases: found.flatMap((each) => ("rows" in each ? each : [])),
    unreadable: found.flatMap((each) => ("why" in each ? each : [])),
  };
}

async function readToExport(
  caseId: CaseId,
  desk: AuthorityDesk,
): Promise<CustomerExport["cases"][number] | CustomerExport["unreadable"][number]> {
  try {
    return { caseId, rows: await readRows(caseId, desk) };
  } catch (error) {
    if (!isBrokenLog(error)) throw error;
    return { caseId, why: error.detail };
  }
}
