import { z } from "zod";
import { writeAction } from "./system-client.ts";
import { ownershipOf, ownershipSchema, readOrder } from "./shop-records.ts";

/** Cancels a whole order that is still pending. */
export default writeAction({
  system: "shop",
  name: "cancel_pending_order",
  title: "Cancel an order",
  input: z.object({ order_id: z.string(), reason: z.string() }),
  factsSchema: z.object({ ownership: ownershipSchema, status: z.string() }),
  sources: { ownership: "shop", status: "shop" },
  touches: ({ order_id }) => ({ type: "order", id: order_id }),
  readFacts: async (context) => {
    const order = await readOrder(context, context.args.order_id);
    if (order.kind !== "found") return order;
    const { user_id, status } = order.value;
    return { kind: "read", facts: { ownership: ownershipOf(context, user_id), status } };
  },
  describe: ({ args }) => `Cancel order ${args.order_id} because it is ${args.reason}?`,
  because: "A cancelled order cannot be taken up again.",
});
