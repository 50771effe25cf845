import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { orderIdSchema } from "./order-record.ts";
import { readPaidParts } from "./paid-parts.ts";

const termsSchema = z.object({
  /** What can go back in each of the ways in which she paid, in cents. */
  cardMinor: z.int(),
  creditMinor: z.int(),
  /** What a promotion took off: it was never paid, and is not paid out. */
  promotionMinor: z.int(),
  promotion: z.string().nullable(),
  daysSinceDelivery: z.int().nullable(),
  windowDays: z.int(),
  source: z.string(),
  state: z.string().nullable(),
  isDiscontinued: z.boolean(),
  successor: z.string().nullable(),
});

/** How an order was paid, and what its customer's state and the shop's terms let go back of each part. */
export default defineLookup({
  name: "refund_terms",
  title: "Work out what can go back of each part of a payment",
  doing: "checking how the order was paid and the terms of your state",
  input: z.strictObject({ orderId: orderIdSchema }),
  output: z.object({ terms: termsSchema }),
  needs: { orderId: "order.id" },
  gives: Object.keys(termsSchema.shape).map((field) => `terms.${field}`),
  run: async (context) => {
    const reading = await readPaidParts(context, context.args.orderId);
    if (reading.kind !== "found") return reading;
    const { card, credit, promotion, region, currency: _, ...rest } = reading.value;
    const terms = {
      cardMinor: card?.refundableMinor ?? 0,
      creditMinor: credit?.returnableMinor ?? 0,
      promotionMinor: promotion?.discountMinor ?? 0,
      promotion: promotion?.name ?? null,
      state: region,
      ...rest,
    };
    return { kind: "found", result: { terms } };
  },
});
