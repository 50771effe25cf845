import { describe, expect, test } from "vitest";
import {
  type OpenStore,
  append,
  caseId,
  claimAll,
  claimOne,
  claimedCase,
  customerId,
  idNamed,
  inlet,
  instant,
  keyNamed,
  kindsOf,
  leaseMs,
  noTotals,
  noteEvent,
  opening,
  passedEpoch,
  pauseRow,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

export function testWorkerAppends(open: OpenStore): void {
  describe("what workers write", () => {
    testDecisions(open);
    testOutcomes(open);
    testAllOrNothing(open);
  });
}

function testDecisions(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a decision is added with what lists and the scheduler need", async () => {
    const { store, now } = await openStore();
    const held = await claimedCase(store);
    const wakeAt = instant("2026-01-06T09:00:00Z");
    const result = await store.appendDecision(workOn(held, { wakeAt, status: "handed-off" }));
    const row = await store.readCase(tenant, caseId);
    expect(result).toEqual({ kind: "appended", placed: [{ seq: 3, at: now() }], headHash: row?.headHash });
    expect(row).toMatchObject({ version: 3, status: "handed-off", wakeAt, isRunnable: false });
  });

  test("a decision that has not seen the last message is not written", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await append(store, inlet("Wait, no"));
    expect(await store.appendDecision(workOn(held))).toEqual({ kind: "overtaken", version: 3 });
    expect(await kindsOf(store)).toEqual(["case.opened", "message.received", "message.received"]);
    expect(await store.readCase(tenant, caseId)).toMatchObject({ status: "working", isRunnable: true });
  });

  test("a decision under a passed epoch is refused", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    expect(await store.appendDecision(workOn({ ...held, lease: passedEpoch(held.lease) }))).toEqual({ kind: "fenced" });
  });

  test("a decision under a lease that was given up is refused", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await store.appendDecision(workOn(held));
    expect(await store.appendDecision(workOn(held, { expectedVersion: 3 }))).toEqual({ kind: "fenced" });
  });

  test("a decision under an expired lease stands when nobody else took the case", async () => {
    const { store, advance } = await openStore();
    const held = await claimedCase(store);
    await advance(leaseMs * 2);
    expect(await store.appendDecision(workOn(held))).toMatchObject({ kind: "appended" });
  });

  test("a decision is not written from its deadline on", async () => {
    const { store, now } = await openStore();
    const held = await claimedCase(store);
    expect(await store.appendDecision(workOn(held, { notAfter: now() }))).toEqual({ kind: "too-late", now: now() });
    const later = instant("2026-01-05T09:00:00.001Z");
    expect(await store.appendDecision(workOn(held, { notAfter: later }))).toMatchObject({ kind: "appended" });
  });

  test("of two decisions at the same version one is written", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const results = await Promise.all([
      store.appendDecision(workOn(held, { releases: false })),
      store.appendDecision(workOn(held, { releases: false })),
    ]);
    expect(results.map((result) => result.kind).toSorted()).toEqual(["appended", "overtaken"]);
  });

  test("a decision for a case that does not exist is refused", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const lease = { ...held.lease, caseId: idNamed("case", "nowhere") };
    expect(await store.appendDecision(workOn({ ...held, lease }))).toEqual({ kind: "fenced" });
    expect(await store.appendOutcome(workOn({ ...held, lease }))).toEqual({ kind: "fenced" });
  });

  test("a worker names the customer, and an append that does not know her takes nobody away", async () => {
    const { store } = await openStore();
    const open = { customerId: null, channel: "chat", blueprintHash: opening().open?.blueprintHash ?? expect.fail() };
    const held = await claimedCase(store, { open, subjectId: caseId });
    expect(held.row.customerId).toBeNull();
    await store.appendDecision(workOn(held, { customerId, releases: false }));
    await store.appendDecision(workOn(held, { customerId: null, expectedVersion: 3 }));
    expect(await store.readCase(tenant, caseId)).toMatchObject({ customerId });
    const state = await store.readState(tenant, caseId);
    expect(state?.events).toHaveLength(4);
  });
}

function testOutcomes(open: OpenStore): void {
  const openStore = storesOf(open);
  test("an outcome is kept whatever came in between, and the case stays runnable", async () => {
    const { store, now } = await openStore();
    const held = await claimedCase(store);
    await append(store, inlet("Wait, no"));
    const state = { seq: 2, foldVersion: 1, text: "stale" };
    const wakeAt = instant("2026-01-06T09:00:00Z");
    const result = await store.appendOutcome(workOn(held, { state, wakeAt, status: "resolved" }));
    const row = await store.readCase(tenant, caseId);
    expect(result).toEqual({
      kind: "appended",
      placed: [{ seq: 4, at: now() }],
      headHash: row?.headHash,
      wasOvertaken: true,
    });
    expect(row).toMatchObject({ version: 4, status: "working", wakeAt: null, isRunnable: true });
    const again = await claimOne(store, "worker-2");
    expect(again.state).toBeNull();
    expect(again.events).toHaveLength(4);
    expect(again.crashes).toBe(0);
  });

  test("an outcome that nothing overtook leaves its status, wake and state", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const state = { seq: 2, foldVersion: 1, text: "two events" };
    const wakeAt = instant("2026-01-06T09:00:00Z");
    const result = await store.appendOutcome(workOn(held, { state, wakeAt, status: "resolved" }));
    expect(result).toMatchObject({ kind: "appended", wasOvertaken: false });
    const read = await store.readState(tenant, caseId);
    expect(read).toMatchObject({ state, row: { status: "resolved", wakeAt, isRunnable: false } });
  });

  test("an outcome under a passed epoch is refused and nothing is written", async () => {
    const { store, advance } = await openStore();
    const held = await claimedCase(store);
    await advance(leaseMs);
    await claimOne(store, "worker-2");
    expect(await store.appendOutcome(workOn(held))).toEqual({ kind: "fenced" });
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 2 });
  });

  test("an outcome that comes after its worker gave the case up is kept", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await store.release(held.lease, 2, null);
    expect(await store.appendOutcome(workOn(held))).toMatchObject({ kind: "appended", wasOvertaken: false });
  });

  test("an outcome without a release keeps the lease, and the case for whoever comes after a crash", async () => {
    const { store, advance } = await openStore();
    const held = await claimedCase(store);
    await store.appendOutcome(workOn(held, { releases: false }));
    expect(await claimAll(store, "worker-2")).toEqual([]);
    await advance(leaseMs);
    const next = await claimOne(store, "worker-2");
    expect(next.events).toHaveLength(3);
    expect(next.crashes).toBe(1);
  });

  test("an append without events takes what lists need and leaves the log alone", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const state = { seq: 2, foldVersion: 1, text: "two events" };
    const result = await store.appendOutcome(workOn(held, { events: [], state }));
    expect(result).toMatchObject({ kind: "appended", placed: [], headHash: held.row.headHash });
    expect(await store.readState(tenant, caseId)).toMatchObject({
      state,
      events: [],
      row: { version: 2, status: "waiting" },
    });
  });
}

function testAllOrNothing(open: OpenStore): void {
  const openStore = storesOf(open);
  test("what is refused leaves no pause, outbox row, call or total behind", async () => {
    const { store, now } = await openStore();
    const held = await claimedCase(store);
    const outboxId = idNamed("out", "reply");
    const parts = {
      pauses: [pauseRow("refund")],
      outbox: [{ outboxId, kind: "message", target: "chat" }],
      calls: [keyNamed("refund")],
      totals: { ...noTotals, reserve: [{ key: "refunds", name: "refunds", amount: 40, callKey: keyNamed("refund") }] },
    } as const;
    const refusals = [
      await store.appendDecision(workOn(held, { ...parts, expectedVersion: 1 })),
      await store.appendDecision(workOn(held, { ...parts, notAfter: now() })),
      await store.appendDecision(workOn({ ...held, lease: passedEpoch(held.lease) }, parts)),
      await store.appendOutcome(workOn({ ...held, lease: passedEpoch(held.lease) }, parts)),
      await store.appendDecision(
        workOn(held, { ...parts, totals: { ...parts.totals, expected: [{ key: "refunds", value: 0, version: 3 }] } }),
      ),
    ];
    expect(refusals.map((result) => result.kind)).toEqual([
      "overtaken",
      "too-late",
      "fenced",
      "fenced",
      "totals-moved",
    ]);
    expect(await store.listPauses(tenant, { state: null, kind: null }, 10)).toEqual([]);
    expect(await store.findCall(tenant, keyNamed("refund"))).toBeNull();
    expect(await store.claimOutbox({ tenant, workerId: "worker-1", leaseMs, limit: 10, kinds: ["message"] })).toEqual(
      [],
    );
    const totals = await store.readTotals(tenant, [{ key: "refunds", windowMs: null }]);
    expect(totals).toEqual([{ key: "refunds", value: 0, version: 0 }]);
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 2 });
  });

  test("an event that cannot be stored takes the whole append with it", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const broken = workOn(held, { events: [noteEvent("good"), noteEvent("\u{d800}")], pauses: [pauseRow("refund")] });
    await expect(store.appendDecision(broken)).rejects.toThrow(/surrogate/i);
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 2 });
    expect(await store.listPauses(tenant, { state: null, kind: null }, 10)).toEqual([]);
    expect(await store.appendDecision(workOn(held))).toMatchObject({ kind: "appended" });
  });
}
