import { describe, expect, test } from "vitest";
import type { Landmark } from "../systems/landmarks.ts";
import { openToolWorld, type ToolWorld } from "../systems/test-tool-context.ts";
import addCrmNote from "./add-crm-note.ts";
import addOperationsNote from "./add-operations-note.ts";
import compareCharge from "./compare-charge.ts";
import findBillingPattern from "./find-billing-pattern.ts";
import findCharge from "./find-charge.ts";
import refundOrder from "./refund-order.ts";

const topic = "billing:charged-twice";
const dayMs = 86_400_000;
const orderOf = ({ orders }: Landmark) => ({ orderId: orders[0]?.orderId ?? "", paidMinor: orders[0]?.paidMinor ?? 0 });

async function billOf(world: ToolWorld, customer: Landmark) {
  return world.look(customer, compareCharge, { orderId: orderOf(customer).orderId });
}

describe("a bill", () => {
  test("that was taken twice is found without its number, and is right once the second charge went back", async () => {
    const world = openToolWorld();
    const customer = world.landmarks.chargedTwice;
    const { orderId, paidMinor } = orderOf(customer);
    expect(await world.look(customer, findCharge, {})).toMatchObject({
      kind: "found",
      result: { order: { id: orderId } },
    });
    expect(await billOf(world, customer)).toMatchObject({
      result: { billing: { verdict: "overcharged", differenceMinor: paidMinor, cause: "charged-twice", topic } },
    });
    const refund = { orderId, amountMinor: paidMinor, reason: "billing" };
    const { finding, facts } = await world.carryOut(customer, refundOrder, refund);
    expect([finding.kind, facts["overchargedMinor"]]).toEqual(["done", paidMinor]);
    expect(await billOf(world, customer)).toMatchObject({
      result: { billing: { verdict: "corrected", differenceMinor: 0 } },
    });
  });

  test("that was too high is not mended by a refund for something else", async () => {
    const world = openToolWorld();
    const customer = world.landmarks.overcharged;
    const { orderId, paidMinor } = orderOf(customer);
    const before = await billOf(world, customer);
    expect(before).toMatchObject({ result: { billing: { verdict: "overcharged", cause: "amount-too-high" } } });
    await world.carryOut(customer, refundOrder, { orderId, amountMinor: Math.floor(paidMinor / 2), reason: "damaged" });
    expect(await billOf(world, customer)).toEqual(before);
  });

  test("that is right has nothing to refund", async () => {
    const world = openToolWorld();
    const customer = world.landmarks.refundMedium;
    expect(await billOf(world, customer)).toMatchObject({
      result: { billing: { verdict: "right", differenceMinor: 0, cause: null } },
    });
    const { facts } = await world.prepare(customer, refundOrder, {
      orderId: orderOf(customer).orderId,
      amountMinor: 1,
      reason: "billing",
    });
    expect(facts).not.toHaveProperty("overchargedMinor");
  });

  test("of somebody else is not found", async () => {
    const world = openToolWorld();
    const { orderId } = orderOf(world.landmarks.chargedTwice);
    expect(await world.look(world.landmarks.refundSmall, compareCharge, { orderId })).toMatchObject({
      kind: "refused",
    });
  });
});

describe("a pattern", () => {
  const isDue = async (world: ToolWorld) => {
    const read = await world.look(world.landmarks.chargedTwice, findBillingPattern, { topic });
    return read.kind === "found" ? read.result["pattern"] : read;
  };
  const note = (world: ToolWorld, customer: Landmark) =>
    world.carryOut(customer, addCrmNote, { text: "Billed.", topic });

  test("is due with the third case in seven days, and no more once operations know of it", async () => {
    const world = openToolWorld();
    const { refundSmall, refundLarge, chargedTwice } = world.landmarks;
    await note(world, refundSmall);
    await note(world, refundLarge);
    expect(await isDue(world)).toMatchObject({ count: 2, isDue: false });
    await note(world, chargedTwice);
    expect(await isDue(world)).toMatchObject({ count: 3, isDue: true });
    await world.carryOut(chargedTwice, addOperationsNote, { topic, text: "billing-pattern: 3 cases." });
    expect(await isDue(world)).toMatchObject({ count: 3, isDue: false });
  });

  test("is none when the first of three lies more than seven days back, or has another cause", async () => {
    const world = openToolWorld();
    const { refundSmall, refundLarge, chargedTwice } = world.landmarks;
    await note(world, refundSmall);
    world.clock.advance(7 * dayMs + 1);
    await note(world, refundLarge);
    await note(world, chargedTwice);
    await world.carryOut(chargedTwice, addCrmNote, { text: "Billed.", topic: "billing:amount-too-high" });
    expect(await isDue(world)).toMatchObject({ count: 2, isDue: false });
  });
});
