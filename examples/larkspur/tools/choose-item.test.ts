import { instantOf } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { chooseItem, type ItemHints, type OrderLine } from "./choose-item.ts";
import type { Order } from "./order-record.ts";

type Piece = { name: string; size: string; shipped?: string };

function order(orderId: string, status: string, pieces: readonly Piece[]): Order {
  const lines = pieces.map(({ name, size, shipped }, index): OrderLine => {
    const lineId = String(index + 1);
    const sizeShipped = status === "pending" ? null : (shipped ?? size);
    return { lineId, sku: "A-B", name, sizeOrdered: size, sizeShipped, quantity: 1, unitPriceMinor: 5200 };
  });
  const address = { recipient: "A", street: "B", city: "C", region: null, postcode: "E8 3EE", country: "GB" };
  const placedAt = instantOf(Date.parse("2026-02-02T16:00:00Z"));
  const deliveredAt = status === "delivered" ? placedAt : null;
  const paid = { paidMinor: 5200, promotion: null, currency: "USD" };
  return {
    orderId,
    status,
    version: 1,
    ...paid,
    address,
    placedAt,
    shippedAt: deliveredAt,
    deliveredAt,
    lines,
    lastKeys: {},
  };
}

const boots = order("L-10001", "delivered", [{ name: "Lapwing winter boot, brown", size: "30" }]);
const shirts = order("L-10002", "delivered", [
  { name: "Nest striped shirt, rust", size: "5-6Y" },
  { name: "Nest striped shirt, sky", size: "6-7Y" },
]);
const sneakers = order("L-10003", "delivered", [{ name: "Starling sneaker, blue", size: "29", shipped: "27" }]);
const sandals = order("L-10004", "delivered", [{ name: "Dipper sandal, tan", size: "24", shipped: "23" }]);
const coat = order("L-10005", "pending", [{ name: "Fjord down coat, navy", size: "4-5Y" }]);

/** Such as `L-10003 1 certain`, with `-` for a line that cannot be told; null when nothing was chosen. */
function choice(orders: readonly Order[], hints: ItemHints): string | null {
  const chosen = chooseItem(orders, hints);
  return chosen === null ? null : `${chosen.order.orderId} ${chosen.line?.lineId ?? "-"} ${chosen.confidence}`;
}

describe("the item that a customer means", () => {
  test.each<[string, readonly Order[], ItemHints, string | null]>([
    ["is the one that was shipped in the wrong size", [coat, boots, shirts, sneakers], {}, "L-10003 1 certain"],
    ["is that one whatever she calls it", [boots, sneakers], { item: "birthday present" }, "L-10003 1 certain"],
    ["is not that one when she speaks of another", [boots, sneakers], { item: "winter boots" }, "L-10001 1 likely"],
    [
      "is that one when it was ordered in the size that she wants",
      [boots, sneakers],
      { item: "boots", size: "29" },
      "L-10003 1 certain",
    ],
    ["is not guessed when two were shipped wrong", [sneakers, sandals], {}, null],
    ["is told by its size when two were shipped wrong", [sneakers, sandals], { size: "24" }, "L-10004 1 certain"],
    ["is told by its name when two were shipped wrong", [sneakers, sandals], { item: "sandals" }, "L-10004 1 certain"],
    ["is what her words fit", [coat, boots, shirts], { item: "the sky striped shirt" }, "L-10002 2 likely"],
    ["is in one order when her words fit two of its lines", [boots, shirts], { item: "shirt" }, "L-10002 - likely"],
    [
      "may be on its way when nothing that was delivered fits",
      [coat, boots, shirts],
      { item: "coat" },
      "L-10005 1 likely",
    ],
    ["is in her only order", [coat], { item: "anything" }, "L-10005 1 certain"],
    ["is not guessed when nothing tells", [coat, boots], { item: "thing" }, null],
    ["is nowhere without an order", [], {}, null],
  ])("%s", (_, orders, hints, expected) => {
    expect(choice(orders, hints)).toBe(expected);
  });
});
