import { createHash } from "node:crypto";
import { FakeClock } from "@purser/kit/testing";
import { describe, expect, test } from "vitest";
import { type OpenedStore, append, caseId, opening, tenant } from "../testing/store-under-test.ts";
import { testAccountStore } from "../testing/test-account-store.ts";
import { testCaseStore } from "../testing/test-case-store.ts";
import { openMemoryAccounts } from "./memory-accounts.ts";
import { openMemoryStore } from "./memory-store.ts";

/** Bytes that are the same in every run. */
function countingRandom(): (bytes: number) => Uint8Array {
  let count = 0;
  return (bytes) =>
    createHash("shake256", { outputLength: bytes })
      .update(`${(count += 1)}`)
      .digest();
}

async function openStore(start: string): Promise<OpenedStore> {
  const clock = new FakeClock(start);
  const store = openMemoryStore({ clock, random: countingRandom(), masterKey: new Uint8Array(32) });
  return { store, setTime: async (time) => clock.set(time), close: () => store.close() };
}

testCaseStore("memory", openStore);

testAccountStore("memory", async () => {
  const clock = new FakeClock("2026-01-05T09:00:00Z");
  return { accounts: openMemoryAccounts(clock), setTime: async (time) => clock.set(time) };
});

describe("memory store", () => {
  test("the same calls with the same clock and random bytes give the same log", async () => {
    const logs = await Promise.all(
      [1, 2].map(async () => {
        const { store } = await openStore("2026-01-05T09:00:00Z");
        await append(store, opening());
        return store.readEvents(tenant, caseId, 0, 10);
      }),
    );
    expect(logs[0]).toEqual(logs[1]);
  });
});
