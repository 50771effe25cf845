import type { ToolContext } from "@purser/kit";
import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { type ChosenItem, chooseItem, type OrderLine, wasWrongSizeShipped } from "./choose-item.ts";
import { daysSinceDelivery, type Order, orderSchema } from "./order-record.ts";
import { readRecord } from "./shop-client.ts";

const foundOrderSchema = z.object({
  orderId: z.string(),
  status: z.string(),
  placedAt: z.string(),
  deliveredAt: z.string().nullable(),
  paidMinor: z.int(),
  currency: z.string(),
  items: z.array(z.string()),
});

const chosenOrderSchema = z.object({
  id: z.string(),
  status: z.string(),
  version: z.int(),
  daysSinceDelivery: z.int().nullable(),
  /** `certain`: named, the only one, or the one that was shipped wrong; `likely`: what she says fits it alone. */
  confidence: z.enum(["certain", "likely"]),
});

const chosenItemSchema = z.object({
  lineId: z.string(),
  sku: z.string(),
  name: z.string(),
  sizeOrdered: z.string(),
  sizeShipped: z.string().nullable(),
  wasWrongSizeShipped: z.boolean(),
  unitPriceMinor: z.int(),
});

/** The customer's orders, newest first; the order and the item that she means only where there is no choice to make. */
export default defineLookup({
  name: "find_orders",
  title: "Find the customer's orders",
  input: z.strictObject({
    orderId: z.string().exactOptional(),
    size: z.string().exactOptional(),
    item: z.string().exactOptional(),
  }),
  output: z.object({
    orders: z.array(foundOrderSchema),
    order: chosenOrderSchema.exactOptional(),
    item: chosenItemSchema.exactOptional(),
  }),
  needs: { orderId: "message.orderId", size: "message.size", item: "message.item" },
  gives: [
    "orders",
    "order.id",
    "order.status",
    "order.daysSinceDelivery",
    "item.lineId",
    "item.sku",
    "item.name",
    "item.sizeOrdered",
    "item.sizeShipped",
    "item.wasWrongSizeShipped",
  ],
  run: async (context) => {
    const reading = await readRecord(context, "oms", "/orders", z.object({ orders: z.array(orderSchema) }));
    if (reading.kind !== "found") return reading;
    const orders = reading.value.orders.toSorted((one, other) => other.placedAt.localeCompare(one.placedAt));
    const chosen = chooseItem(orders, context.args);
    return { kind: "found", result: { orders: orders.map(listed), ...told(chosen, context) } };
  },
});

function listed({ orderId, status, placedAt, deliveredAt, paidMinor, currency, lines }: Order) {
  const items = lines.map(({ name, sizeShipped, sizeOrdered }) => `${name}, size ${sizeShipped ?? sizeOrdered}`);
  return { orderId, status, placedAt, deliveredAt, paidMinor, currency, items };
}

function told(chosen: ChosenItem | null, { daysSince }: ToolContext) {
  if (chosen === null) return {};
  const { order, line, confidence } = chosen;
  const { orderId, status, version } = order;
  const days = daysSinceDelivery(order, daysSince) ?? null;
  const item = line === null ? {} : { item: itemOf(line) };
  return { order: { id: orderId, status, version, daysSinceDelivery: days, confidence }, ...item };
}

function itemOf(line: OrderLine) {
  const { lineId, sku, name, sizeOrdered, sizeShipped, unitPriceMinor } = line;
  return {
    lineId,
    sku,
    name,
    sizeOrdered,
    sizeShipped,
    wasWrongSizeShipped: wasWrongSizeShipped(line),
    unitPriceMinor,
  };
}
