import { isUndoable } from "@purser/kit";
import { callKeySchema, instantOf, type JsonObject } from "@purser/contract";
import { toolContextFor } from "@purser/kit/testing";
import { describe, expect, test } from "vitest";
import { createSystems } from "../systems/create-systems.ts";
import type { FaultRuleInput } from "../systems/faults.ts";
import { inProcessClient } from "../systems/in-process-client.ts";
import type { LandmarkName } from "../systems/landmarks.ts";
import action from "./refund-order.ts";

const key = callKeySchema.parse("a".repeat(52));
const undoKey = callKeySchema.parse("b".repeat(52));
const dayMs = 86_400_000;

function openShop(landmark: LandmarkName = "refundSmall", amountMinor = 1800) {
  let nowMs = Date.parse("2026-02-10T07:17:00Z");
  const created = createSystems({ seed: 1, clock: () => nowMs, isInstant: true });
  const advance = async (durationMs: number): Promise<void> => void (nowMs += durationMs);
  const clients = Object.fromEntries(
    Object.values(created.systems).map((system) => [system.name, inProcessClient(system, advance)]),
  );
  const { customerRef, orders } = created.landmarks[landmark];
  const args = { orderId: orders[0]?.orderId ?? "", amountMinor, reason: "damaged" };
  const context = () => toolContextFor({ systems: clients, customerRef, now: instantOf(nowMs) });
  const readFacts = async () => {
    const read = await action.readFacts({ ...context(), args });
    return read.kind === "read" ? read.facts : {};
  };
  return { ...created, args, context, readFacts, advance, effects: () => created.systems.payments.ledger.effects };
}
type Shop = ReturnType<typeof openShop>;

const execute = (shop: Shop, facts: JsonObject, attempt = 1) =>
  action.execute({ ...shop.context(), args: shop.args, facts, key, attempt });
const verify = (shop: Shop, facts: JsonObject) => action.verify({ ...shop.context(), args: shop.args, facts, key });

async function undoOf(shop: Shop, facts: JsonObject) {
  const outcome = await execute(shop, facts);
  const { undo } = action;
  if (!isUndoable(undo) || outcome.kind !== "done") throw new Error("There is nothing to take back.");
  return { undo, undone: () => ({ ...shop.context(), args: shop.args, callKey: key, result: outcome.result }) };
}

describe("refunding an order", () => {
  test("is judged by the charge, the delivery and the account", async () => {
    const known = { currency: "USD", refundableMinor: 1800, paidMinor: 1800, isFlagged: false, daysSinceDelivery: 5 };
    const facts = await openShop().readFacts();
    expect(facts).toMatchObject(known);
    expect(JSON.stringify(facts["charge"])).toMatch(/(Visa|Mastercard) ending in \d{4}/);
    expect(await openShop("flagged").readFacts()).toMatchObject({ isFlagged: true });
    expect(await openShop("outsideWindow").readFacts()).toMatchObject({ daysSinceDelivery: 45 });
    expect(await openShop("shippedOrder").readFacts()).not.toHaveProperty("daysSinceDelivery");
  });

  test("is described with amount, order and card", async () => {
    const shop = openShop();
    const facts = { ...(await shop.readFacts()), charge: { id: "CH-1", card: "Visa ending in 4242" } };
    expect(action.describe({ args: shop.args, facts })).toBe(
      `Refund $18.00 for order ${shop.args.orderId} to your Visa ending in 4242?`,
    );
  });

  test("is done once however often the same key is sent, and is found by its key", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    const result = { refund: { id: "RF-10001", state: "succeeded", amountMinor: 1800 } };
    expect(await verify(shop, facts)).toMatchObject({ kind: "not-done" });
    expect(await execute(shop, facts)).toEqual({ kind: "done", result });
    expect(await execute(shop, facts, 2)).toEqual({ kind: "done", result });
    expect(await verify(shop, facts)).toEqual({ kind: "done", result });
    expect(shop.effects().filter(({ kind }) => kind === "effect")).toHaveLength(1);
    expect(await shop.readFacts()).toMatchObject({ refundableMinor: 0 });
  });

  test("counts its amount under refundedMinor", () => {
    expect(action.counts({ orderId: "L-10001", amountMinor: 4700, reason: "late" })).toEqual({ refundedMinor: 4700 });
  });

  test("tells beforehand what it would change, or that it would be refused", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    const told = await action.simulate({ ...shop.context(), args: shop.args, facts });
    expect(told).toMatchObject({ kind: "would-do", changes: [{ field: "refundedMinor", from: 0, to: 1800 }] });
    const tooMuch = { ...shop.args, amountMinor: 1801 };
    expect(await action.simulate({ ...shop.context(), args: tooMuch, facts })).toMatchObject({ kind: "would-refuse" });
    expect(shop.effects()).toEqual([]);
  });

  test("above what is left is refused, and nothing is booked", async () => {
    const shop = openShop("refundSmall", 1801);
    const facts = await shop.readFacts();
    expect(await execute(shop, facts)).toMatchObject({ kind: "refused", code: "PUR-3004" });
    expect(await verify(shop, facts)).toMatchObject({ kind: "not-done" });
  });

  test.each<[FaultRuleInput, JsonObject, "done" | "not-done"]>([
    [{ kind: "timeout-after" }, { kind: "unknown", code: "PUR-3002" }, "done"],
    [{ kind: "timeout-before" }, { kind: "unknown", code: "PUR-3002" }, "not-done"],
    [{ kind: "status-after", status: 502 }, { kind: "unknown", code: "PUR-3006" }, "done"],
    [{ kind: "status-before" }, { kind: "unknown", code: "PUR-3006" }, "not-done"],
    [{ kind: "malformed" }, { kind: "unknown", code: "PUR-3003" }, "done"],
    [{ kind: "malformed", shape: "wrong-schema" }, { kind: "unknown", code: "PUR-3003" }, "done"],
    [{ kind: "error-body" }, { kind: "unknown", code: "PUR-3003" }, "not-done"],
    [{ kind: "rate-limit" }, { kind: "failed", code: "PUR-3007", retry: "safe" }, "not-done"],
    [{ kind: "down" }, { kind: "failed", code: "PUR-3001", retry: "safe" }, "not-done"],
  ])("that meets %j is called %j and found %s", async (rule, expected, found) => {
    const shop = openShop();
    const facts = await shop.readFacts();
    shop.systems.payments.faults.add(rule.kind === "down" ? rule : { ...rule, match: { method: "POST" } });
    expect(await execute(shop, facts)).toMatchObject(expected);
    shop.systems.payments.faults.clear();
    expect(await verify(shop, facts)).toMatchObject({ kind: found });
  });

  test("cannot be told of while the look-up fails", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    await execute(shop, facts);
    shop.systems.payments.faults.add({ kind: "status-before" });
    expect(await verify(shop, facts)).toMatchObject({ kind: "unknown" });
  });

  test("is voided within 30 days for the processor's fee, and is then no longer done", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    const { undo, undone } = await undoOf(shop, facts);
    expect(undo).toMatchObject({ kind: "compensable", residue: "The payment processor keeps its fee of $0.30." });
    await shop.advance(29 * dayMs);
    expect(await undo.readFacts(undone())).toEqual({ kind: "read", facts: { isVoidable: true } });
    expect(await undo.verify({ ...undone(), facts: { isVoidable: true }, key: undoKey })).toMatchObject({
      kind: "not-done",
    });
    const voided = await undo.execute({ ...undone(), facts: { isVoidable: true }, key: undoKey, attempt: 1 });
    expect(voided).toMatchObject({ kind: "done", result: { refund: { state: "voided" } } });
    expect(await undo.verify({ ...undone(), facts: { isVoidable: true }, key: undoKey })).toMatchObject({
      kind: "done",
    });
    expect(await shop.readFacts()).toMatchObject({ refundableMinor: 1800 });
    expect(await verify(shop, facts)).toMatchObject({ kind: "unknown" });
    expect(shop.effects().map(({ operation, reverses }) => ({ operation, reverses }))).toEqual([
      { operation: "refund", reverses: null },
      { operation: "refund-void", reverses: key },
    ]);
  });

  test("is not voidable after 30 days", async () => {
    const shop = openShop();
    const { undo, undone } = await undoOf(shop, await shop.readFacts());
    await shop.advance(31 * dayMs);
    expect(await undo.readFacts(undone())).toEqual({ kind: "read", facts: { isVoidable: false } });
    expect(await undo.execute({ ...undone(), facts: { isVoidable: true }, key: undoKey, attempt: 1 })).toMatchObject({
      kind: "refused",
    });
  });
});
