import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { itemOf, itemPaths, itemSchema, possibleLines } from "./choose-item.ts";
import { listedLine, orderIdSchema, readOrder } from "./order-record.ts";

/** The item that she means of an order that is known; where more than one is possible these, to choose from. */
export default defineLookup({
  name: "order_item",
  title: "Find the item that is meant",
  doing: "looking up the item",
  input: z.strictObject({ orderId: orderIdSchema, size: z.string().exactOptional(), item: z.string().exactOptional() }),
  output: z.object({
    item: itemSchema.exactOptional(),
    pieces: z.array(z.object({ lineId: z.string(), text: z.string() })),
  }),
  needs: { orderId: "order.id", size: "message.size", item: "message.item" },
  gives: [...itemPaths, "pieces"],
  run: async (context) => {
    const { orderId, ...said } = context.args;
    const reading = await readOrder(context, orderId);
    if (reading.kind !== "found") return reading;
    const lines = possibleLines(reading.value, said);
    const pieces = lines.map((line) => ({ lineId: line.lineId, text: listedLine(line) }));
    const [only, ...others] = lines;
    return {
      kind: "found",
      result: only === undefined || others.length > 0 ? { pieces } : { item: itemOf(only), pieces },
    };
  },
});
