import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { orderIdSchema, readOrder } from "./order-record.ts";
import { readRecord } from "./shop-client.ts";

const estimateSchema = z.object({ estimate: z.object({ deliverBy: z.iso.date() }) });

/** When an item would be where the order went, if it left today. */
export default defineLookup({
  name: "estimate_delivery",
  title: "Estimate the delivery",
  doing: "asking when it can be there",
  input: z.strictObject({ orderId: orderIdSchema, sku: z.string().min(1), size: z.string().min(1) }),
  output: z.object({ delivery: z.object({ by: z.iso.date() }) }),
  needs: { orderId: "order.id", sku: "item.sku", size: "size.correct" },
  gives: ["delivery.by"],
  run: async (context) => {
    const { orderId, sku, size } = context.args;
    const order = await readOrder(context, orderId);
    if (order.kind !== "found") return order;
    const query = new URLSearchParams({ sku, size, postcode: order.value.address.postcode });
    const estimate = await readRecord(context, "shipping", `/estimates?${query.toString()}`, estimateSchema);
    if (estimate.kind !== "found") return estimate;
    return { kind: "found", result: { delivery: { by: estimate.value.estimate.deliverBy } } };
  },
});
