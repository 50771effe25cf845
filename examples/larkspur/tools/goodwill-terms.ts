import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readCredits, recentlyCreditedMinor } from "./credit-record.ts";
import { orderIdSchema, readOrder } from "./order-record.ts";

const dollarMinor = 100;
const leastMinor = 5 * dollarMinor;
const mostMinor = 20 * dollarMinor;

/**
 * What the shop's own rule would give as a goodwill: a tenth of the order in whole dollars, from $5 to $20, less what was
 * credited in the last 90 days. A proposal for a teammate; `credit` is absent when the rule gives nothing.
 */
export default defineLookup({
  name: "goodwill_terms",
  title: "Work out a goodwill credit",
  input: z.strictObject({ orderId: orderIdSchema }),
  output: z.object({ credit: z.object({ amountMinor: z.int().positive(), why: z.string() }).exactOptional() }),
  needs: { orderId: "order.id" },
  gives: ["credit.amountMinor", "credit.why"],
  run: async (context) => {
    const [order, credits] = await Promise.all([readOrder(context, context.args.orderId), readCredits(context)]);
    if (order.kind !== "found") return order;
    if (credits.kind !== "found") return credits;
    const { paidMinor, orderId } = order.value;
    const tenthMinor = Math.ceil(paidMinor / 10 / dollarMinor) * dollarMinor;
    const ruleMinor = Math.min(Math.max(tenthMinor, leastMinor), mostMinor, paidMinor);
    const amountMinor = ruleMinor - recentlyCreditedMinor(credits.value, context);
    if (amountMinor <= 0) return { kind: "found", result: {} };
    const why = `Goodwill for order ${orderId}, by the rule of a tenth.`;
    return { kind: "found", result: { credit: { amountMinor, why } } };
  },
});
