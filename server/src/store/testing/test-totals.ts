import { describe, expect, test } from "vitest";
import type { CaseStore, LeasedCase, TotalReading, TotalsChange } from "../../cases/case-store.ts";
import {
  type OpenStore,
  append,
  claimAll,
  claimedCase,
  keyNamed,
  noTotals,
  opening,
  otherCaseId,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

const hourMs = 3_600_000;

function claimOf(call: string, amount: number, key = "refunds"): TotalsChange["reserve"][number] {
  return { key, name: key, amount, callKey: keyNamed(call) };
}

async function read(store: CaseStore, windowMs: number | null = null, key = "refunds"): Promise<TotalReading> {
  const [reading] = await store.readTotals(tenant, [{ key, windowMs }]);
  return reading ?? expect.fail("No reading for a query.");
}

/** Writes totals under one lease, step after step. */
function writerOf(store: CaseStore, held: LeasedCase): (change: Partial<TotalsChange>) => Promise<string> {
  let expectedVersion = held.row.version;
  return async (change) => {
    const totals = { ...noTotals, ...change };
    const result = await store.appendDecision(workOn(held, { expectedVersion, releases: false, totals }));
    if (result.kind === "appended") expectedVersion += 1;
    return result.kind;
  };
}

export function testTotals(open: OpenStore): void {
  describe("totals", () => {
    testChanges(open);
    testVersions(open);
  });
}

function testChanges(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a total counts what is reserved and what is booked, and not what is given back", async () => {
    const { store } = await openStore();
    const write = writerOf(store, await claimedCase(store));
    expect(await read(store)).toEqual({ key: "refunds", value: 0, version: 0 });
    await write({ reserve: [claimOf("one", 40), claimOf("two", 25)] });
    expect(await read(store)).toEqual({ key: "refunds", value: 65, version: 1 });
    await write({ book: [keyNamed("one")] });
    expect(await read(store)).toEqual({ key: "refunds", value: 65, version: 1 });
    await write({ release: [keyNamed("two")] });
    expect(await read(store)).toEqual({ key: "refunds", value: 40, version: 2 });
    await write({ release: [keyNamed("never-reserved")] });
    expect(await read(store)).toEqual({ key: "refunds", value: 40, version: 2 });
  });

  test("a window slides: what lies a whole window back no longer counts", async () => {
    const { store, advance } = await openStore();
    const write = writerOf(store, await claimedCase(store));
    await write({ reserve: [claimOf("one", 40)] });
    await advance(hourMs - 1);
    await write({ reserve: [claimOf("two", 2)] });
    expect(await read(store, hourMs)).toMatchObject({ value: 42 });
    await advance(1);
    expect(await read(store, hourMs)).toMatchObject({ value: 2 });
    expect(await read(store, hourMs * 24)).toMatchObject({ value: 42 });
    expect(await read(store)).toMatchObject({ value: 42 });
  });

  test("one call may stand in several totals, and is booked and given back in all of them", async () => {
    const { store } = await openStore();
    const write = writerOf(store, await claimedCase(store));
    await write({ reserve: [claimOf("one", 40), claimOf("one", 1, "count")] });
    const readings = await store.readTotals(tenant, [
      { key: "count", windowMs: null },
      { key: "refunds", windowMs: hourMs },
      { key: "unknown", windowMs: null },
    ]);
    expect(readings).toEqual([
      { key: "count", value: 1, version: 1 },
      { key: "refunds", value: 40, version: 1 },
      { key: "unknown", value: 0, version: 0 },
    ]);
    await write({ release: [keyNamed("one")] });
    expect(await read(store, null, "count")).toEqual({ key: "count", value: 0, version: 2 });
    expect(await read(store)).toEqual({ key: "refunds", value: 0, version: 2 });
  });

  test("a call reserved again stands once in a total, with its last amount", async () => {
    const { store } = await openStore();
    const write = writerOf(store, await claimedCase(store));
    await write({ reserve: [claimOf("one", 40)] });
    await write({ reserve: [claimOf("one", 30), claimOf("one", 35)] });
    expect(await read(store)).toEqual({ key: "refunds", value: 35, version: 2 });
  });

  test("no query gives no reading", async () => {
    const { store } = await openStore();
    expect(await store.readTotals(tenant, [])).toEqual([]);
  });
}

function testVersions(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a judgement on totals that have changed since writes nothing", async () => {
    const { store } = await openStore();
    const write = writerOf(store, await claimedCase(store));
    const seen = await read(store);
    expect(await write({ expected: [seen], reserve: [claimOf("one", 40)] })).toBe("appended");
    expect(await write({ expected: [seen], reserve: [claimOf("two", 40)] })).toBe("totals-moved");
    expect(await write({ expected: [await read(store)], reserve: [claimOf("two", 40)] })).toBe("appended");
    expect(await read(store)).toEqual({ key: "refunds", value: 80, version: 2 });
  });

  test("of two cases that claim the same rest of a limit at once one gets it", async () => {
    const { store } = await openStore();
    await append(store, opening());
    await append(store, opening({ caseId: otherCaseId }));
    const claimed = await claimAll(store);
    const expected = [await read(store)];
    const kinds = await Promise.all(
      claimed.map((held) => writerOf(store, held)({ expected, reserve: [claimOf(held.row.caseId, 100)] })),
    );
    expect(kinds.toSorted()).toEqual(["appended", "totals-moved"]);
    expect(await read(store)).toEqual({ key: "refunds", value: 100, version: 1 });
  });

  test("cases that touch the same totals in opposite order do not lock each other out", async () => {
    const { store } = await openStore();
    await append(store, opening());
    await append(store, opening({ caseId: otherCaseId }));
    const writers = (await claimAll(store)).map((held) => writerOf(store, held));
    for (let round = 0; round < 10; round += 1) {
      const kinds = await Promise.all(
        writers.map((write, index) => {
          const keys = index === 0 ? ["a", "b"] : ["b", "a"];
          return write({ reserve: keys.map((key) => claimOf(`${round}-${index}`, 1, key)) });
        }),
      );
      expect(kinds).toEqual(["appended", "appended"]);
    }
    expect(await read(store, null, "a")).toEqual({ key: "a", value: 20, version: 20 });
  });

  test("an outcome changes totals without asking for their versions", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const totals = { ...noTotals, expected: [{ key: "refunds", value: 0, version: 9 }], reserve: [claimOf("one", 40)] };
    expect(await store.appendOutcome(workOn(held, { totals }))).toMatchObject({ kind: "appended" });
    expect(await read(store)).toMatchObject({ value: 40, version: 1 });
  });
}
