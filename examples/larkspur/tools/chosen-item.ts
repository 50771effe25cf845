import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { itemOf, itemPaths, itemSchema } from "./choose-item.ts";
import { orderIdSchema, readOrder } from "./order-record.ts";

/** The item that she has chosen of several of an order; none where the order has no such line. */
export default defineLookup({
  name: "chosen_item",
  title: "Read the item that she has chosen",
  doing: "looking up the item",
  input: z.strictObject({ orderId: orderIdSchema, lineId: z.string() }),
  output: z.object({ item: itemSchema.exactOptional() }),
  needs: { orderId: "order.id", lineId: "item.chosen" },
  gives: itemPaths,
  run: async (context) => {
    const { orderId, lineId } = context.args;
    const reading = await readOrder(context, orderId);
    if (reading.kind !== "found") return reading;
    const line = reading.value.lines.find((each) => each.lineId === lineId);
    return { kind: "found", result: line === undefined ? {} : { item: itemOf(line) } };
  },
});
