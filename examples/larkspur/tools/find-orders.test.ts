import { expect, test } from "vitest";
import { z } from "zod";
import { openToolWorld } from "../systems/test-tool-context.ts";
import { at } from "../systems/test-world.ts";
import checkStock from "./check-stock.ts";
import estimateDelivery from "./estimate-delivery.ts";
import findOrders from "./find-orders.ts";

test("finds the order whose item was shipped in the wrong size, with what was ordered and what was sent", async () => {
  const world = openToolWorld();
  const { wrongSize } = world.landmarks;
  const found = await world.look(wrongSize, findOrders, { size: "29", item: "birthday present" });
  const [order] = wrongSize.orders;
  expect(found).toMatchObject({
    kind: "found",
    result: {
      orders: [{ orderId: order?.orderId, status: "delivered" }],
      order: { id: order?.orderId, status: "delivered", daysSinceDelivery: 3, confidence: 0.9 },
      item: { lineId: "1", sku: order?.lines[0]?.sku, sizeOrdered: "29", sizeShipped: "27", wasWrongSizeShipped: true },
    },
  });
  expect(z.safeParse(findOrders.output, found.kind === "found" ? found.result : null).success).toBe(true);
});

test("lists two orders, newest first, and chooses none of them without a reason", async () => {
  const world = openToolWorld();
  const found = await world.look(world.landmarks.twoOrders, findOrders, {});
  if (found.kind !== "found") throw new Error(found.detail);
  expect(Object.keys(found.result)).toEqual(["orders", "search"]);
  expect(found.result["orders"]).toHaveLength(2);
});

test("says when orders cannot be read", async () => {
  const world = openToolWorld();
  world.systems.oms.faults.add({ kind: "down" });
  expect(await world.look(world.landmarks.twoOrders, findOrders, {})).toMatchObject({
    kind: "failed",
    code: "PUR-3001",
  });
});

test("tells what is in stock, and other colors before other sizes when it is not", async () => {
  const world = openToolWorld();
  const { wrongSize, wrongSizeOutOfStock } = world.landmarks;
  const wanted = wrongSize.orders[0]?.lines[0];
  const soldOut = wrongSizeOutOfStock.orders[0]?.lines[0];
  if (wanted === undefined || soldOut === undefined) throw new Error("The landmarks have orders");
  const there = await world.look(wrongSize, checkStock, { sku: wanted.sku, size: wanted.sizeOrdered });
  if (there.kind !== "found") throw new Error(there.detail);
  expect(at(there.result, "stock", "available")).toBeGreaterThanOrEqual(3);
  const gone = await world.look(wrongSizeOutOfStock, checkStock, { sku: soldOut.sku, size: soldOut.sizeOrdered });
  const alternatives = ["size 29 in red", "size 29 in teal", "size 28 in yellow", "size 30 in yellow"];
  expect(gone).toEqual({
    kind: "found",
    result: { stock: { available: 0, isMade: true, alternatives }, size: { correct: "29" } },
  });
  const unknown = await world.look(wrongSize, checkStock, { sku: wanted.sku, size: "99" });
  expect(unknown).toMatchObject({ kind: "found", result: { stock: { available: 0, isMade: false } } });
  expect(await world.look(wrongSize, checkStock, { sku: "NO-SUCH", size: "29" })).toMatchObject({ kind: "refused" });
});

test("estimates the delivery to where the order went", async () => {
  const world = openToolWorld();
  const { wrongSize, wrongSizeTooLate } = world.landmarks;
  const by = async (customer: typeof wrongSize) => {
    const { orderId, lines } = customer.orders[0] ?? { orderId: "", lines: [] };
    const [line] = lines;
    return world.look(customer, estimateDelivery, { orderId, sku: line?.sku ?? "", size: line?.sizeOrdered ?? "" });
  };
  expect(await by(wrongSize)).toEqual({ kind: "found", result: { delivery: { by: "2026-02-12" } } });
  expect(await by(wrongSizeTooLate)).toEqual({ kind: "found", result: { delivery: { by: "2026-02-18" } } });
});
