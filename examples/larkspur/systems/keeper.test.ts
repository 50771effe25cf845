import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, bodyOf, customerAt, openWorldInProcess } from "./test-world.ts";

describe("systems with a data folder", () => {
  let dataFolder: string;
  beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), "larkspur-"));
  });
  afterEach(() => rmSync(dataFolder, { recursive: true }));

  const open = (seed = 1) => openWorldInProcess({ dataFolder, seed });
  const refund = async (world: ReturnType<typeof open>, key: string) => {
    const { customerRef, orders } = world.landmarks.refundLarge;
    const body = { chargeId: orders[0]?.chargeId ?? "", amountMinor: 100, currency: "USD", reason: "defective" };
    return customerAt(world.client("payments"), customerRef).post("/refunds", { key, body });
  };
  const refunds = async (world: ReturnType<typeof open>) => {
    const customer = customerAt(world.client("payments"), world.landmarks.refundLarge.customerRef);
    return at(bodyOf(await customer.get("/refunds")), "refunds");
  };

  test("keep effects, keys and ledger over a restart", async () => {
    const first = open();
    const reply = await refund(first, "k");
    const second = open();
    expect(await refunds(second)).toHaveLength(1);
    expect(await refund(second, "k")).toEqual(reply);
    const { effects, calls } = second.systems.payments.ledger;
    expect(effects.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(["1 effect", "2 noop"]);
    expect(calls.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(open().systems.payments.ledger.effects).toEqual(effects);
  });

  test("keep the world that the folder was made with", () => {
    const { landmarks } = open(1);
    expect(open(2).landmarks).toEqual(landmarks);
  });

  test("keep webhooks that are not yet due", async () => {
    const first = open();
    const { customerRef } = first.landmarks.wrongSize;
    const from = first.systems.oms.handle({
      method: "GET",
      path: "/orders",
      headers: { "purser-customer": customerRef },
      body: undefined,
    });
    const body = from.kind === "answer" ? at(from.body, "orders", 0, "address") : null;
    await customerAt(first.client("shipping"), customerRef).post("/labels", {
      body: { reference: "r", orderId: "L-10000", from: body },
    });
    const dueAt = first.systems.shipping.webhooks.nextDueAt();
    expect(dueAt).not.toBeNull();
    expect(open().systems.shipping.webhooks.nextDueAt()).toBe(dueAt);
  });

  test("lose no ledger line to a kill between the state and the ledger", async () => {
    await refund(open(), "k");
    writeFileSync(join(dataFolder, "payments", "ledger.jsonl"), "");
    const restarted = open();
    expect(restarted.systems.payments.ledger.effects).toMatchObject([{ seq: 1, key: "k", kind: "effect" }]);
    expect(readFileSync(join(dataFolder, "payments", "ledger.jsonl"), "utf8").split("\n")).toHaveLength(3);
  });

  test("drop the half line that a kill left at the end of the ledger", async () => {
    await refund(open(), "k");
    appendFileSync(join(dataFolder, "payments", "ledger.jsonl"), '{"ledger":"reads","entr');
    const restarted = open();
    await refunds(restarted);
    expect(open().systems.payments.ledger.reads).toHaveLength(1);
  });
});
