import { isUndoable } from "@purser/kit";
import { callKeySchema, instantOf } from "@purser/contract";
import { toolContextFor } from "@purser/kit/testing";
import { expect, test } from "vitest";
import { createSystems } from "../systems/create-systems.ts";
import { inProcessClient } from "../systems/in-process-client.ts";
import action from "./update-email.ts";

const key = callKeySchema.parse("a".repeat(52));
const undoKey = callKeySchema.parse("b".repeat(52));

function openShop() {
  let nowMs = Date.parse("2026-02-10T07:17:00Z");
  const { systems, landmarks } = createSystems({ seed: 1, clock: () => nowMs, isInstant: true });
  const sleep = async (durationMs: number): Promise<void> => void (nowMs += durationMs);
  const crm = inProcessClient(systems.crm, sleep);
  const { customerRef, email } = landmarks.refundSmall;
  const context = toolContextFor({ systems: { crm }, customerRef, now: instantOf(nowMs) });
  const facts = { isFlagged: false, currentEmail: email };
  return {
    crm: systems.crm,
    taken: landmarks.refundLarge.email,
    called: { ...context, args: { email: "new@example.com" }, facts, key },
    email,
  };
}

test("an e-mail address is changed, read back from the account, and set back", async () => {
  const { called, email, crm } = openShop();
  expect(await action.readFacts(called)).toEqual({ kind: "read", facts: called.facts });
  const result = { email: { state: "changed", address: "new@example.com", former: email } };
  expect(await action.verify(called)).toMatchObject({ kind: "not-done" });
  expect(await action.execute({ ...called, attempt: 1 })).toEqual({ kind: "done", result });
  expect(await action.verify(called)).toEqual({ kind: "done", result });
  const { undo } = action;
  if (!isUndoable(undo)) throw new Error("An e-mail address can be set back.");
  const undone = { ...called, callKey: key, result, facts: { currentEmail: "new@example.com" }, key: undoKey };
  expect(await undo.readFacts(undone)).toMatchObject({ kind: "read", facts: { currentEmail: "new@example.com" } });
  expect(await undo.execute({ ...undone, attempt: 1 })).toMatchObject({ kind: "done" });
  expect(await undo.verify(undone)).toMatchObject({ kind: "done" });
  expect(await action.readFacts(called)).toMatchObject({ facts: { currentEmail: email } });
  expect(crm.ledger.effects.map(({ kind }) => kind)).toEqual(["effect", "reversal"]);
});

test("another customer's e-mail address is refused, and a lost answer is unknown and found", async () => {
  const { called, taken, crm } = openShop();
  expect(await action.execute({ ...called, args: { email: taken }, attempt: 1 })).toMatchObject({
    kind: "refused",
    code: "PUR-3004",
  });
  crm.faults.add({ kind: "timeout-after", times: 1, match: { method: "PUT" } });
  expect(await action.execute({ ...called, attempt: 1 })).toMatchObject({ kind: "unknown", code: "PUR-3002" });
  expect(await action.verify(called)).toMatchObject({ kind: "done" });
});

test("an e-mail address is never sent twice by machine", () => {
  expect(action.once).toBe("none");
});
