import { describe, expect, test } from "vitest";
import { receiveMessage } from "./receive-message.ts";
import type { CaseStore } from "../cases/case-store.ts";
import type { Desk } from "./desk.ts";
import { closeCase } from "./end-case.ts";
import { mergeCases } from "./merge-cases.ts";
import { addNote } from "./teammate-work.ts";
import { askedEvents, lead, openTestDesk, tenant, type TestDesk } from "./test-desk.ts";

const yes = { text: "Yes, please!", provider: "chat", deliveryId: "yes" };

async function lastEvents({ store }: TestDesk, caseId: Parameters<TestDesk["writes"]>[0], count: number) {
  return (await store.readEvents(tenant, caseId, 0, 100)).slice(-count).flatMap(({ event }) => event ?? []);
}

/** A desk at which something else happens whenever what was read is about to be written on. */
function beforeAppend({ desk, store }: TestDesk, happens: () => Promise<void>): Desk {
  const appendInlet: CaseStore["appendInlet"] = async (append) => {
    await happens();
    return store.appendInlet(append);
  };
  return { ...desk, store: { ...store, appendInlet } };
}

function once(happens: () => Promise<void>): () => Promise<void> {
  let first: Promise<void> | null = null;
  return () => (first ??= happens());
}

describe("a message", () => {
  test("is one message however often its delivery arrives", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const taken = await Promise.all([receiveMessage(caseId, yes, at.desk), receiveMessage(caseId, yes, at.desk)]);
    expect(taken.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test("is not taken in by a case that a teammate closes in the same moment: it is refused as one that came after", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    const close = once(() => closeCase(caseId, lead, { reason: "Done." }, at.desk));
    await expect(receiveMessage(caseId, yes, beforeAppend(at, close))).rejects.toThrow("PUR-2004");
    expect(await lastEvents(at, caseId, 1)).toMatchObject([{ kind: "case.closed" }]);
  });

  test("to a case that is merged in the same moment goes to the one that goes on", async () => {
    const at = openTestDesk();
    const [caseId, into] = [await at.opens("first"), await at.opens("second")];
    const merge = once(() => mergeCases(caseId, { into, reason: "The same." }, lead, at.desk));
    expect(await receiveMessage(caseId, yes, beforeAppend(at, merge))).toEqual({ caseId: into, isNew: true });
    expect(await lastEvents(at, into, 1)).toMatchObject([{ kind: "message.received", body: { text: yes.text } }]);
  });

  test("is taken in however fast its case moves", async () => {
    const at = openTestDesk();
    const caseId = await at.opens();
    let times = 0;
    const moves = async (): Promise<void> => {
      times += 1;
      if (times <= 20) await addNote(caseId, lead.id, `Note ${times}`, at.desk);
    };
    expect(await receiveMessage(caseId, yes, beforeAppend(at, moves))).toEqual({ caseId, isNew: true });
    expect(times).toBe(21);
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
