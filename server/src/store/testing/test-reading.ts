import type { CaseId } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { CaseStore } from "../../cases/case-store.ts";
import {
  type OpenStore,
  append,
  caseId,
  claimAll,
  claimedCase,
  customerId,
  idNamed,
  inlet,
  instant,
  keyNamed,
  leaseMs,
  opening,
  otherCaseId,
  pauseRow,
  storesOf,
  tenant,
  workOn,
} from "./store-under-test.ts";

export function testReading(open: OpenStore): void {
  describe("reading", () => {
    testLists(open);
    testFinding(open);
    testStates(open);
    testDeployment(open);
    testListening(open);
  });
}

/** Reads all pages of this size. */
async function pagesOf(store: CaseStore, limit: number): Promise<readonly (readonly CaseId[])[]> {
  const pages: (readonly CaseId[])[] = [];
  let after: string | null = null;
  do {
    const page = await store.listCases({ tenant, status: null, customerId: null, after, limit });
    pages.push(page.rows.map((row) => row.caseId));
    after = page.next;
  } while (after !== null);
  return pages;
}

function testLists(open: OpenStore): void {
  const openStore = storesOf(open);
  test("cases are listed page by page, the last changed first, each once", async () => {
    const { store, advance } = await openStore();
    expect(await pagesOf(store, 2)).toEqual([[]]);
    const ids = ["a", "b", "c", "d", "e"].map((name) => idNamed("case", name));
    for (const [index, id] of ids.entries()) {
      await append(store, opening({ caseId: id }));
      if (index !== 1) await advance(1);
    }
    const [a, b, c, d, e] = ids;
    const [later, earlier] = `${b}` > `${c}` ? [b, c] : [c, b];
    expect(await pagesOf(store, 2)).toEqual([[e, d], [later, earlier], [a]]);
    expect(await pagesOf(store, 5)).toEqual([[e, d, later, earlier, a]]);
    await append(store, inlet("Me first", { caseId: idNamed("case", "a") }));
    expect((await pagesOf(store, 9)).flat()[0]).toBe(a);
  });

  test("cases are listed by status and by customer", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await store.appendDecision(workOn(held, { status: "resolved" }));
    const otherCustomer = idNamed("cus", "noor");
    await append(
      store,
      opening({ caseId: otherCaseId, open: { ...known(opening().open), customerId: otherCustomer } }),
    );
    const list = async (filter: {
      status?: "resolved" | "closed";
      customerId?: typeof customerId;
    }): Promise<unknown> => {
      const page = await store.listCases({ tenant, status: null, customerId: null, after: null, limit: 10, ...filter });
      return page.rows.map((row) => row.caseId);
    };
    expect(await list({ status: "resolved" })).toEqual([caseId]);
    expect(await list({ status: "closed" })).toEqual([]);
    expect(await list({ customerId })).toEqual([caseId]);
    expect(await list({ customerId: otherCustomer })).toEqual([otherCaseId]);
    expect(await list({ customerId: otherCustomer, status: "resolved" })).toEqual([]);
  });

  test("a cursor that no page ended with is refused", async () => {
    const { store } = await openStore();
    const listed = store.listCases({ tenant, status: null, customerId: null, after: "x' or 1=1", limit: 10 });
    await expect(listed).rejects.toMatchObject({ code: "PUR-2001" });
  });

  test("who has a case is listed, the longest waiting first, as the last append that changed it says", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const row = {
      caseId: held.row.caseId,
      queue: "billing",
      trigger: "sensitive" as const,
      topic: "press",
      assignedTo: "tm-anna",
      teammateId: null,
      since: instant("2026-01-05T09:30:00Z"),
    };
    expect(await store.listOwners(tenant)).toEqual([]);
    await store.appendDecision(workOn(held, { owner: { row } }));
    await append(store, inlet("Hello?"));
    expect(await store.listOwners(tenant)).toEqual([row]);
    const taken = { ...row, trigger: null, topic: null, assignedTo: null, teammateId: "tm-anna" };
    await append(store, inlet("I have it", { owner: { row: taken } }));
    expect(await store.listOwners(tenant)).toEqual([taken]);
    expect(await store.listOwners("globex")).toEqual([]);
    await append(store, inlet("Never mind", { owner: { row: null } }));
    expect(await store.listOwners(tenant)).toEqual([]);
  });

  test("who has a case stays as it was when the append is not written", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await append(store, inlet("Wait"));
    const row = {
      caseId: held.row.caseId,
      queue: "default",
      trigger: null,
      topic: null,
      assignedTo: null,
      teammateId: null,
      since: instant("2026-01-05T09:30:00Z"),
    };
    expect(await store.appendDecision(workOn(held, { owner: { row } }))).toMatchObject({ kind: "overtaken" });
    expect(await store.listOwners(tenant)).toEqual([]);
  });

  test("pauses are listed by state, the next to expire first, each in its last state", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const soon = pauseRow("soon", {
      expiresAt: instant("2026-01-05T09:30:00Z"),
      kind: "confirm",
      mayAnswer: "customer",
    });
    const late = pauseRow("late", { expiresAt: instant("2026-01-05T11:30:00Z") });
    await store.appendDecision(workOn(held, { pauses: [late, soon] }));
    expect(await store.listPauses(tenant, { state: "open", kind: null }, 10)).toEqual([soon, late]);
    expect(await store.listPauses(tenant, { state: null, kind: null }, 1)).toEqual([soon]);
    expect(await store.listPauses(tenant, { state: "open", kind: "confirm" }, 10)).toEqual([soon]);
    await append(store, inlet("Yes", { pauses: [{ ...soon, state: "answered" }] }));
    expect(await store.listPauses(tenant, { state: "open", kind: null }, 10)).toEqual([late]);
    expect(await store.listPauses(tenant, { state: "answered", kind: null }, 10)).toEqual([
      { ...soon, state: "answered" },
    ]);
    expect(await store.listPauses("globex", { state: null, kind: null }, 10)).toEqual([]);
  });
}

function known<Value>(value: Value | null): Value {
  return value ?? expect.fail("Null where a value was expected.");
}

function testFinding(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a pause and a call are found by their ids, in their own tenant", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    const pause = pauseRow("refund");
    await store.appendDecision(workOn(held, { pauses: [pause], calls: [keyNamed("refund")] }));
    expect(await store.findPause(tenant, pause.pauseId)).toEqual(pause);
    expect(await store.findPause("globex", pause.pauseId)).toBeNull();
    expect(await store.findPause(tenant, idNamed("pause", "none"))).toBeNull();
    expect(await store.findCall(tenant, keyNamed("refund"))).toBe(caseId);
    expect(await store.findCall("globex", keyNamed("refund"))).toBeNull();
    expect(await store.findCall(tenant, keyNamed("none"))).toBeNull();
  });

  test("what does not exist is null or empty", async () => {
    const { store } = await openStore();
    expect(await store.readCase(tenant, caseId)).toBeNull();
    expect(await store.readState(tenant, caseId)).toBeNull();
    expect(await store.readEvents(tenant, caseId, 0, 10)).toEqual([]);
  });

  test("a second attempt at a call is the same call", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await store.appendDecision(workOn(held, { calls: [keyNamed("refund")], releases: false }));
    await store.appendDecision(workOn(held, { calls: [keyNamed("refund")], expectedVersion: 3 }));
    expect(await store.findCall(tenant, keyNamed("refund"))).toBe(caseId);
  });
}

function testStates(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a case is read with its state, the events after it and the time, without a lease", async () => {
    const { store, now, advance } = await openStore();
    const held = await claimedCase(store);
    const state = { seq: 2, foldVersion: 1, text: '{"mood":"torn"}' };
    await store.appendDecision(workOn(held, { state, releases: false }));
    await store.appendDecision(workOn(held, { expectedVersion: 3 }));
    await advance(1000);
    const read = await store.readState(tenant, caseId);
    expect(read).toMatchObject({ state, now: now(), row: { version: 4 } });
    expect(read?.events.map((event) => event.seq)).toEqual([3, 4]);
    expect(read?.events[0]).toMatchObject({ kind: "note.added", epoch: 1, actorId: "agent_rules" });
    expect(await claimAll(store)).toEqual([]);
  });

  test("single events are read by their numbers, in order; what is not there is left out", async () => {
    const { store } = await openStore();
    await claimedCase(store);
    const whole = (await store.readEvents(tenant, caseId, 0, 10)).map(({ event }) => event);
    expect(await store.readEventsAt(tenant, caseId, [2, 1, 7])).toEqual([whole[0], whole[1]]);
    expect(await store.readEventsAt(tenant, caseId, [])).toEqual([]);
    expect(await store.readEventsAt(tenant, otherCaseId, [1])).toEqual([]);
  });

  test("many cases are read at once as each is alone, and events of several logs; what is not there is left out", async () => {
    const { store } = await openStore();
    const held = await claimedCase(store);
    await store.appendDecision(workOn(held, { state: { seq: 2, foldVersion: 1, text: "{}" } }));
    await append(store, opening({ caseId: otherCaseId }));
    const alone = [await store.readState(tenant, caseId), await store.readState(tenant, otherCaseId)];
    const none = idNamed("case", "none");
    const read = await store.readStates(tenant, [otherCaseId, none, caseId]);
    const expected = alone.map((each) => [each?.row.caseId, { kind: "read", ...each }] as const);
    expect(new Map(read.map((each) => [each.row.caseId, each]))).toEqual(new Map(expected));
    expect(await store.readStates("globex", [caseId])).toEqual([]);
    const [first] = await store.readEventsAt(tenant, otherCaseId, [1]);
    const [third] = await store.readEventsAt(tenant, caseId, [3]);
    const places = [
      { caseId, seq: 3 },
      { caseId: none, seq: 1 },
      { caseId: otherCaseId, seq: 1 },
      { caseId, seq: 9 },
    ];
    expect(await store.readEventsOf(tenant, places)).toEqual(
      [third, null, first, null].map((event) => (event === null ? { kind: "none" } : { kind: "read", event })),
    );
    expect(await store.readEventsOf(tenant, [])).toEqual([]);
  });

  test("the time that comes with a log is not before its last event", async () => {
    const { store, setTime, now } = await openStore();
    await append(store, opening());
    const lastAt = now();
    await setTime("2026-01-05T08:00:00Z");
    const read = await store.readState(tenant, caseId);
    const [held] = await store.claim({ tenant, workerId: "worker-1", leaseMs, limit: 1 });
    expect([read?.now, held?.now]).toEqual([lastAt, lastAt]);
    expect(await store.now()).toBe(now());
  });
}

function testDeployment(open: OpenStore): void {
  const openStore = storesOf(open);
  test("the deployment has one secret", async () => {
    const { store } = await openStore();
    const secret = await store.deploymentSecret();
    expect(secret).toHaveLength(32);
    expect(Buffer.from(await store.deploymentSecret()).equals(secret)).toBe(true);
  });

  test("a customer has one id, also when she is met twice at once", async () => {
    const { store } = await openStore();
    const ids = await Promise.all([1, 2, 3].map(() => store.customerOf(tenant, "mia@example.com")));
    expect(new Set(ids).size).toBe(1);
    expect(await store.customerOf(tenant, "mia@example.com")).toBe(ids[0]);
    expect(await store.customerOf(tenant, "noor@example.com")).not.toBe(ids[0]);
    expect(await store.customerOf("globex", "mia@example.com")).not.toBe(ids[0]);
  });
}

function testListening(open: OpenStore): void {
  const openStore = storesOf(open);
  test("a listener hears of each case that changes, until it stops", async () => {
    const { store } = await openStore();
    const heard: CaseId[] = [];
    const stop = store.subscribe((id) => heard.push(id));
    const held = await claimedCase(store);
    await settled();
    expect(heard).toEqual([caseId]);
    await store.appendDecision(workOn(held));
    await append(store, opening({ caseId: otherCaseId }));
    await settled();
    expect(heard).toEqual([caseId, caseId, otherCaseId]);
    stop();
    await append(store, inlet("More"));
    await settled();
    expect(heard).toHaveLength(3);
  });

  test("progress is told to who watches now, and to nobody later", async () => {
    const { store } = await openStore();
    const early: string[] = [];
    const late: string[] = [];
    const stop = store.watchProgress((id, doing) => early.push(`${id} ${doing}`));
    store.showProgress(caseId, "looking up your order");
    await settled();
    store.watchProgress((_id, doing) => late.push(doing));
    store.showProgress(otherCaseId, "x".repeat(1_000));
    await settled();
    stop();
    store.showProgress(caseId, "checking the stock");
    await settled();
    expect(early).toEqual([`${caseId} looking up your order`, `${otherCaseId} ${"x".repeat(200)}`]);
    expect(late).toEqual(["x".repeat(200), "checking the stock"]);
    expect(await store.readCase(tenant, caseId)).toBeNull();
  });

  test("a listener hears nothing of what was not written", async () => {
    const { store } = await openStore();
    const heard: CaseId[] = [];
    store.subscribe((id) => heard.push(id));
    await store.appendInlet(inlet("Hello?"));
    await settled();
    expect(heard).toEqual([]);
  });
}

/** A change is told after its append, not in it. */
async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
