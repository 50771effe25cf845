import { callKeySchema, type CaseId, plusMs } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { decide } from "../cases/decide.ts";
import { callStarted } from "../cases/testing/test-call-started.ts";
import { deliverBetweenCases } from "./deliver-between-cases.ts";
import type { Desk } from "./desk.ts";
import { closeCase, reopenCase } from "./end-case.ts";
import { mergeCases } from "./merge-cases.ts";
import { readCaseNow } from "./read-case-now.ts";
import { readLog } from "./read-log.ts";
import { receiveMessage } from "./receive-message.ts";
import { replyAsTeammate, takeOver } from "./teammate-work.ts";
import { askedEvents, lead, openTestDesk, tenant, type TestDesk } from "./test-desk.ts";

const ben = { id: "tm_ben", role: "teammate" as const };
const key = callKeySchema.parse("1".repeat(52));

/** A case with a call of which nobody knows yet what became of it. */
async function withCall(at: TestDesk) {
  const caseId = await at.opens("with a call");
  const { pause, events } = askedEvents(at, "confirm");
  const now = at.clock.now();
  await at.writes(caseId, [...events.slice(0, 2), callStarted({ key, proposalId: pause.proposalId })]);
  return { caseId, now };
}

/** A case that waits for what it has given to a case of its own. */
async function withChild(at: TestDesk) {
  const caseId = await at.opens("with a part");
  const { pause, events } = askedEvents(at, "approve");
  const { state } = await readCaseNow(caseId, at.desk);
  const childId = at.desk.id("case");
  const { channel, customerRef, identity, blueprintHash } = state;
  await at.writes(caseId, [
    ...events.slice(0, 1),
    {
      kind: "child.opened",
      body: {
        childId,
        proposalId: pause.proposalId,
        index: 0,
        outboxId: at.desk.id("out"),
        goal: "find the parcel",
        procedure: null,
        given: {},
        thoughts: 3,
        channel,
        customerId: null,
        customerRef,
        identity,
        blueprintHash,
      },
    },
  ]);
  return { caseId, childId };
}

/** The same, and in the case of its own a call is begun of which nobody knows yet what became of it. */
async function withBusyChild(at: TestDesk) {
  const { caseId, childId } = await withChild(at);
  await deliverLast(at, caseId);
  const { events, pause } = askedEvents(at, "confirm");
  await at.writes(childId, [...events.slice(0, 2), callStarted({ key, proposalId: pause.proposalId })]);
  return { caseId, childId };
}

/** Brings the last that a case has to tell another to where it belongs. */
async function deliverLast({ desk }: TestDesk, caseId: CaseId): Promise<void> {
  const { seq = 0 } = (await readLog(caseId, desk)).at(-1) ?? {};
  const target = { kind: "case" as const, target: caseId, seq, attempts: 1, outboxId: desk.id("out") };
  await deliverBetweenCases({ lease: { workerId: "w" }, tenant, caseId, ...target }, desk);
}

/** Brings what cases have to tell each other to where it belongs. */
async function deliver({ store, desk }: TestDesk): Promise<number> {
  const rows = await store.claimOutbox({ tenant, workerId: "w", leaseMs: 1000, limit: 10, kinds: ["case", "signal"] });
  for (const row of rows) await deliverBetweenCases(row, desk);
  return rows.length;
}

describe("a teammate who closes a case", () => {
  test("withdraws what is asked and tells her, if they want to, before it is over", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const { pause, events } = askedEvents(at, "approve");
    await at.writes(caseId, events);
    await closeCase(caseId, lead, { reason: "Settled.", message: "All is settled." }, at.desk);
    const kinds = (await readLog(caseId, at.desk)).map(({ kind }) => kind);
    expect(kinds.slice(-3)).toEqual(["pause.withdrawn", "message.sent", "case.closed"]);
    expect((await at.store.findPause(tenant, pause.pauseId))?.state).toBe("withdrawn");
  });

  test("calls off what was held, so that nothing is done later in a case that is over, and she is told", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const { pause, events } = askedEvents(at, "confirm");
    const releaseAt = plusMs(at.clock.now(), 60_000);
    const held = { kind: "call.held" as const, body: { key, proposalId: pause.proposalId, releaseAt } };
    await at.writes(caseId, [...events.slice(0, 2), held]);
    await closeCase(caseId, lead, { reason: "Settled." }, at.desk);
    expect((await readLog(caseId, at.desk)).slice(-3)).toMatchObject([
      { kind: "call.withdrawn", body: { key, by: "tm_lead" } },
      { kind: "message.sent", body: { text: "We have called this off before it was done: Refund.", claims: [] } },
      { kind: "case.closed" },
    ]);
  });

  test.each([
    ["goes on", false],
    ["is closed", true],
  ])(
    "has what was held in a part of it called off, and she reads so in her conversation, which %s",
    async (_, isClosed) => {
      const at = openTestDesk();
      const { caseId, childId } = await withChild(at);
      await deliverLast(at, caseId);
      const { pause, events } = askedEvents(at, "confirm");
      const releaseAt = plusMs(at.clock.now(), 60_000);
      const held = { kind: "call.held" as const, body: { key, proposalId: pause.proposalId, releaseAt } };
      await at.writes(childId, [...events.slice(0, 2), held]);
      if (isClosed) await closeCase(caseId, lead, { reason: "Enough." }, at.desk);
      else await receiveMessage(caseId, { text: "Stop", provider: "chat", deliveryId: "stop" }, at.desk);
      const outboxId = at.desk.id("out");
      await at.writes(caseId, [{ kind: "child.stopped", body: { childId, reason: "A person has it.", outboxId } }]);
      await deliverLast(at, caseId);
      await deliver(at);
      expect((await readLog(caseId, at.desk)).at(-1)).toMatchObject({
        kind: "message.sent",
        body: { text: "We have called this off before it was done: Refund." },
      });
    },
  );

  test("has what it gave to a case of its own stopped next", async () => {
    const at = openTestDesk();
    const { caseId, childId } = await withChild(at);
    await closeCase(caseId, lead, { reason: "Not wanted any more." }, at.desk);
    const { state, now } = await readCaseNow(caseId, at.desk);
    expect(decide(state, now)).toEqual({ kind: "stopChild", childId });
  });

  test("is told what is half done in a part of it, and nothing is closed", async () => {
    const at = openTestDesk();
    const { caseId, childId } = await withBusyChild(at);
    const closing = closeCase(caseId, lead, { reason: "Enough." }, at.desk);
    await expect(closing).rejects.toThrow(`In its part ${childId}: It is not settled what became of refund_order.`);
    expect((await readCaseNow(caseId, at.desk)).state.lifecycle).toBe("open");
  });

  test("finds no part closed that was begun in after all: what is half done there is settled first", async () => {
    const at = openTestDesk();
    const { caseId, childId } = await withBusyChild(at);
    const outboxId = at.desk.id("out");
    await receiveMessage(caseId, { text: "Stop", provider: "chat", deliveryId: "stop" }, at.desk);
    await at.writes(caseId, [{ kind: "child.stopped", body: { childId, reason: "The case was closed.", outboxId } }]);
    await expect(deliverLast(at, caseId)).rejects.toThrow("PUR-3330");
    expect((await readCaseNow(childId, at.desk)).state.lifecycle).toBe("open");
  });

  test("is refused while nobody knows what became of a call, and nothing is written", async () => {
    const at = openTestDesk();
    const { caseId } = await withCall(at);
    const before = (await readCaseNow(caseId, at.desk)).row.version;
    await expect(closeCase(caseId, lead, { reason: "Enough." }, at.desk)).rejects.toThrow("PUR-3330");
    expect((await readCaseNow(caseId, at.desk)).row.version).toBe(before);
  });
});

describe("a teammate who opens a case again", () => {
  test("has it, and the log says who did it and why", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    await closeCase(caseId, lead, { reason: "Done." }, at.desk);
    await reopenCase(caseId, ben, { reason: "She called.", message: "I look into it again." }, at.desk);
    const { state } = await readCaseNow(caseId, at.desk);
    expect(state).toMatchObject({ lifecycle: "open", owner: { kind: "teammate", teammateId: "tm_ben" } });
    expect((await readLog(caseId, at.desk)).slice(-3)).toMatchObject([
      { kind: "case.reopened", body: { by: "tm_ben", reason: "She called." } },
      { kind: "teammate.joined" },
      { kind: "message.sent", body: { teammateId: "tm_ben", text: "I look into it again." } },
    ]);
    await replyAsTeammate(caseId, "It is found.", ben, at.desk);
  });

  test("is told that an open case needs no opening", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    await expect(reopenCase(caseId, ben, { reason: "Why not." }, at.desk)).rejects.toThrow("PUR-3331");
  });
});

test("what a teammate writes in a part is read in the conversation that she began", async () => {
  const at = openTestDesk();
  const { caseId, childId } = await withChild(at);
  await deliverLast(at, caseId);
  await takeOver(childId, ben, at.desk);
  await replyAsTeammate(childId, "The parcel is found.", ben, at.desk);
  await deliver(at);
  expect((await readLog(caseId, at.desk)).at(-1)).toMatchObject({
    kind: "message.sent",
    body: { text: "The parcel is found.", teammateId: "tm_ben" },
  });
});

describe("two cases of one customer that are merged", () => {
  test("are one: it is told what was said, and what she writes to the other one comes to it", async () => {
    const at = openTestDesk();
    const [other, goesOn] = [await at.opens("one"), await at.opens("two")];
    const { pause, events } = askedEvents(at, "confirm");
    await at.writes(other, events);
    await mergeCases(other, { into: goesOn, reason: "The same parcel." }, ben, at.desk);
    await mergeCases(other, { into: goesOn, reason: "The same parcel." }, ben, at.desk);
    expect((await at.store.findPause(tenant, pause.pauseId))?.state).toBe("withdrawn");
    expect((await readCaseNow(other, at.desk)).state).toMatchObject({ lifecycle: "closed", mergedInto: goesOn });
    expect(await deliver(at)).toBe(1);
    expect((await readLog(goesOn, at.desk)).at(-1)).toMatchObject({
      kind: "case.absorbed",
      body: { from: other, by: "tm_ben", said: [{ from: "customer", text: "Hello" }] },
    });
    expect((await readCaseNow(goesOn, at.desk)).state.owner).toMatchObject({ teammateId: "tm_ben" });
    const message = { text: "And the parcel?", provider: "chat", deliveryId: "later" };
    expect(await receiveMessage(other, message, at.desk)).toEqual({ caseId: goesOn, isNew: true });
    expect(await receiveMessage(other, message, at.desk)).toEqual({ caseId: goesOn, isNew: false });
    await expect(reopenCase(other, ben, { reason: "Again." }, at.desk)).rejects.toThrow("PUR-3331");
  });

  test("go on although the one that goes on was closed before it was told", async () => {
    const at = openTestDesk();
    const [other, goesOn] = [await at.opens("one"), await at.opens("two")];
    await mergeCases(other, { into: goesOn, reason: "The same." }, lead, at.desk);
    await closeCase(goesOn, lead, { reason: "Done." }, at.desk);
    await deliver(at);
    expect((await readCaseNow(goesOn, at.desk)).state.lifecycle).toBe("open");
  });

  test("go on as the last one where the one that goes on was merged before it was told", async () => {
    const at = openTestDesk();
    const [first, second, last] = [await at.opens("one"), await at.opens("two"), await at.opens("three")];
    await mergeCases(first, { into: second, reason: "The same." }, lead, at.desk);
    await mergeCases(second, { into: last, reason: "The same." }, lead, at.desk);
    expect(await deliver(at)).toBe(2);
    expect((await readCaseNow(second, at.desk)).state.lifecycle).toBe("closed");
    const absorbed = (await readLog(last, at.desk)).filter(({ kind }) => kind === "case.absorbed");
    expect(new Set(absorbed.map(({ body }) => "from" in body && body.from))).toEqual(new Set([first, second]));
  });

  test("go on as one of them, also when both are merged into each other in the same moment", async () => {
    const at = openTestDesk();
    const [one, other] = [await at.opens("one"), await at.opens("two")];
    let isFirst = true;
    const appendInlet: Desk["store"]["appendInlet"] = async (append) => {
      if (append.events.some(({ kind }) => kind === "case.merged") && isFirst) {
        isFirst = false;
        await mergeCases(other, { into: one, reason: "The same." }, lead, at.desk);
      }
      return at.store.appendInlet(append);
    };
    const desk = { ...at.desk, store: { ...at.store, appendInlet } };
    await expect(mergeCases(one, { into: other, reason: "The same." }, lead, desk)).rejects.toThrow("PUR-2004");
    await deliver(at);
    const states = await Promise.all([one, other].map(async (each) => (await readCaseNow(each, at.desk)).state));
    expect(states.map(({ lifecycle, mergedInto }) => ({ lifecycle, mergedInto }))).toEqual([
      { lifecycle: "open", mergedInto: null },
      { lifecycle: "closed", mergedInto: one },
    ]);
  });

  test("must fit, and nothing may be half done in the one that is closed", async () => {
    const at = openTestDesk();
    const own = await at.opens("one");
    const theirs = await at.opens("two", "LC-2");
    const { caseId: busy } = await withCall(at);
    const merge = (from: typeof own, into: typeof own) =>
      mergeCases(from, { into, reason: "The same." }, lead, at.desk);
    await expect(merge(own, own)).rejects.toThrow("PUR-3332");
    await expect(merge(own, theirs)).rejects.toThrow("PUR-3332");
    await expect(merge(busy, own)).rejects.toThrow("PUR-3330");
    await expect(merge((await withChild(at)).caseId, own)).rejects.toThrow("PUR-3330");
    expect((await readCaseNow(own, at.desk)).state.owner).toEqual({ kind: "agent" });
    await takeOver(own, ben, at.desk);
    await expect(merge(await at.opens("three"), own)).rejects.toThrow("PUR-2160");
  });
});
