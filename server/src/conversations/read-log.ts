import { type CaseEvent, type CaseId, PurserError } from "@purser/contract";
import type { StoredEvent } from "../cases/case-store.ts";
import type { Desk } from "./desk.ts";

const pageSize = 500;

/** The rows of a case's log from the first to the last, a page at a time. */
async function* readPages(
  caseId: CaseId,
  { store, tenant }: Pick<Desk, "store" | "tenant">,
): AsyncGenerator<readonly StoredEvent[], void> {
  for (let seq = 0; ;) {
    const page = await store.readEvents(tenant, caseId, seq, pageSize);
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    seq += page.length;
  }
}

/** All events of a case that have not been erased. Throws PUR-2002 when there is no such case. */
export async function readLog(caseId: CaseId, desk: Pick<Desk, "store" | "tenant">): Promise<readonly CaseEvent[]> {
  if ((await desk.store.readCase(desk.tenant, caseId)) === null) throw new PurserError("PUR-2002", caseId);
  const rows = await readRows(caseId, desk);
  return rows.flatMap(({ event }) => (event === null ? [] : [event]));
}

/** All rows of a case's log, also those whose bodies have been erased; none when there is no such case. */
export async function readRows(caseId: CaseId, desk: Pick<Desk, "store" | "tenant">): Promise<readonly StoredEvent[]> {
  const rows: StoredEvent[] = [];
  for await (const page of readPages(caseId, desk)) rows.push(...page);
  return rows;
}
