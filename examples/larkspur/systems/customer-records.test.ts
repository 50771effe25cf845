import { describe, expect, test } from "vitest";
import { countRecords, putRecord, recordsOf } from "./customer-records.ts";

describe("customers' records", () => {
  test("are found by customer, those from before and those added, in the order in which they were made", () => {
    const records = { one: { customerRef: "a", version: 1 }, two: { customerRef: "b", version: 1 } };
    putRecord<{ customerRef: string; version: number }>(records, "three", { customerRef: "a", version: 1 });
    putRecord(records, "one", { customerRef: "a", version: 2 });
    expect(recordsOf(records, "a").map(({ version }) => version)).toEqual([2, 1]);
    expect(recordsOf(records, "nobody")).toEqual([]);
    expect(countRecords(records)).toBe(3);
  });
});
