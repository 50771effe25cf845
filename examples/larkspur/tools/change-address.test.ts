import { isUndoable } from "@purser/kit";
import { callKeySchema, instantOf, type JsonObject } from "@purser/contract";
import { toolContextFor } from "@purser/kit/testing";
import { describe, expect, test } from "vitest";
import { createSystems } from "../systems/create-systems.ts";
import type { FaultRuleInput } from "../systems/faults.ts";
import { inProcessClient } from "../systems/in-process-client.ts";
import action from "./change-address.ts";

const key = callKeySchema.parse("a".repeat(52));
const undoKey = callKeySchema.parse("b".repeat(52));
const otherKey = callKeySchema.parse("c".repeat(52));

function openShop() {
  let nowMs = Date.parse("2026-02-10T07:17:00Z");
  const created = createSystems({ seed: 1, clock: () => nowMs, isInstant: true });
  const sleep = async (durationMs: number): Promise<void> => void (nowMs += durationMs);
  const clients = Object.fromEntries(
    Object.values(created.systems).map((system) => [system.name, inProcessClient(system, sleep)]),
  );
  const { customerRef, orders } = created.landmarks.pendingOrder;
  const orderId = orders[0]?.orderId ?? "";
  const args = { orderId, line1: "12 Elm Street", city: "Portland", region: "OR", postcode: "97201", country: "US" };
  const as = (ref: string, attempt = 1) =>
    toolContextFor({ systems: clients, customerRef: ref, now: instantOf(nowMs), attempt });
  const readFacts = async (wanted: JsonObject = args) => {
    const read = await action.readFacts({ ...as(customerRef), args: wanted });
    return read.kind === "read" ? read.facts : {};
  };
  const address = () => {
    const reply = created.systems.oms.handle({
      method: "GET",
      path: `/orders/${orderId}`,
      headers: { "purser-customer": customerRef },
      body: undefined,
    });
    return reply.kind === "answer" ? JSON.stringify(reply.body) : "";
  };
  return { ...created, args, customerRef, as, readFacts, address, effects: () => created.systems.oms.ledger.effects };
}
type Shop = ReturnType<typeof openShop>;

const fault = (shop: Shop, rule: FaultRuleInput): void => shop.systems.oms.faults.add(rule);
const execute = async (shop: Shop, facts: JsonObject, attempt = 1) =>
  action.execute({ ...shop.as(shop.customerRef, attempt), args: shop.args, facts, key, attempt });
const verify = async (shop: Shop, facts: JsonObject) =>
  action.verify({ ...shop.as(shop.customerRef), args: shop.args, facts, key });

describe("changing a delivery address", () => {
  test("is judged by what the order and the account say now", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    expect(facts).toMatchObject({ status: "pending", version: 1, isFlagged: false });
    expect(facts["currentAddress"]).toContain(shop.landmarks.pendingOrder.postcode);
    const foreign = await action.readFacts({ ...shop.as("LC-9999"), args: shop.args });
    expect(foreign).toMatchObject({ kind: "refused", code: "PUR-2002" });
  });

  test("is done once, keeps the recipient, and is found by its key", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    const result = {
      address: { state: "changed", text: "12 Elm Street, Portland, OR, 97201, US" },
      former: facts["former"],
    };
    expect(await verify(shop, facts)).toMatchObject({ kind: "not-done" });
    expect(await execute(shop, facts)).toEqual({ kind: "done", result });
    expect(await verify(shop, facts)).toEqual({ kind: "done", result });
    expect(shop.address()).toContain(shop.landmarks.pendingOrder.name);
    expect(shop.effects()).toHaveLength(1);
  });

  test("tells beforehand what it would change, and changes nothing by telling", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    const told = await action.simulate({ ...shop.as(shop.customerRef), args: shop.args, facts });
    expect(told).toMatchObject({ kind: "would-do" });
    expect(told.kind === "would-do" && told.changes.find(({ field }) => field === "address.street")?.to).toBe(
      "12 Elm Street",
    );
    expect(shop.effects()).toEqual([]);
    await execute(shop, facts);
    expect(await action.simulate({ ...shop.as(shop.customerRef), args: shop.args, facts })).toMatchObject({
      kind: "would-refuse",
    });
  });

  test("is refused when the order has changed since it was read", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    await action.execute({
      ...shop.as(shop.customerRef),
      args: { ...shop.args, city: "Salem" },
      facts,
      key: otherKey,
      attempt: 1,
    });
    expect(await execute(shop, facts)).toMatchObject({ kind: "refused", code: "PUR-3005" });
    expect(await verify(shop, facts)).toMatchObject({ kind: "not-done" });
  });

  test("that met its own first attempt is looked up rather than called refused", async () => {
    const shop = openShop();
    const facts = await shop.readFacts();
    fault(shop, { kind: "timeout-after", times: 1, match: { method: "PUT" } });
    expect(await execute(shop, facts)).toMatchObject({ kind: "unknown", code: "PUR-3002" });
    expect(await execute(shop, facts, 2)).toMatchObject({ kind: "unknown", code: "PUR-3005" });
    expect(await verify(shop, facts)).toMatchObject({ kind: "done" });
  });

  test.each<[FaultRuleInput, JsonObject]>([
    [{ kind: "timeout-before" }, { kind: "unknown", code: "PUR-3002" }],
    [{ kind: "drop" }, { kind: "unknown", code: "PUR-3002" }],
    [
      { kind: "status-before", status: 503 },
      { kind: "unknown", code: "PUR-3006" },
    ],
    [{ kind: "status-after" }, { kind: "unknown", code: "PUR-3006" }],
    [{ kind: "malformed" }, { kind: "unknown", code: "PUR-3003" }],
    [
      { kind: "malformed", shape: "wrong-schema" },
      { kind: "unknown", code: "PUR-3003" },
    ],
    [{ kind: "error-body" }, { kind: "unknown", code: "PUR-3003" }],
    [{ kind: "rate-limit" }, { kind: "failed", code: "PUR-3007", retry: "safe" }],
    [{ kind: "down" }, { kind: "failed", code: "PUR-3001", retry: "safe" }],
  ])("that meets %j is called what is known of it", async (rule, expected) => {
    const shop = openShop();
    const facts = await shop.readFacts();
    fault(shop, rule.kind === "down" ? rule : { ...rule, match: { method: "PUT" } });
    expect(await execute(shop, facts)).toMatchObject(expected);
    shop.systems.oms.faults.clear();
    const finding = await verify(shop, facts);
    expect(finding.kind).toBe(shop.effects().some(({ kind }) => kind === "effect") ? "done" : "not-done");
  });

  test("is taken back to the former address, and the call stands as done", async () => {
    const shop = openShop();
    const before = await shop.readFacts();
    const outcome = await execute(shop, before);
    const result = outcome.kind === "done" ? outcome.result : {};
    const { undo } = action;
    if (!isUndoable(undo)) throw new Error("An address can be set back.");
    const undone = { ...shop.as(shop.customerRef), args: shop.args, callKey: key, result };
    const read = await undo.readFacts(undone);
    const facts = read.kind === "read" ? read.facts : {};
    expect(facts).toMatchObject({ status: "pending", version: 2 });
    expect(await undo.verify({ ...undone, facts, key: undoKey })).toMatchObject({ kind: "not-done" });
    expect(await undo.execute({ ...undone, facts, key: undoKey, attempt: 1 })).toMatchObject({ kind: "done" });
    expect(await undo.verify({ ...undone, facts, key: undoKey })).toMatchObject({ kind: "done" });
    expect((await shop.readFacts())["currentAddress"]).toBe(before["currentAddress"]);
    expect(await verify(shop, before)).toMatchObject({ kind: "done" });
    expect(shop.effects().map(({ kind, reverses }) => ({ kind, reverses }))).toEqual([
      { kind: "effect", reverses: null },
      { kind: "reversal", reverses: key },
    ]);
  });
});
