import { PurserError } from "@purser/contract";
import type { CaseStore, ReadState } from "../../cases/case-store.ts";

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

/** A store that has lost the first row of the logs of `torn`, and the states that were made of it. */
export function withMissingRows(torn: ReadonlySet<string>): (store: CaseStore) => CaseStore {
  return (store) => {
    const withoutFirst = async <Read extends ReadState>(read: Read): Promise<Read> => {
      if (!torn.has(read.row.caseId)) return read;
      const rows = await store.readEvents(read.row.tenant, read.row.caseId, 1, read.row.version);
      // As they are read anew: what was folded before is remembered by its events.
      const events = rows.flatMap(({ event }) => (event === null ? [] : [{ ...event }]));
      return { ...read, state: null, events };
    };
    return {
      ...store,
      readState: async (tenant, caseId) => {
        const read = await store.readState(tenant, caseId);
        return read === null ? null : withoutFirst(read);
      },
      readStates: async (tenant, caseIds) =>
        Promise.all(
          (await store.readStates(tenant, caseIds)).map(async (reading) =>
            reading.kind === "read" ? withoutFirst(reading) : reading,
          ),
        ),
    };
  };
}
