import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { chooseLine, itemOf, itemPaths, itemSchema } from "./choose-item.ts";
import { orderIdSchema, readOrder } from "./order-record.ts";

/** The item that she means of an order that is known; none where more than one is possible. */
export default defineLookup({
  name: "order_item",
  title: "Find the item that is meant",
  doing: "looking up the item",
  input: z.strictObject({ orderId: orderIdSchema, size: z.string().exactOptional(), item: z.string().exactOptional() }),
  output: z.object({ item: itemSchema.exactOptional() }),
  needs: { orderId: "order.id", size: "message.size", item: "message.item" },
  gives: itemPaths,
  run: async (context) => {
    const { orderId, ...said } = context.args;
    const reading = await readOrder(context, orderId);
    if (reading.kind !== "found") return reading;
    const line = chooseLine(reading.value, said);
    return { kind: "found", result: line === null ? {} : { item: itemOf(line) } };
  },
});
