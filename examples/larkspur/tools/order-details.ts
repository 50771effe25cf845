import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { addressLine, daysSinceDelivery, orderIdSchema, readOrder } from "./order-record.ts";

const lineSchema = z.object({
  lineId: z.string(),
  sku: z.string(),
  name: z.string(),
  sizeOrdered: z.string(),
  sizeShipped: z.string().nullable(),
  quantity: z.int(),
  priceMinor: z.int(),
});

const detailsSchema = z.object({
  id: z.string(),
  status: z.string(),
  placedAt: z.string(),
  deliveredAt: z.string().nullable(),
  daysSinceDelivery: z.int().nullable(),
  paidMinor: z.int(),
  currency: z.string(),
  address: z.string(),
  lines: z.array(lineSchema),
});

/** One order of the customer's, with its lines. */
export default defineLookup({
  name: "order_details",
  title: "Read an order",
  input: z.strictObject({ orderId: orderIdSchema }),
  output: z.object({ order: detailsSchema }),
  needs: { orderId: "order.id" },
  gives: ["order.id", "order.status", "order.paidMinor", "order.daysSinceDelivery", "order.address", "order.lines"],
  run: async (context) => {
    const reading = await readOrder(context, context.args.orderId);
    if (reading.kind !== "found") return reading;
    const order = reading.value;
    const { orderId, status, placedAt, deliveredAt, paidMinor, currency } = order;
    const lines = order.lines.map(({ unitPriceMinor, ...line }) => ({ ...line, priceMinor: unitPriceMinor }));
    const days = daysSinceDelivery(order, context.daysSince) ?? null;
    const address = addressLine(order.address);
    const details = {
      id: orderId,
      status,
      placedAt,
      deliveredAt,
      daysSinceDelivery: days,
      paidMinor,
      currency,
      address,
      lines,
    };
    return { kind: "found", result: { order: details } };
  },
});
