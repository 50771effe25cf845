import { z } from "zod";
import { addressInput, addressLine } from "./address.ts";
import { writeAction } from "./system-client.ts";
import { ownershipOf, ownershipSchema, readOrder } from "./shop-records.ts";

/** Gives a pending order another shipping address. */
export default writeAction({
  system: "shop",
  name: "modify_pending_order_address",
  title: "Change the address of an order",
  input: addressInput.extend({ order_id: z.string() }),
  factsSchema: z.object({ ownership: ownershipSchema, status: z.string() }),
  sources: { ownership: "shop", status: "shop" },
  touches: ({ order_id }) => ({ type: "order", id: order_id }),
  readFacts: async (context) => {
    const order = await readOrder(context, context.args.order_id);
    if (order.kind !== "found") return order;
    const { user_id, status } = order.value;
    return { kind: "read", facts: { ownership: ownershipOf(context, user_id), status } };
  },
  describe: ({ args }) => `Send order ${args.order_id} to ${addressLine(args)}?`,
  because: "The former address is not kept; it can be set again as any other.",
});
