import type { Instant } from "@purser/contract";
import { instantSchema } from "@purser/contract";
import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** How the shop numbers its orders. */
export const orderIdSchema = z.string().regex(/^L-\d{5}$/);

/** A postal address as the order system keeps it; the region is the state in the US and null elsewhere. */
export const addressSchema = z.object({
  recipient: z.string(),
  street: z.string(),
  city: z.string(),
  region: z.string().nullable(),
  postcode: z.string(),
  country: z.string(),
});
export type Address = z.infer<typeof addressSchema>;

const lineSchema = z.object({
  lineId: z.string(),
  sku: z.string(),
  name: z.string(),
  sizeOrdered: z.string(),
  sizeShipped: z.string().nullable(),
  quantity: z.int(),
  unitPriceMinor: z.int(),
});

/** An order: the fields that the tools use. */
export const orderSchema = z.object({
  orderId: z.string(),
  status: z.string(),
  version: z.int(),
  paidMinor: z.int(),
  currency: z.string(),
  promotion: z.object({ name: z.string(), discountMinor: z.int() }).nullable().default(null),
  address: addressSchema,
  placedAt: instantSchema,
  shippedAt: instantSchema.nullable(),
  deliveredAt: instantSchema.nullable(),
  lines: z.array(lineSchema),
  /** Per operation the key of the last write that changed the order. */
  lastKeys: z.record(z.string(), z.string()),
});
export type Order = z.infer<typeof orderSchema>;

/** What was done under a key, as the system itself remembers it. */
export const effectsSchema = z.object({ effects: z.array(z.object({ operation: z.string(), object: z.string() })) });

export async function readOrder(context: ToolContext, orderId: string): Promise<Reading<Order>> {
  const path = `/orders/${encodeURIComponent(orderId)}`;
  const reading = await readRecord(context, "oms", path, z.object({ order: orderSchema }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.order } : reading;
}

/** Calendar days since the order was delivered; undefined while it is not. */
export function daysSinceDelivery(order: Order, daysSince: (then: Instant) => number): number | undefined {
  return order.deliveredAt === null ? undefined : daysSince(order.deliveredAt);
}

/** A line of an order as a person reads it. */
export function listedLine({ name, sizeShipped, sizeOrdered }: Order["lines"][number]): string {
  return `${name}, size ${sizeShipped ?? sizeOrdered}`;
}

/** The address on one line, as a person reads it. */
export function addressLine({ street, city, region, postcode, country }: Omit<Address, "recipient">): string {
  return [street, city, region, postcode, country].filter((part) => part !== null && part !== "").join(", ");
}
