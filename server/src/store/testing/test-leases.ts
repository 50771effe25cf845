import { describe, expect, test } from "vitest";
import {
  type OpenStore,
  append,
  caseId,
  claimAll,
  claimOne,
  claimedCase,
  inlet,
  instant,
  leaseMs,
  opening,
  otherCaseId,
  passedEpoch,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

export function testLeases(open: OpenStore): void {
  describe("leases", () => {
    testClaims(open);
    testExpiry(open);
    testWakes(open);
    testReleases(open);
  });
}

function testClaims(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a claimed case comes with its log and is nobody else's", async () => {
    const { store, now } = await openStore();
    const held = await claimedCase(store);
    expect(held.lease).toEqual({ tenant, caseId, workerId: "worker-1", epoch: 1 });
    expect(held.row).toEqual(await store.readCase(tenant, caseId));
    expect(held.events.map((event) => [event.seq, event.kind])).toEqual([
      [1, "case.opened"],
      [2, "message.received"],
    ]);
    expect(held.events[1]).toMatchObject({
      at: now(),
      actorId: "cus_mia",
      epoch: 0,
      body: { text: "My coat is torn." },
    });
    expect(held).toMatchObject({ state: null, now: now(), crashes: 0 });
    expect(await claimAll(store, "worker-2")).toEqual([]);
  });

  test("workers that claim at once share the cases out", async () => {
    const { store } = await openStore();
    await append(store, opening());
    await append(store, opening({ caseId: otherCaseId }));
    const claims = await Promise.all(["a", "b", "c", "d"].map((name) => claimAll(store, `worker-${name}`)));
    const claimed = claims.flat().map((held) => held.row.caseId);
    expect(new Set(claimed).size).toBe(claimed.length);
    const rest = await claimAll(store, "worker-e");
    expect([...claimed, ...rest.map((held) => held.row.caseId)].toSorted()).toEqual([caseId, otherCaseId].toSorted());
  });

  test("the case that has waited longest is claimed first", async () => {
    const { store, advance } = await openStore();
    await append(store, opening({ caseId: otherCaseId }));
    await advance(1000);
    await append(store, opening());
    await advance(1000);
    await append(store, inlet("Still there?", { caseId: otherCaseId }));
    const first = await claimAll(store, "worker-1", 1);
    expect(first.map((held) => held.row.caseId)).toEqual([otherCaseId]);
    const second = await claimAll(store, "worker-1", 1);
    expect(second.map((held) => held.row.caseId)).toEqual([caseId]);
  });

  test("only the events after the stored state come with a claim", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const state = { seq: 2, foldVersion: 4, text: 'Zwei Ereignisse — "zwei" \u0000\n🧥' };
    await store.appendDecision(workOn(held, { state }));
    await append(store, inlet("More"));
    const again = await claimOne(store);
    expect(again.state).toEqual(state);
    expect(again.events.map((event) => event.seq)).toEqual([3, 4]);
    expect(again.lease.epoch).toBe(2);
  });
}

function testExpiry(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a lease that is not renewed passes to another, and the claims that crashed are counted", async () => {
    const { store, advance } = await openStore();
    await claimedCase(store);
    await advance(leaseMs - 1);
    expect(await claimAll(store, "worker-2")).toEqual([]);
    await advance(1);
    const second = await claimOne(store, "worker-2");
    expect(second).toMatchObject({ lease: { workerId: "worker-2", epoch: 2 }, crashes: 1 });
    await advance(leaseMs);
    const third = await claimOne(store, "worker-3");
    expect(third).toMatchObject({ lease: { epoch: 3 }, crashes: 2 });
    await store.release(third.lease, 1, null);
    expect(await claimOne(store)).toMatchObject({ lease: { epoch: 4 }, crashes: 0 });
  });

  test("a renewed lease lasts from then on", async () => {
    const { store, advance } = await openStore();
    const held = await claimedCase(store);
    await advance(leaseMs - 1);
    expect(await store.renew(held.lease, leaseMs)).toBe(true);
    await advance(leaseMs - 1);
    expect(await claimAll(store, "worker-2")).toEqual([]);
    await advance(1);
    await claimOne(store, "worker-2");
    expect(await store.renew(held.lease, leaseMs)).toBe(false);
  });

  test("a lease that was given up cannot be renewed", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await store.release(held.lease, 2, null);
    expect(await store.renew(held.lease, leaseMs)).toBe(false);
  });

  test("an expired lease that nobody took can be renewed", async () => {
    const { store, advance } = await openStore();
    const held = await claimedCase(store);
    await advance(leaseMs * 3);
    expect(await store.renew(held.lease, leaseMs)).toBe(true);
    expect(await claimAll(store, "worker-2")).toEqual([]);
  });
}

function testWakes(open: OpenStore): void {
  const openStore = storesOf(open);
  const wakeAt = instant("2026-01-05T12:00:00.000Z");
  test("a case wakes at its time, and again for whoever comes after a crash", async () => {
    const { store, setTime, advance } = await openStore();
    const held = await claimedCase(store);
    await store.appendDecision(workOn(held, { wakeAt }));
    expect(await store.nextWakeAt(tenant)).toBe(wakeAt);
    await setTime("2026-01-05T11:59:59.999Z");
    expect(await claimAll(store)).toEqual([]);
    await setTime("2026-01-05T12:00:00.000Z");
    const woken = await claimOne(store);
    expect(woken).toMatchObject({ now: wakeAt, row: { wakeAt, isRunnable: false } });
    await advance(leaseMs);
    expect(await claimOne(store, "worker-2")).toMatchObject({ crashes: 1 });
  });

  test("a worker that is killed between two appends leaves a case that is claimed again", async () => {
    const { store, setTime, advance } = await openStore();
    const held = await claimedCase(store);
    await store.appendDecision(workOn(held, { wakeAt }));
    await setTime("2026-01-05T12:00:00.000Z");
    const woken = await claimOne(store);
    await store.appendDecision(workOn(woken, { releases: false, wakeAt: null }));
    await advance(leaseMs);
    expect(await claimOne(store, "worker-2")).toMatchObject({ row: { version: 4 } });
  });

  test("the next wake is that of a case, a lease or a put-off outbox row, whichever comes first", async () => {
    const { store, setTime } = await openStore();
    expect(await store.nextWakeAt(tenant)).toBeNull();
    await append(store, opening({ caseId: otherCaseId }));
    expect(await store.nextWakeAt(tenant)).toBeNull();
    const other = await claimOne(store);
    await store.appendDecision(workOn(other, { wakeAt: instant("2026-01-05T10:00:00.000Z") }));
    expect(await store.nextWakeAt(tenant)).toBe("2026-01-05T10:00:00.000Z");
    await claimedCase(store);
    expect(await store.nextWakeAt(tenant)).toBe("2026-01-05T09:00:30.000Z");
    await setTime("2026-01-05T10:00:00.000Z");
    await claimAll(store, "worker-2");
    expect(await store.nextWakeAt(tenant)).toBe("2026-01-05T10:00:30.000Z");
  });
}

function testReleases(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a case given up whole waits for its wake time", async () => {
    const { store, setTime } = await openStore();
    const held = await claimedCase(store);
    const wakeAt = instant("2026-01-05T12:00:00.000Z");
    await store.release(held.lease, 2, wakeAt);
    expect(await store.readCase(tenant, caseId)).toMatchObject({ isRunnable: false, wakeAt, version: 2 });
    expect(await claimAll(store)).toEqual([]);
    await setTime(wakeAt);
    expect(await claimOne(store)).toMatchObject({ row: { caseId } });
  });

  test("a case given up with unseen events stays runnable", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await append(store, inlet("More"));
    await store.release(held.lease, 2, instant("2026-01-05T12:00:00.000Z"));
    expect(await store.readCase(tenant, caseId)).toMatchObject({ isRunnable: true, wakeAt: null });
    expect(await claimOne(store)).toMatchObject({ row: { version: 3 } });
  });

  test("an outcome with unseen events before it gives the lease up and leaves the case runnable", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await append(store, inlet("More"));
    await store.appendOutcome(workOn(held));
    expect(await store.renew(held.lease, leaseMs)).toBe(false);
    expect(await claimOne(store)).toMatchObject({ row: { version: 4 } });
  });

  test("who holds the case no longer gives nothing up", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await store.release(passedEpoch(held.lease), 2, null);
    expect(await store.readCase(tenant, caseId)).toMatchObject({ isRunnable: true });
    expect(await store.renew(held.lease, leaseMs)).toBe(true);
  });

  test("a message while a worker holds the case makes no second claim possible", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await append(store, inlet("More"));
    expect(await claimAll(store, "worker-2")).toEqual([]);
    expect(await store.appendDecision(workOn(held, { expectedVersion: 3 }))).toMatchObject({ kind: "appended" });
    expect(await claimAll(store, "worker-2")).toEqual([]);
  });
}
