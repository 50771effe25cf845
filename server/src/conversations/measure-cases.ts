import { measureCase } from "../cases/case-measure.ts";
import type { Desk } from "./desk.ts";
import { readRows } from "./read-log.ts";

const casesAtOnce = 100;

/**
 * Makes the rows that insights are counted from, of the cases that changed since; how many it made. A log that cannot be
 * read is told, and counted with what was known of it before, so that it holds up no other.
 */
export async function measureCases(
  desk: Pick<Desk, "store" | "tenant">,
  tell: (caseId: string, error: unknown) => void,
): Promise<number> {
  const { store, tenant } = desk;
  const changed = await store.listUnmeasured(tenant, casesAtOnce);
  for (const { caseId, version } of changed) {
    try {
      const rows = await readRows(caseId, desk);
      const at = { caseId, version: rows.length };
      const events = rows.flatMap(({ event }) => (event === null ? [] : [event]));
      await store.keepMeasure(tenant, at, measureCase(at, events));
    } catch (error) {
      tell(caseId, error);
      await store.keepMeasure(tenant, { caseId, version }, null);
    }
  }
  return changed.length;
}
