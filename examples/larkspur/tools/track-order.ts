import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { type Order, orderIdSchema, readOrder } from "./order-record.ts";
import { readRecord } from "./shop-client.ts";

const estimateSchema = z.object({ estimate: z.object({ deliverBy: z.iso.date() }) });

/** Where the parcel of an order is, and by when it should be there: the carrier's estimate from the day it left. */
export default defineLookup({
  name: "track_order",
  title: "Follow a parcel",
  doing: "looking where your parcel is",
  input: z.strictObject({ orderId: orderIdSchema }),
  output: z.object({
    parcel: z.object({
      state: z.enum(["not-sent-yet", "on-its-way", "delivered", "cancelled"]),
      /** The day it left; null as long as it is here. */
      leftOn: z.iso.date().nullable(),
      /** Null for an order that is cancelled. */
      expectedBy: z.iso.date().nullable(),
      deliveredOn: z.iso.date().nullable(),
      /** Whether the day that was promised is over, and it has not come. */
      isLate: z.boolean(),
    }),
  }),
  needs: { orderId: "order.id" },
  gives: ["parcel.state", "parcel.leftOn", "parcel.expectedBy", "parcel.deliveredOn", "parcel.isLate"],
  run: async (context) => {
    const reading = await readOrder(context, context.args.orderId);
    if (reading.kind !== "found") return reading;
    const order = reading.value;
    const leftOn = dayOf(order.shippedAt);
    const deliveredOn = dayOf(order.deliveredAt);
    const state = stateOf(order);
    const parcel = { state, leftOn, deliveredOn, expectedBy: deliveredOn, isLate: false };
    if (state === "delivered" || state === "cancelled") return { kind: "found", result: { parcel } };
    const [line] = order.lines;
    const from = leftOn === null ? {} : { from: leftOn };
    const { postcode } = order.address;
    const query = new URLSearchParams({ sku: line?.sku ?? "", size: line?.sizeOrdered ?? "", postcode, ...from });
    const estimate = await readRecord(context, "shipping", `/estimates?${query.toString()}`, estimateSchema);
    if (estimate.kind !== "found") return estimate;
    const { deliverBy } = estimate.value.estimate;
    const isLate = deliverBy < context.now.slice(0, 10);
    return { kind: "found", result: { parcel: { ...parcel, expectedBy: deliverBy, isLate } } };
  },
});

function stateOf({ status }: Order): "not-sent-yet" | "on-its-way" | "delivered" | "cancelled" {
  if (status === "delivered" || status === "cancelled") return status;
  return status === "shipped" ? "on-its-way" : "not-sent-yet";
}

/** The shop works in daylight of New York, when the day there and in UTC are the same. */
function dayOf(instant: string | null): string | null {
  return instant === null ? null : instant.slice(0, 10);
}
