import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Charge, chargeSchema, readChargesOf } from "./charge-record.ts";
import { type Order, orderSchema, readOrder } from "./order-record.ts";
import { type Reading, readRecord } from "./shop-client.ts";

/** Why more was taken than is owed. */
export type BillingCause = "charged-twice" | "cancelled-order" | "amount-too-high";

/** What an order costs, what was taken for it, and what of that is still too much; amounts in cents. */
export type Billing = {
  owedMinor: number;
  chargedMinor: number;
  /** What was given back as a billing mistake before. */
  correctedMinor: number;
  /** What was taken too much and can still go back; 0 when the charge is right. */
  overchargedMinor: number;
  cause: BillingCause | null;
};

/** The reason that a refund carries when it mends a bill. */
export const billingReason = "billing";

/** Compares what an order costs, by the order system, with what was taken for it, by the payment processor. */
function compare(order: Order, charges: readonly Charge[], correctedMinor: number): Billing {
  const owedMinor = order.status === "cancelled" ? 0 : order.paidMinor;
  const chargedMinor = sumOf(charges, ({ amountMinor }) => amountMinor);
  const refundableMinor = sumOf(charges, (charge) => charge.refundableMinor);
  const overchargedMinor = Math.max(0, Math.min(chargedMinor - owedMinor - correctedMinor, refundableMinor));
  const cause = chargedMinor > owedMinor ? causeOf(order, charges) : null;
  return { owedMinor, chargedMinor, correctedMinor, overchargedMinor, cause };
}

function causeOf({ status }: Order, charges: readonly Charge[]): BillingCause {
  if (status === "cancelled") return "cancelled-order";
  return charges.length > 1 ? "charged-twice" : "amount-too-high";
}

const refundsSchema = z.object({
  refunds: z.array(z.object({ amountMinor: z.int(), reason: z.string(), status: z.string(), orderId: z.string() })),
});

export type BillOf = { order: Order; charges: readonly Charge[]; billing: Billing };

/** The bill of one order. */
export async function readBill(context: ToolContext, orderId: string): Promise<Reading<BillOf>> {
  const [order, charges, corrected] = await Promise.all([
    readOrder(context, orderId),
    readChargesOf(context, orderId),
    readCorrections(context),
  ]);
  if (order.kind !== "found") return order;
  if (charges.kind !== "found") return charges;
  if (corrected.kind !== "found") return corrected;
  const billing = compare(order.value, charges.value, corrected.value.get(orderId) ?? 0);
  return { kind: "found", value: { order: order.value, charges: charges.value, billing } };
}

/** The bills of all orders for which something was taken, the newest order first. */
export async function readBills(context: ToolContext): Promise<Reading<readonly BillOf[]>> {
  const [orders, charged, corrected] = await Promise.all([
    readRecord(context, "oms", "/orders", z.object({ orders: z.array(orderSchema) })),
    readRecord(context, "payments", "/charges", z.object({ charges: z.array(chargeSchema) })),
    readCorrections(context),
  ]);
  if (orders.kind !== "found") return orders;
  if (charged.kind !== "found") return charged;
  if (corrected.kind !== "found") return corrected;
  const bills = orders.value.orders.map((order) => {
    const charges = charged.value.charges.filter(({ orderId }) => orderId === order.orderId);
    return { order, charges, billing: compare(order, charges, corrected.value.get(order.orderId) ?? 0) };
  });
  return { kind: "found", value: bills.filter(({ charges }) => charges.length > 0) };
}

/** By order: what was given back because the bill was wrong. Other refunds mend no bill. */
async function readCorrections(context: ToolContext): Promise<Reading<ReadonlyMap<string, number>>> {
  const reading = await readRecord(context, "payments", "/refunds", refundsSchema);
  if (reading.kind !== "found") return reading;
  const corrected = new Map<string, number>();
  for (const { orderId, amountMinor, reason, status } of reading.value.refunds) {
    if (reason === billingReason && status === "succeeded")
      corrected.set(orderId, (corrected.get(orderId) ?? 0) + amountMinor);
  }
  return { kind: "found", value: corrected };
}

function sumOf(charges: readonly Charge[], amountOf: (charge: Charge) => number): number {
  return charges.reduce((sum, charge) => sum + amountOf(charge), 0);
}
