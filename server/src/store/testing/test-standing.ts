import { describe, expect, test } from "vitest";
import {
  type OpenStore,
  append,
  caseId,
  claimOne,
  opening,
  otherCaseId,
  pauseRow,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

export function testStanding(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("what waits, and who is at work", () => {
    test("a worker counts as at work for as long as it was seen lately, a server never", async () => {
      const { store, advance } = await openStore();
      await store.beat(tenant, { processId: "worker-1", role: "worker" });
      await store.beat(tenant, { processId: "server-1", role: "server" });
      expect((await store.readHealth(tenant, 30_000)).workers).toBe(1);
      await advance(31_000);
      expect((await store.readHealth(tenant, 30_000)).workers).toBe(0);
      await store.beat(tenant, { processId: "worker-1", role: "worker" });
      expect((await store.readHealth(tenant, 30_000)).workers).toBe(1);
      expect((await store.readHealth("another", 30_000)).workers).toBe(0);
    });

    test("the schema is the one that this release knows", async () => {
      const { store } = await openStore();
      const { schema } = await store.readHealth(tenant, 30_000);
      expect(schema.applied).toBe(schema.known);
    });

    test("nothing waits in an empty store", async () => {
      const { store, now } = await openStore();
      expect(await store.readBacklog(tenant)).toEqual({
        now: now(),
        cases: {},
        runnable: { count: 0, oldestSince: null },
        leases: { held: 0, expired: 0 },
        pauses: [],
        outbox: { count: 0, oldestDueAt: null },
        workers: [],
      });
    });

    test("cases count by status, what waits for a worker since it came in, and leases as held until they expire", async () => {
      const { store, now, advance } = await openStore();
      await append(store, opening());
      const cameInAt = now();
      await append(store, opening({ caseId: otherCaseId }));
      await advance(5_000);
      expect(await store.readBacklog(tenant)).toMatchObject({
        cases: { working: 2 },
        runnable: { count: 2, oldestSince: cameInAt },
        leases: { held: 0, expired: 0 },
      });
      await store.claim({ tenant, workerId: "worker-1", leaseMs: 30_000, limit: 10 });
      expect(await store.readBacklog(tenant)).toMatchObject({
        runnable: { count: 0 },
        leases: { held: 2, expired: 0 },
      });
      await advance(30_000);
      expect(await store.readBacklog(tenant)).toMatchObject({
        runnable: { count: 2 },
        leases: { held: 0, expired: 2 },
      });
    });

    test("a case whose time has come waits since then", async () => {
      const { store, now, advance } = await openStore();
      await append(store, opening());
      const wakeAt = now();
      await store.appendDecision(workOn(await claimOne(store), { wakeAt }));
      await advance(7_000);
      expect((await store.readBacklog(tenant)).runnable).toEqual({ count: 1, oldestSince: wakeAt });
    });

    test("open pauses count by kind with the age of the oldest, and what is to be sent counts", async () => {
      const { store, now } = await openStore();
      await append(store, opening());
      const row = pauseRow("one", { caseId });
      await store.appendDecision(
        workOn(await claimOne(store), { pauses: [row, pauseRow("two", { state: "answered" })] }),
      );
      const backlog = await store.readBacklog(tenant);
      expect(backlog.pauses).toEqual([{ kind: "approve", count: 1, oldestSince: row.openedAt }]);
      expect(backlog.outbox).toEqual({ count: 0, oldestDueAt: null });
      await store.beat(tenant, { processId: "worker-1", role: "worker" });
      expect((await store.readBacklog(tenant)).workers).toEqual([{ processId: "worker-1", seenAt: now() }]);
    });
  });
}
