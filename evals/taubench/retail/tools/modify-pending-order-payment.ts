import { z } from "zod";
import { writeAction } from "./system-client.ts";
import {
  methodFacts,
  methodFactsSchema,
  minorOf,
  ownershipOf,
  ownershipSchema,
  readOrder,
  readProfile,
} from "./shop-records.ts";

/** Moves the payment of a pending order to another method. */
export default writeAction({
  system: "shop",
  name: "modify_pending_order_payment",
  title: "Change the payment of an order",
  input: z.object({ order_id: z.string(), payment_method_id: z.string() }),
  factsSchema: z.object({
    ownership: ownershipSchema,
    status: z.string(),
    isOriginalMethod: z.boolean(),
    totalMinor: z.int(),
    method: methodFactsSchema,
  }),
  sources: { ownership: "shop", status: "shop", isOriginalMethod: "shop", totalMinor: "shop", method: "shop" },
  touches: ({ order_id }) => ({ type: "order", id: order_id }),
  readFacts: async (context) => {
    const { order_id, payment_method_id } = context.args;
    const order = await readOrder(context, order_id);
    if (order.kind !== "found") return order;
    const profile = await readProfile(context, order.value.user_id);
    if (profile.kind !== "found") return profile;
    const [original] = order.value.payment_history;
    return {
      kind: "read",
      facts: {
        ownership: ownershipOf(context, order.value.user_id),
        status: order.value.status,
        isOriginalMethod: original?.payment_method_id === payment_method_id,
        totalMinor: minorOf(original?.amount ?? 0),
        method: methodFacts(profile.value, payment_method_id),
      },
    };
  },
  describe: ({ args, facts }) =>
    `Pay the ${(facts.totalMinor / 100).toFixed(2)} dollars of order ${args.order_id} with ${args.payment_method_id}?`,
  because: "The payment goes back only by another change of the method.",
});
