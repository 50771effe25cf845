import { describe, expect, test } from "vitest";
import {
  type OpenStore,
  append,
  blueprintHash,
  caseId,
  claimAll,
  claimedCase,
  customerId,
  hashNamed,
  inlet,
  instant,
  kindsOf,
  messageEvent,
  opening,
  otherCaseId,
  pauseRow,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

export function testInlets(open: OpenStore): void {
  describe("inlets", () => {
    testOpening(open);
    testDeliveries(open);
    testConditions(open);
  });
}

function testOpening(open: OpenStore): void {
  const openStore = storesOf(open);
  test("the first message opens a case, which then waits for a worker", async () => {
    const { store, now } = await openStore();
    const result = await append(store, opening());
    expect(result.placed).toEqual([
      { seq: 1, at: now() },
      { seq: 2, at: now() },
    ]);
    expect(await store.readCase(tenant, caseId)).toMatchObject({
      tenant,
      caseId,
      customerId,
      channel: "chat",
      status: "working",
      version: 2,
      openedAt: now(),
      updatedAt: now(),
      wakeAt: null,
      isRunnable: true,
      blueprintHash,
    });
  });

  test("a message to a case that does not exist writes nothing", async () => {
    const { store } = await openStore();
    expect(await store.appendInlet(inlet("Hello?"))).toEqual({ kind: "no-such-case" });
    expect(await store.readCase(tenant, caseId)).toBeNull();
  });

  test("an opening of a case that exists is a message like any other", async () => {
    const { store, now, advance } = await openStore();
    await append(store, opening());
    const openedAt = now();
    await advance(1000);
    const result = await append(store, opening({ open: { customerId: null, channel: "mail", blueprintHash } }));
    expect(result.placed.map((placed) => placed.seq)).toEqual([3, 4]);
    expect(await store.readCase(tenant, caseId)).toMatchObject({ channel: "chat", customerId, openedAt, version: 4 });
  });

  test("two that open the same case at once open one case", async () => {
    const { store } = await openStore();
    await Promise.all([append(store, opening()), append(store, opening())]);
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 4 });
    expect(await kindsOf(store)).toEqual(["case.opened", "message.received", "case.opened", "message.received"]);
  });

  test("a case of one tenant is none of another", async () => {
    const { store } = await openStore();
    await append(store, opening());
    expect(await store.readCase("globex", caseId)).toBeNull();
    expect(await store.appendInlet(inlet("Hello", { tenant: "globex" }))).toEqual({ kind: "no-such-case" });
    expect(await store.claim({ tenant: "globex", workerId: "worker-1", leaseMs: 1000, limit: 10 })).toEqual([]);
  });

  test("messages that come at the same moment are all kept, in one order", async () => {
    const { store } = await openStore();
    await append(store, opening());
    const texts = ["one", "two", "three", "four", "five"];
    const results = await Promise.all(texts.map((text) => append(store, inlet(text))));
    const seqs = results.flatMap((result) => result.placed.map((placed) => placed.seq));
    expect(new Set(seqs)).toEqual(new Set([3, 4, 5, 6, 7]));
    expect(seqs).toHaveLength(5);
  });

  test("to an erased case nothing is appended any more", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const erased = { kind: "case.erased", body: { by: "admin", legalBasis: "Art. 17" } } as const;
    await store.appendDecision(workOn(held, { events: [erased], status: "closed" }));
    expect(await store.appendInlet(inlet("Hello again"))).toEqual({ kind: "overtaken", version: 3 });
    expect(await store.appendOutcome(workOn(held, { events: [messageEvent("late")] }))).toEqual({ kind: "fenced" });
    expect(await store.appendDecision(workOn(held, { events: [messageEvent("late")] }))).toEqual({ kind: "fenced" });
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 3, isRunnable: false });
    expect(await claimAll(store)).toEqual([]);
  });
}

function testDeliveries(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a delivery that comes twice is one event, and the second is told where it is", async () => {
    const { store } = await openStore();
    const delivery = opening({ dedupeKey: hashNamed("delivery-1") });
    await append(store, delivery);
    expect(await store.appendInlet(delivery)).toEqual({ kind: "duplicate", caseId, seq: 1 });
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 2 });
  });

  test("a delivery that comes twice at once is one event", async () => {
    const { store } = await openStore();
    await append(store, opening());
    const delivery = inlet("Hello", { dedupeKey: hashNamed("delivery-2") });
    const results = await Promise.all([1, 2, 3, 4].map(() => store.appendInlet(delivery)));
    expect(results.map((result) => result.kind).toSorted()).toEqual([
      "appended",
      "duplicate",
      "duplicate",
      "duplicate",
    ]);
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 3 });
  });

  test("a delivery that comes for two cases at once is an event of one of them", async () => {
    const { store } = await openStore();
    const dedupeKey = hashNamed("delivery-3");
    const results = await Promise.all([
      store.appendInlet(opening({ dedupeKey })),
      store.appendInlet(opening({ dedupeKey, caseId: otherCaseId })),
    ]);
    expect(results.map((result) => result.kind).toSorted()).toEqual(["appended", "duplicate"]);
    const cases = await store.listCases({ tenant, status: null, customerId: null, after: null, limit: 10 });
    expect(cases.rows).toHaveLength(1);
  });

  test("a known delivery is recognised before anything else is looked at", async () => {
    const { store, now } = await openStore();
    const dedupeKey = hashNamed("delivery-4");
    await append(store, opening({ dedupeKey }));
    const late = inlet("Again", { dedupeKey, caseId: otherCaseId, expectedVersion: 7, notAfter: now() });
    expect(await store.appendInlet(late)).toEqual({ kind: "duplicate", caseId, seq: 1 });
  });

  test("the same delivery to another tenant is another one", async () => {
    const { store } = await openStore();
    const dedupeKey = hashNamed("delivery-5");
    await append(store, opening({ dedupeKey }));
    await append(store, opening({ dedupeKey, tenant: "globex" }));
    expect(await store.readCase("globex", caseId)).toMatchObject({ version: 2 });
  });
}

function testConditions(open: OpenStore): void {
  const openStore = storesOf(open);
  test("an answer to what the case no longer is writes nothing", async () => {
    const { store } = await openStore();
    await append(store, opening());
    await append(store, inlet("And another thing"));
    const answer = inlet("Yes", { expectedVersion: 2, pauses: [pauseRow("refund", { state: "answered" })] });
    expect(await store.appendInlet(answer)).toEqual({ kind: "overtaken", version: 3 });
    expect(await store.readCase(tenant, caseId)).toMatchObject({ version: 3 });
    expect(await store.listPauses(tenant, { state: null, kind: null }, 10)).toEqual([]);
  });

  test("of two answers to the same state of a case one is taken", async () => {
    const { store } = await openStore();
    await append(store, opening());
    const results = await Promise.all([
      store.appendInlet(inlet("Yes", { expectedVersion: 2 })),
      store.appendInlet(inlet("No", { expectedVersion: 2 })),
    ]);
    expect(results.map((result) => result.kind).toSorted()).toEqual(["appended", "overtaken"]);
  });

  test("an answer at its deadline is too late, one millisecond before it is not", async () => {
    const { store, setTime } = await openStore();
    await append(store, opening());
    const notAfter = instant("2026-01-05T10:00:00.000Z");
    await setTime("2026-01-05T10:00:00.000Z");
    expect(await store.appendInlet(inlet("Yes", { notAfter }))).toEqual({ kind: "too-late", now: notAfter });
    await setTime("2026-01-05T09:59:59.999Z");
    expect(await store.appendInlet(inlet("Yes", { notAfter }))).toMatchObject({ kind: "appended" });
  });

  test("an opening that is too late or expects a log opens nothing", async () => {
    const { store, now } = await openStore();
    expect(await store.appendInlet(opening({ notAfter: now() }))).toEqual({ kind: "too-late", now: now() });
    expect(await store.appendInlet(opening({ expectedVersion: 1 }))).toEqual({ kind: "overtaken", version: 0 });
    expect(await store.readCase(tenant, caseId)).toBeNull();
    expect(await store.appendInlet(opening({ expectedVersion: 0 }))).toMatchObject({ kind: "appended" });
  });

  test("the time of a case never goes back, whatever the clock does", async () => {
    const { store, setTime } = await openStore();
    await append(store, opening());
    await setTime("2026-01-05T08:00:00Z");
    const result = await append(store, inlet("Hello", { events: [messageEvent("Hello")] }));
    expect(result.placed).toEqual([{ seq: 3, at: "2026-01-05T09:00:00.000Z" }]);
  });
}
