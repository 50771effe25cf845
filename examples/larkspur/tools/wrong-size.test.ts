import { describe, expect, test } from "vitest";
import { effectsInShort, textAt } from "../systems/test-world.ts";
import { openToolWorld } from "../systems/test-tool-context.ts";
import createExchange from "./create-exchange.ts";
import createLabel from "./create-label.ts";
import findOrders from "./find-orders.ts";
import sendLabel from "./send-label.ts";

async function exchanged(seed: number) {
  const world = openToolWorld({ seed, isInstant: false });
  const customer = world.landmarks.wrongSize;
  const found = await world.look(customer, findOrders, {});
  if (found.kind !== "found") throw new Error(found.detail);
  const orderId = textAt(found.result, "order", "id");
  const lineId = textAt(found.result, "item", "lineId");
  const toSize = textAt(found.result, "item", "sizeOrdered");
  const exchange = await world.carryOut(customer, createExchange, { orderId, lineId, toSize });
  return { world, customer, orderId, exchange, exchangeId: textAt(exchange.result, "exchange", "id") };
}

describe("an exchange of a wrong size", () => {
  test.each([1, 2, 3, 7, 42])("goes from order to mail, one effect each, in the world of seed %i", async (seed) => {
    const { world, customer, orderId, exchangeId } = await exchanged(seed);
    const label = await world.carryOut(customer, createLabel, { reference: exchangeId, orderId });
    expect(label.outcome).toMatchObject({ kind: "done", result: { label: { state: "requested", url: null } } });
    expect(textAt(label.result, "label", "state")).toBe("ready");
    expect(textAt(label.result, "label", "url")).toContain("https://");
    const labelId = textAt(label.result, "label", "id");
    const mail = await world.carryOut(customer, sendLabel, { reference: exchangeId, labelId });
    expect(mail.result).toMatchObject({ mail: { state: "sent", to: customer.email } });
    const { oms, shipping, mail: mails } = world.systems;
    expect([oms, shipping, mails].map(({ ledger }) => effectsInShort(ledger.effects))).toEqual([
      ["exchange effect"],
      ["label effect"],
      ["sent effect"],
    ]);
  });

  test("has no label while the carrier has not decided, and none when it refuses", async () => {
    const { world, customer, orderId, exchangeId } = await exchanged(1);
    world.systems.shipping.faults.add({ kind: "refused-later", match: { method: "POST" }, times: 1 });
    const call = await world.prepare(customer, createLabel, { reference: exchangeId, orderId });
    expect(call.facts).toMatchObject({ referenceState: "created", hasLabel: false, formerLabels: [] });
    expect(await world.execute(customer, createLabel, call)).toMatchObject({ kind: "done" });
    expect(await world.verify(customer, createLabel, call)).toMatchObject({ kind: "unknown" });
    world.clock.advance(10_000);
    expect(await world.verify(customer, createLabel, call)).toMatchObject({ kind: "not-done" });
  });

  test("can have another label once the first is void, and the two are told apart", async () => {
    const { world, customer, orderId, exchangeId } = await exchanged(1);
    const first = await world.carryOut(customer, createLabel, { reference: exchangeId, orderId });
    expect((await world.prepare(customer, createLabel, { reference: exchangeId, orderId })).facts).toMatchObject({
      hasLabel: true,
    });
    await world.takeBack(customer, createLabel, first);
    const second = await world.carryOut(customer, createLabel, { reference: exchangeId, orderId });
    expect(second.facts).toMatchObject({ hasLabel: false, formerLabels: [textAt(first.result, "label", "id")] });
    expect(textAt(second.result, "label", "id")).not.toBe(textAt(first.result, "label", "id"));
    expect(await world.verify(customer, createLabel, second)).toMatchObject({ kind: "done" });
  });

  test("shows two labels as doubled: a person must look", async () => {
    const { world, customer, orderId, exchangeId } = await exchanged(1);
    const call = await world.prepare(customer, createLabel, { reference: exchangeId, orderId });
    await world.execute(customer, createLabel, call);
    await world.execute(customer, createLabel, call);
    expect(await world.verify(customer, createLabel, call)).toMatchObject({ kind: "doubled" });
  });

  test("mails no label of another exchange", async () => {
    const { world, customer, orderId, exchangeId, exchange } = await exchanged(1);
    const label = await world.carryOut(customer, createLabel, { reference: exchangeId, orderId });
    await world.takeBack(customer, createExchange, exchange);
    const again = await world.carryOut(customer, createExchange, exchange.args);
    const args = { reference: textAt(again.result, "exchange", "id"), labelId: textAt(label.result, "label", "id") };
    const facts = await sendLabel.readFacts({ ...world.contextOf(customer), args });
    expect(facts).toMatchObject({ kind: "refused", code: "PUR-2002" });
  });
});
