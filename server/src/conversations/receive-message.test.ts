import { describe, expect, test } from "vitest";
import { receiveMessage } from "./receive-message.ts";
import { closeCase } from "./end-case.ts";
import { askedEvents, lead, openTestDesk, tenant, type TestDesk } from "./test-desk.ts";

const yes = { text: "Yes, please!", provider: "chat", deliveryId: "yes" };

async function lastEvents({ store }: TestDesk, caseId: Parameters<TestDesk["writes"]>[0], count: number) {
  return (await store.readEvents(tenant, caseId, 0, 100)).slice(-count).flatMap(({ event }) => event ?? []);
}

describe("a message", () => {
  test("is one message however often its delivery arrives", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const taken = await Promise.all([receiveMessage(caseId, yes, at.desk), receiveMessage(caseId, yes, at.desk)]);
    expect(taken.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test("to a closed case is refused", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    await closeCase(caseId, lead, { reason: "Done." }, at.desk);
    await expect(receiveMessage(caseId, yes, at.desk)).rejects.toThrow("PUR-2004");
  });
});

describe("a plain yes", () => {
  test("answers the one open confirmation, in the append that takes it in", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const { pause, events } = askedEvents(at, "confirm");
    await at.writes(caseId, events);
    await receiveMessage(caseId, yes, at.desk);
    expect(await lastEvents(at, caseId, 2)).toMatchObject([
      { kind: "message.received", body: { answers: pause.pauseId } },
      {
        kind: "pause.answered",
        body: {
          pauseId: pause.pauseId,
          decision: "yes",
          digest: pause.digest,
          by: { kind: "customer" },
          surface: "chat",
        },
      },
    ]);
    expect((await at.store.findPause(tenant, pause.pauseId))?.state).toBe("answered");
  });

  test("answers once: the same delivery again changes nothing, and another yes is an ordinary message", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const { events } = askedEvents(at, "confirm");
    await at.writes(caseId, events);
    await receiveMessage(caseId, yes, at.desk);
    expect(await receiveMessage(caseId, yes, at.desk)).toEqual({ caseId, isNew: false });
    await receiveMessage(caseId, { ...yes, deliveryId: "again" }, at.desk);
    expect(await lastEvents(at, caseId, 1)).toMatchObject([{ kind: "message.received", body: { answers: null } }]);
  });

  test("answers none of two that are open", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    await at.writes(caseId, [...askedEvents(at, "confirm").events, ...askedEvents(at, "confirm").events]);
    await receiveMessage(caseId, yes, at.desk);
    expect(await lastEvents(at, caseId, 1)).toMatchObject([{ kind: "message.received", body: { answers: null } }]);
  });

  test("answers nothing that is for a teammate", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    await at.writes(caseId, askedEvents(at, "approve").events);
    await receiveMessage(caseId, yes, at.desk);
    expect(await lastEvents(at, caseId, 1)).toMatchObject([{ kind: "message.received", body: { answers: null } }]);
  });

  test("after the deadline is an ordinary message", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const { pause, events } = askedEvents(at, "confirm");
    await at.writes(caseId, events);
    at.clock.set(pause.expiresAt);
    await receiveMessage(caseId, yes, at.desk);
    expect(await lastEvents(at, caseId, 1)).toMatchObject([{ kind: "message.received", body: { answers: null } }]);
  });
});
