import { instantSchema } from "@purser/contract";
import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** What was taken for an order, and how much of it can still go back. */
export const chargeSchema = z.object({
  chargeId: z.string(),
  orderId: z.string(),
  amountMinor: z.int(),
  refundedMinor: z.int(),
  refundableMinor: z.int(),
  currency: z.string(),
  capturedAt: instantSchema,
  card: z.object({ brand: z.string(), lastFour: z.string() }),
});
export type Charge = z.infer<typeof chargeSchema>;

/** A refund of a charge: the fields that the tools use. */
export const refundSchema = z.object({
  refundId: z.string(),
  chargeId: z.string(),
  amountMinor: z.int(),
  status: z.string(),
  reason: z.string(),
  createdAt: instantSchema,
});
export type Refund = z.infer<typeof refundSchema>;

/** What was taken for an order, the latest first; usually once. */
export async function readChargesOf(context: ToolContext, orderId: string): Promise<Reading<readonly Charge[]>> {
  const path = `/charges?orderId=${encodeURIComponent(orderId)}`;
  const reading = await readRecord(context, "payments", path, z.object({ charges: z.array(chargeSchema) }));
  if (reading.kind !== "found") return reading;
  const { charges } = reading.value;
  return { kind: "found", value: charges.toSorted((one, other) => other.capturedAt.localeCompare(one.capturedAt)) };
}

/** The latest charge; null when nothing was taken. */
export async function readChargeOf(context: ToolContext, reference: string): Promise<Reading<Charge | null>> {
  const reading = await readChargesOf(context, reference);
  return reading.kind === "found" ? { kind: "found", value: reading.value[0] ?? null } : reading;
}

/** The charge that an amount goes back to: the latest that holds as much, else the one that holds most; null without any. */
export function chargeFor(charges: readonly Charge[], amountMinor: number): Charge | null {
  const byMost = charges.toSorted((one, other) => other.refundableMinor - one.refundableMinor);
  return charges.find(({ refundableMinor }) => refundableMinor >= amountMinor) ?? byMost[0] ?? null;
}

/** The refunds made (`key`) or voided (`voidKey`) under a key. */
export async function readRefundsUnder(
  context: ToolContext,
  name: "key" | "voidKey",
  key: string,
): Promise<Reading<readonly Refund[]>> {
  const path = `/refunds?${name}=${encodeURIComponent(key)}`;
  const reading = await readRecord(context, "payments", path, z.object({ refunds: z.array(refundSchema) }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.refunds } : reading;
}

/** All charges of the customer's. */
export async function readCharges(context: ToolContext): Promise<Reading<readonly Charge[]>> {
  const reading = await readRecord(context, "payments", "/charges", z.object({ charges: z.array(chargeSchema) }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.charges } : reading;
}

/** All refunds of the customer's, void ones too. */
export async function readRefunds(context: ToolContext): Promise<Reading<readonly Refund[]>> {
  const reading = await readRecord(context, "payments", "/refunds", z.object({ refunds: z.array(refundSchema) }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.refunds } : reading;
}

/** All refunds of a charge, void ones too. */
export async function readRefundsOf(context: ToolContext, chargeId: string): Promise<Reading<readonly Refund[]>> {
  const path = `/refunds?chargeId=${encodeURIComponent(chargeId)}`;
  const reading = await readRecord(context, "payments", path, z.object({ refunds: z.array(refundSchema) }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.refunds } : reading;
}

export async function readRefund(context: ToolContext, refundId: string): Promise<Reading<Refund>> {
  const path = `/refunds/${encodeURIComponent(refundId)}`;
  const reading = await readRecord(context, "payments", path, z.object({ refund: refundSchema }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.refund } : reading;
}

/** Such as `Visa ending in 4242`. */
export function cardText({ card }: Charge): string {
  return `${card.brand.slice(0, 1).toUpperCase()}${card.brand.slice(1)} ending in ${card.lastFour}`;
}
