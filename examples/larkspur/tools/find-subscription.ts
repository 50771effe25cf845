import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readSubscriptions, unusedMinor } from "./subscription-record.ts";

const foundSchema = z.object({
  id: z.string(),
  plan: z.string(),
  status: z.string(),
  priceMinor: z.int(),
  currency: z.string(),
  paidUntil: z.iso.date(),
  /** What the days that are paid and still to come cost; absent when there are none. */
  unusedMinor: z.int().exactOptional(),
});

/** The customer's outfit boxes; `subscription` only when she has one and no more. */
export default defineLookup({
  name: "find_subscription",
  title: "Find the customer's outfit box",
  doing: "looking up your plan",
  input: z.strictObject({}),
  output: z.object({ subscriptions: z.array(foundSchema), subscription: foundSchema.exactOptional() }),
  gives: [
    "subscriptions",
    "subscription.id",
    "subscription.plan",
    "subscription.status",
    "subscription.priceMinor",
    "subscription.paidUntil",
    "subscription.unusedMinor",
  ],
  run: async (context) => {
    const reading = await readSubscriptions(context);
    if (reading.kind !== "found") return reading;
    const subscriptions = reading.value.map((subscription) => {
      const { subscriptionId, plan, status, priceMinor, currency, period } = subscription;
      const unused = unusedMinor(subscription, context);
      const left = unused > 0 ? { unusedMinor: unused } : {};
      return { id: subscriptionId, plan, status, priceMinor, currency, paidUntil: period.endsOn, ...left };
    });
    const [only, ...others] = subscriptions;
    const subscription = only === undefined || others.length > 0 ? {} : { subscription: only };
    return { kind: "found", result: { subscriptions, ...subscription } };
  },
});
