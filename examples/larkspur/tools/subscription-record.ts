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
  period: z.object({ endsOn: z.iso.date() }),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

const changeSchema = z.object({ operation: z.string(), after: subscriptionSchema });
export type SubscriptionChange = z.infer<typeof changeSchema>;

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
