import type { CustomerRecord } from "@purser/contract";
import type { CaseStore, RecordAppend } from "../../cases/case-store.ts";
import { type MemoryData, tenantData } from "./memory-data.ts";

export function recordsIn(data: MemoryData): Pick<CaseStore, "readRecords" | "addRecord"> {
  return {
    readRecords: async (tenant, customerId) => [...(tenantData(data, tenant).records.get(customerId) ?? [])],
    addRecord: async (append) => {
      const record = addRecord(data, append);
      return record === null ? { kind: "overtaken" } : { kind: "added", record };
    },
  };
}

/** Null when there are other records by now. */
export function addRecord(
  data: MemoryData,
  { tenant, customerId, after, by, entry }: RecordAppend,
): CustomerRecord | null {
  const { records } = tenantData(data, tenant);
  const known = records.get(customerId) ?? [];
  if (known.length !== after) return null;
  const record = { number: after + 1, at: data.clock.now(), by, entry };
  records.set(customerId, [...known, record]);
  return record;
}
