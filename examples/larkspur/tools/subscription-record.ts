import { type Instant, instantSchema } from "@purser/contract";
import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** The monthly outfit box: the fields that the tools use. It is read back up to a minute late. */
export const subscriptionSchema = z.object({
  subscriptionId: z.string(),
  plan: z.string(),
  status: z.string(),
  priceMinor: z.int(),
  currency: z.string(),
  period: z.object({ startsOn: z.iso.date(), endsOn: z.iso.date() }),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

const changeSchema = z.object({ operation: z.string(), after: subscriptionSchema });
export type SubscriptionChange = z.infer<typeof changeSchema>;

/**
 * What the days from tomorrow to the end of the paid period cost, in minor units, rounded down; 0 when none is left.
 * Days are the shop's.
 */
export function unusedMinor({ priceMinor, period }: Subscription, { daysSince }: ToolContext): number {
  const daysLeft = -daysSince(noonOf(period.endsOn));
  const paidDays = daysSince(noonOf(period.startsOn)) + daysLeft;
  return paidDays <= 0 ? 0 : Math.floor((priceMinor * Math.max(0, daysLeft)) / paidDays);
}

/** A time of the day at which it is the same day in every zone of the shop. */
function noonOf(day: string): Instant {
  return instantSchema.parse(`${day}T17:00:00.000Z`);
}

export function subscriptionPath(subscriptionId: string): string {
  return `/subscriptions/${encodeURIComponent(subscriptionId)}`;
}

export async function readSubscription(context: ToolContext, subscriptionId: string): Promise<Reading<Subscription>> {
  const schema = z.object({ subscription: subscriptionSchema });
  const reading = await readRecord(context, "payments", subscriptionPath(subscriptionId), schema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.subscription } : reading;
}

export async function readSubscriptions(context: ToolContext): Promise<Reading<readonly Subscription[]>> {
  const schema = z.object({ subscriptions: z.array(subscriptionSchema) });
  const reading = await readRecord(context, "payments", "/subscriptions", schema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.subscriptions } : reading;
}

/** The changes that were made under a key, as far as they can be read already. */
export async function readChangesUnder(
  context: ToolContext,
  subscriptionId: string,
  key: string,
): Promise<Reading<readonly SubscriptionChange[]>> {
  const path = `${subscriptionPath(subscriptionId)}/changes?key=${encodeURIComponent(key)}`;
  const reading = await readRecord(context, "payments", path, z.object({ changes: z.array(changeSchema) }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.changes } : reading;
}

/** What each plan costs a month. */
export async function readPlanPrices(
  context: ToolContext,
): Promise<Reading<readonly { plan: string; priceMinor: number }[]>> {
  const schema = z.object({ plans: z.array(z.object({ plan: z.string(), priceMinor: z.int() })) });
  const reading = await readRecord(context, "payments", "/plans", schema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.plans } : reading;
}
