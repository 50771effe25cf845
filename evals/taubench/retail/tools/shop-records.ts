import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./system-client.ts";

const orderSchema = z.object({
  order_id: z.string(),
  user_id: z.string(),
  status: z.string(),
  items: z.array(z.object({ item_id: z.string(), product_id: z.string(), name: z.string(), price: z.number() })),
  payment_history: z.array(
    z.object({ transaction_type: z.string(), amount: z.number(), payment_method_id: z.string() }),
  ),
});
export type Order = z.infer<typeof orderSchema>;

const profileSchema = z.object({
  user_id: z.string(),
  payment_methods: z.record(z.string(), z.object({ source: z.string(), balance: z.number().optional() })),
});
export type Profile = z.infer<typeof profileSchema>;

const itemSchema = z.object({
  item_id: z.string(),
  product_id: z.string(),
  available: z.boolean(),
  price: z.number(),
});
export type Item = z.infer<typeof itemSchema>;

export function readOrder(context: ToolContext, orderId: string): Promise<Reading<Order>> {
  return readRecord(context, "shop", `/orders/${encodeURIComponent(orderId)}`, orderSchema);
}

export function readProfile(context: ToolContext, userId: string): Promise<Reading<Profile>> {
  return readRecord(context, "shop", `/users/${encodeURIComponent(userId)}`, profileSchema);
}

/** Those of the items that exist. */
export async function readItems(context: ToolContext, itemIds: readonly string[]): Promise<Reading<readonly Item[]>> {
  const path = `/items?ids=${encodeURIComponent(itemIds.join(","))}`;
  const read = await readRecord(context, "shop", path, z.object({ items: z.array(itemSchema) }));
  return read.kind === "found" ? { kind: "found", value: read.value.items } : read;
}

/** Whose a record is: hers, somebody else's, or nobody knows because nobody knows who she is. */
export const ownershipSchema = z.enum(["own", "other", "unknown"]);

export function ownershipOf({ customer }: ToolContext, userId: string): z.infer<typeof ownershipSchema> {
  if (customer === null) return "unknown";
  return customer.ref === userId ? "own" : "other";
}

export function minorOf(amount: number): number {
  return Math.round(amount * 100);
}

/** What a policy may ask of the payment method that is named in the arguments. */
export const methodFactsSchema = z.object({
  isInProfile: z.boolean(),
  isGiftCard: z.boolean(),
  /** What is left on a gift card; no other method has a balance. */
  balanceMinor: z.int().exactOptional(),
});

export function methodFacts({ payment_methods }: Profile, methodId: string): z.infer<typeof methodFactsSchema> {
  const method = payment_methods[methodId];
  return {
    isInProfile: method !== undefined,
    isGiftCard: method?.source === "gift_card",
    ...(method?.balance === undefined ? {} : { balanceMinor: minorOf(method.balance) }),
  };
}

/** True when every item is on the order, at most as often as it is named. */
export function areOnOrder({ items }: Order, itemIds: readonly string[]): boolean {
  const times = (ids: readonly string[], wanted: string): number => ids.filter((id) => id === wanted).length;
  const present = items.map(({ item_id }) => item_id);
  return itemIds.every((id) => times(itemIds, id) <= times(present, id));
}
