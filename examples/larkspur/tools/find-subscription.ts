import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readSubscriptions } from "./subscription-record.ts";

const foundSchema = z.object({
  id: z.string(),
  plan: z.string(),
  status: z.string(),
  priceMinor: z.int(),
  currency: z.string(),
  paidUntil: z.iso.date(),
});

/** The customer's outfit boxes; `subscription` only when she has one and no more. */
export default defineLookup({
  name: "find_subscription",
  title: "Find the customer's outfit box",
  input: z.strictObject({}),
  output: z.object({ subscriptions: z.array(foundSchema), subscription: foundSchema.exactOptional() }),
  gives: ["subscriptions", "subscription.id", "subscription.plan", "subscription.status", "subscription.paidUntil"],
  run: async (context) => {
    const reading = await readSubscriptions(context);
    if (reading.kind !== "found") return reading;
    const subscriptions = reading.value.map(({ subscriptionId, plan, status, priceMinor, currency, period }) => ({
      id: subscriptionId,
      plan,
      status,
      priceMinor,
      currency,
      paidUntil: period.endsOn,
    }));
    const [only, ...others] = subscriptions;
    const subscription = only === undefined || others.length > 0 ? {} : { subscription: only };
    return { kind: "found", result: { subscriptions, ...subscription } };
  },
});
