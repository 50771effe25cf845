import { PurserError } from "@purser/contract";
import type { CaseStore } from "../cases/case-store.ts";

/** A store whose cases of `torn` cannot be read, alone or among others; a test puts them in as it goes. */
export function withTornCases(torn: ReadonlySet<string>): (store: CaseStore) => CaseStore {
  const error = new PurserError("PUR-5002", "A body does not open.");
  return (store) => ({
    ...store,
    readState: async (tenant, caseId) => {
      if (torn.has(caseId)) throw error;
      return store.readState(tenant, caseId);
    },
    readEvents: async (tenant, caseId, ...range) => {
      if (torn.has(caseId)) throw error;
      return store.readEvents(tenant, caseId, ...range);
    },
    readStates: async (tenant, caseIds) =>
      (await store.readStates(tenant, caseIds)).map((reading) =>
        torn.has(reading.row.caseId) ? { kind: "unreadable", row: reading.row, error } : reading,
      ),
  });
}
