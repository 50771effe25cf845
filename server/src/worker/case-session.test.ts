import { callKeySchema, type CaseId, type NewEvent } from "@purser/contract";
import { idFromBytes } from "@purser/kit/audit";
import { describe, expect, test } from "vitest";
import { receiveMessage } from "../conversations/receive-message.ts";
import { takeOver } from "../conversations/teammate-work.ts";
import { askedEvents, lead, openTestDesk, tenant, type TestDesk } from "../conversations/test-desk.ts";
import { callStarted } from "../cases/testing/test-call-started.ts";
import type { LeasedCase } from "../cases/case-store.ts";
import { CaseSession } from "./case-session.ts";
import type { World } from "./world.ts";

const key = callKeySchema.parse("1".repeat(52));
const otherKey = callKeySchema.parse("2".repeat(52));

async function worldOf({ desk, store, clock }: TestDesk, workerId = "worker-1"): Promise<World> {
  const unused = (): never => {
    throw new Error("A session asks for nothing but its store.");
  };
  return {
    tenant,
    workerId,
    now: () => clock.now(),
    sleep: unused,
    id: desk.id,
    store,
    systems: {},
    reasoner: { name: "none", think: unused },
    blueprints: { inForce: unused, pinned: unused },
    deploymentSecret: await store.deploymentSecret(),
    log: () => undefined,
  };
}

async function claim({ store }: TestDesk, workerId = "worker-1"): Promise<LeasedCase> {
  const [leased] = await store.claim({ tenant, workerId, leaseMs: 30_000, limit: 1 });
  if (leased === undefined) throw new Error("No case waits for a worker.");
  return leased;
}

/** A case whose call `key` has begun and is known to the store. */
async function begun(at: TestDesk): Promise<{ caseId: CaseId; session: CaseSession }> {
  const caseId = await at.opens();
  const session = await CaseSession.open(await claim(at), await worldOf(at));
  session.add({ events: [...askedEvents(at, "confirm").events.slice(0, 2), started(key)], commitsFirst: true });
  expect(await session.commit(null)).toBe(true);
  return { caseId, session };
}

function started(callKey: typeof key): NewEvent {
  return callStarted({ key: callKey, proposalId: idFromBytes("prop", Buffer.from(callKey)) });
}

const ended: NewEvent = { kind: "call.ended", body: { key, attempt: 1, outcome: { kind: "done", result: {} } } };

async function kindsOf({ store }: TestDesk, caseId: CaseId): Promise<readonly string[]> {
  return (await store.readEvents(tenant, caseId, 0, 100)).map(({ envelope }) => `${envelope.writer} ${envelope.kind}`);
}

describe("when a message has come in that a decision has not seen", () => {
  test("the decision is not written, what has happened is, and nothing stays claimed of a total", async () => {
    const at = openTestDesk();
    const { caseId, session } = await begun(at);
    session.add({ events: [ended] });
    session.add({
      events: [started(otherKey)],
      totals: { expected: [], reserve: [{ key: "refunds", name: "refunds", amount: 500, callKey: otherKey }] },
      commitsFirst: true,
    });
    await receiveMessage(caseId, { text: "Wait!", provider: "chat", deliveryId: "wait" }, at.desk);
    expect(await session.commit(null)).toBe(false);
    expect((await kindsOf(at, caseId)).slice(-2)).toEqual(["inlet message.received", "worker call.ended"]);
    expect(await at.store.readTotals(tenant, [{ key: "refunds", windowMs: null }])).toMatchObject([{ value: 0 }]);
    expect((await claim(at, "worker-2")).row.caseId).toBe(caseId);
  });

  test("an outcome alone is kept all the same, and the case is decided anew", async () => {
    const at = openTestDesk();
    const { caseId, session } = await begun(at);
    session.add({ events: [ended] });
    await receiveMessage(caseId, { text: "Wait!", provider: "chat", deliveryId: "wait" }, at.desk);
    expect(await session.commit({ wakeAt: null })).toBe(false);
    expect((await kindsOf(at, caseId)).at(-1)).toBe("worker call.ended");
    expect((await claim(at, "worker-2")).row.caseId).toBe(caseId);
  });
});

describe("when the lease has passed to another worker", () => {
  test("an outcome goes in as evidence, and nothing else does", async () => {
    const at = openTestDesk();
    const { caseId, session } = await begun(at);
    at.clock.advance(30_001);
    await claim(at, "worker-2");
    session.add({ events: [ended] });
    expect(await session.commit(null)).toBe(false);
    const [last] = (await at.store.readEvents(tenant, caseId, 0, 100)).slice(-1);
    expect(last?.envelope.writer).toBe("inlet");
    expect(last?.event).toMatchObject({
      kind: "signal.received",
      body: { source: "late-outcome", refersTo: key, data: { outcome: "done" } },
    });
  });

  test("the same evidence twice is one signal", async () => {
    const at = openTestDesk();
    const { caseId, session } = await begun(at);
    at.clock.advance(30_001);
    await claim(at, "worker-2");
    session.add({ events: [ended] });
    await session.commit(null);
    await session.commit(null);
    expect((await kindsOf(at, caseId)).filter((kind) => kind === "inlet signal.received")).toHaveLength(1);
  });
});

test("what a person has done to a case is shown in lists though the worker has nothing to write", async () => {
  const at = openTestDesk();
  const caseId = await at.opens();
  await takeOver(caseId, lead, at.desk);
  const leased = await claim(at);
  const session = await CaseSession.open(leased, await worldOf(at));
  expect(await session.commit({ wakeAt: null })).toBe(true);
  expect(await at.store.readCase(tenant, caseId)).toMatchObject({
    status: "handed-off",
    version: leased.row.version,
    isRunnable: false,
  });
});

test("a state of another version of the fold is folded anew from the whole log", async () => {
  const at = openTestDesk();
  await at.opens();
  const leased = await claim(at);
  const stored = { seq: 2, foldVersion: -1, text: "{}" };
  const session = await CaseSession.open(
    { ...leased, state: stored, events: leased.events.slice(2) },
    await worldOf(at),
  );
  expect(session.state.seq).toBe(leased.row.version);
});
