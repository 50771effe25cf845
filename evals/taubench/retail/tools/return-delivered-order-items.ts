import { z } from "zod";
import { writeAction } from "./system-client.ts";
import {
  areOnOrder,
  methodFacts,
  methodFactsSchema,
  ownershipOf,
  ownershipSchema,
  readOrder,
  readProfile,
} from "./shop-records.ts";

/** Starts the return of items of a delivered order. */
export default writeAction({
  system: "shop",
  name: "return_delivered_order_items",
  title: "Return items of an order",
  input: z.object({ order_id: z.string(), item_ids: z.array(z.string()), payment_method_id: z.string() }),
  factsSchema: z.object({
    ownership: ownershipSchema,
    status: z.string(),
    areOnOrder: z.boolean(),
    isOriginalMethod: z.boolean(),
    method: methodFactsSchema,
  }),
  sources: { ownership: "shop", status: "shop", areOnOrder: "shop", isOriginalMethod: "shop", method: "shop" },
  touches: ({ order_id }) => ({ type: "order", id: order_id }),
  readFacts: async (context) => {
    const { order_id, item_ids, payment_method_id } = context.args;
    const order = await readOrder(context, order_id);
    if (order.kind !== "found") return order;
    const profile = await readProfile(context, order.value.user_id);
    if (profile.kind !== "found") return profile;
    return {
      kind: "read",
      facts: {
        ownership: ownershipOf(context, order.value.user_id),
        status: order.value.status,
        areOnOrder: areOnOrder(order.value, item_ids),
        isOriginalMethod: order.value.payment_history[0]?.payment_method_id === payment_method_id,
        method: methodFacts(profile.value, payment_method_id),
      },
    };
  },
  describe: ({ args }) =>
    `Return ${args.item_ids.join(", ")} of order ${args.order_id}, refunded to ${args.payment_method_id}?`,
  because: "A return can be asked for once only.",
});
