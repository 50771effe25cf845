import type { CaseId } from "@purser/contract";
import { describe, expect, test } from "vitest";
import {
  append,
  caseId,
  customerId,
  idNamed,
  inlet,
  type OpenStore,
  opening,
  storesOf,
  tenant,
} from "./store-under-test.ts";

const entry = { kind: "hold.set" as const, basis: "Art. 17 (3)", until: null };

export function testCustomerRecords(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("records of a customer", () => {
    test("are numbered from one on, at the store's time, each customer's by themselves", async () => {
      const { store, now, advance } = await openStore();
      expect(await store.readRecords(tenant, customerId)).toEqual([]);
      const first = await store.addRecord({ tenant, customerId, after: 0, by: "tm-1", entry });
      const record = { number: 1, at: now(), by: "tm-1", entry };
      expect(first).toEqual({ kind: "added", record });
      await advance(1000);
      const other = idNamed("cus", "other");
      await store.addRecord({ tenant, customerId: other, after: 0, by: "tm-2", entry });
      await store.addRecord({ tenant: "another", customerId, after: 0, by: "tm-2", entry });
      await store.addRecord({ tenant, customerId, after: 1, by: "tm-2", entry });
      expect(await store.readRecords(tenant, customerId)).toEqual([
        record,
        { number: 2, at: now(), by: "tm-2", entry },
      ]);
    });

    test("of many who add after the same one, one does", async () => {
      const { store } = await openStore();
      const results = await Promise.all(
        ["a", "b", "c", "d"].map((by) => store.addRecord({ tenant, customerId, after: 0, by, entry })),
      );
      expect(results.filter(({ kind }) => kind === "added")).toHaveLength(1);
      expect(await store.readRecords(tenant, customerId)).toHaveLength(1);
      expect((await store.addRecord({ tenant, customerId, after: 7, by: "e", entry })).kind).toBe("overtaken");
    });

    test("stop an erasure that does not know the last of them or all of her cases, and say of one that was done who did it", async () => {
      const { store } = await openStore();
      await append(store, opening());
      await store.addRecord({ tenant, customerId, after: 0, by: "tm-1", entry });
      const done = { kind: "request.carried-out" as const, request: 1, what: "erase" as const, singleOperator: false };
      const erase = (after: number) =>
        store.erase({ tenant, customerId, caseIds: [caseId], record: { after, by: "tm-2", entry: done } });
      expect(await erase(0)).toEqual({ kind: "overtaken" });
      expect((await store.readEvents(tenant, caseId, 0, 10)).every(({ event }) => event !== null)).toBe(true);
      const another = idNamed("case", "another of hers");
      const end = { kind: "case.erased" as const, body: { by: "tm-2", legalBasis: "Art. 17" } };
      await append(store, opening({ caseId: another }));
      await append(store, inlet("", { caseId: another, events: [end] }));
      expect(await erase(1)).toEqual({ kind: "overtaken" });
      expect(
        await store.erase({
          tenant,
          customerId,
          caseIds: [caseId, another],
          record: { after: 1, by: "tm-2", entry: done },
        }),
      ).toEqual({ kind: "erased" });
      const left = async (each: CaseId) =>
        (await store.readEvents(tenant, each, 0, 10)).map(({ event }) => event?.kind);
      // The end of a case is kept, and never what a customer said last.
      expect(await left(caseId)).toEqual([undefined, undefined]);
      expect(await left(another)).toEqual([undefined, undefined, "case.erased"]);
      expect((await store.readRecords(tenant, customerId)).map(({ by }) => by)).toEqual(["tm-1", "tm-2"]);
    });
  });
}
