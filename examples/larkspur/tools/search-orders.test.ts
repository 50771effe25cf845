import { instantOf } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { Order } from "./order-record.ts";
import { clearlyMeant, notFound, type OrderHints, rankOrders } from "./search-orders.ts";

function order(orderId: string, status: string, name: string, placed: string): Order {
  const line = {
    lineId: "1",
    sku: "A-B",
    name,
    sizeOrdered: "29",
    sizeShipped: "29",
    quantity: 1,
    unitPriceMinor: 5200,
  };
  const address = { recipient: "A", street: "B", city: "C", region: null, postcode: "E8 3EE", country: "GB" };
  const placedAt = instantOf(Date.parse(`${placed}T16:00:00Z`));
  const days = { placedAt, shippedAt: null, deliveredAt: null };
  return {
    orderId,
    status,
    version: 1,
    paidMinor: 5200,
    promotion: null,
    currency: "USD",
    address,
    ...days,
    lines: [line],
    lastKeys: {},
  };
}

const boots = order("L-10001", "delivered", "Lapwing winter boot, brown", "2026-01-05");
const sandals = order("L-20002", "pending", "Dipper sandal, tan", "2026-02-01");
const coat = order("L-30003", "pending", "Fjord down coat, navy", "2026-02-03");
const all = [coat, sandals, boots];

/** The number of the order that is meant and how sure that is; null when she must be asked. */
function meant(orders: readonly Order[], hints: OrderHints): string | null {
  const found = clearlyMeant(rankOrders(orders, hints), hints);
  return found === null ? null : `${found.order.orderId} ${found.confidence.toFixed(2)}`;
}

describe("the order that a customer means", () => {
  test.each<[string, readonly Order[], OrderHints, string | null]>([
    ["is the one with the number that she gave", all, { number: "10001" }, "L-10001 1.00"],
    ["is that one whatever size she names", all, { number: "L-10001", size: "24" }, "L-10001 1.00"],
    ["is asked for when that one holds no such thing", all, { number: "L-10001", item: "coat" }, null],
    ["is asked for when her only one holds no such thing", [boots], { item: "jacket" }, null],
    ["is asked for when her only one was bought in another color", [boots], { item: "grey boots" }, null],
    ["is her only one by another word for what it holds", [boots], { item: "shoes" }, "L-10001 0.90"],
    ["is found with one wrong digit", all, { number: "10007" }, "L-10001 0.85"],
    ["is found with two digits swapped", all, { number: "30030" }, "L-30003 0.85"],
    ["is found with a digit too few", all, { number: "2002" }, "L-20002 0.85"],
    ["is not found by a number that is like none of hers", all, { number: "77777" }, null],
    ["is not her only one when she gave another number", [coat], { number: "77777" }, null],
    ["is what she describes", all, { item: "the tan sandals" }, "L-20002 0.90"],
    ["is not certain by words when she gave another number", all, { number: "77777", item: "sandals" }, null],
    ["is the one in a state that makes sense", [boots, coat], { statuses: ["pending"] }, "L-30003 0.75"],
    ["is asked for when two are in such a state", all, { statuses: ["pending"] }, null],
    ["is the last one when she says so", all, { which: "newest" }, "L-30003 0.85"],
    ["is the last one in such a state", all, { which: "newest", statuses: ["delivered"] }, "L-10001 0.85"],
    ["is what she describes even in another state", all, { item: "boots", statuses: ["pending"] }, "L-10001 0.90"],
    ["is her only one", [boots], {}, "L-10001 0.90"],
    ["is asked for when nothing tells", all, {}, null],
    ["is nowhere without an order", [], {}, null],
  ])("%s", (_, orders, hints, expected) => {
    expect(meant(orders, hints)).toBe(expected);
  });

  test.each<[OrderHints, string]>([
    [{ number: "77777", item: "jacket" }, "I cannot find an order L-77777 of yours."],
    [{ item: "red jacket" }, "I find no red jacket in your orders."],
    [{ number: "10001", item: "sandals" }, "I find no sandals in order L-10001."],
    [{ item: "sandals" }, ""],
    [{}, ""],
  ])("is asked for with what is not there: %j", (hints, said) => {
    expect(notFound(all, hints)).toBe(said);
  });

  test("stands first among all of hers, each with its confidence and what speaks for it", () => {
    const ranked = rankOrders(all, { number: "77777", item: "sandals" });
    expect(ranked.map(({ order: { orderId } }) => orderId)).toEqual(["L-20002", "L-30003", "L-10001"]);
    expect(ranked[0]).toMatchObject({ because: "holds what she describes" });
    expect(ranked.every(({ confidence }) => confidence > 0 && confidence < 0.7)).toBe(true);
  });
});
