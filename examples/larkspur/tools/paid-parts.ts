import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Charge, cardText, readChargeOf } from "./charge-record.ts";
import { daysSinceDelivery, readOrder } from "./order-record.ts";
import { type Reading, readRecord } from "./shop-client.ts";

/** The shop takes things back for so long; a state may give a customer more time, never less. */
const ownWindowDays = 30;

/** How an order was paid, what of each part can still go back, and by when; amounts in cents. */
export type PaidParts = {
  currency: string;
  /** Calendar days in the shop's time zone; null while it is not delivered. */
  daysSinceDelivery: number | null;
  windowDays: number;
  /** Where the window comes from. */
  source: string;
  region: string | null;
  promotion: { name: string; discountMinor: number } | null;
  /** Null when nothing was taken from a card. */
  card: { id: string; card: string; refundableMinor: number; refundedMinor: number } | null;
  /** Null when no part was paid with store credit. */
  credit: { paymentId: string; returnableMinor: number; returnedMinor: number } | null;
  /** Something in it is sold no more. */
  isDiscontinued: boolean;
  /** What has taken its place; null when nothing has, or when all is still sold. */
  successor: string | null;
};

const termsSchema = z.object({ terms: z.object({ windowDays: z.int(), source: z.string() }).nullable() });
const productSchema = z.object({
  product: z.object({ name: z.string(), successorSku: z.string().nullable().exactOptional() }),
});
const paymentsSchema = z.object({
  creditPayments: z.array(
    z.object({ paymentId: z.string(), returnableMinor: z.int(), returnedMinor: z.int(), paidAt: z.string() }),
  ),
});

export async function readPaidParts(context: ToolContext, orderId: string): Promise<Reading<PaidParts>> {
  const order = await readOrder(context, orderId);
  if (order.kind !== "found") return order;
  const { address, currency, promotion, lines } = order.value;
  const region = address.country === "US" ? address.region : null;
  const [charge, credits, terms, products] = await Promise.all([
    readChargeOf(context, orderId),
    readRecord(context, "payments", `/credit-payments?orderId=${encodeURIComponent(orderId)}`, paymentsSchema),
    readTerms(context, region),
    readProducts(
      context,
      lines.map(({ sku }) => sku),
    ),
  ]);
  if (charge.kind !== "found") return charge;
  if (credits.kind !== "found") return credits;
  if (terms.kind !== "found") return terms;
  if (products.kind !== "found") return products;
  const { windowDays, source } = terms.value;
  const [credit] = credits.value.creditPayments;
  const paidParts = {
    currency,
    daysSinceDelivery: daysSinceDelivery(order.value, context.daysSince) ?? null,
    windowDays: Math.max(ownWindowDays, windowDays),
    source: windowDays > ownWindowDays ? source : "The shop's own terms",
    region,
    promotion,
    card: charge.value === null ? null : cardPart(charge.value),
    credit: credit ?? null,
    ...products.value,
  };
  return { kind: "found", value: paidParts };
}

function cardPart(charge: Charge): NonNullable<PaidParts["card"]> {
  const { chargeId: id, refundableMinor, refundedMinor } = charge;
  return { id, card: cardText(charge), refundableMinor, refundedMinor };
}

async function readTerms(
  context: ToolContext,
  region: string | null,
): Promise<Reading<{ windowDays: number; source: string }>> {
  const own = { windowDays: ownWindowDays, source: "" };
  if (region === null) return { kind: "found", value: own };
  const reading = await readRecord(context, "oms", `/refund-terms?region=${encodeURIComponent(region)}`, termsSchema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.terms ?? own } : reading;
}

async function readProducts(
  context: ToolContext,
  skus: readonly string[],
): Promise<Reading<Pick<PaidParts, "isDiscontinued" | "successor">>> {
  const found = await Promise.all(skus.map((sku) => readProduct(context, sku)));
  const successors: (string | null)[] = [];
  for (const reading of found) {
    if (reading.kind !== "found") return reading;
    if (reading.value.successorSku !== undefined) successors.push(reading.value.successorSku);
  }
  const [successorSku = null] = successors;
  if (successorSku === null)
    return { kind: "found", value: { isDiscontinued: successors.length > 0, successor: null } };
  const successor = await readProduct(context, successorSku);
  return successor.kind === "found"
    ? { kind: "found", value: { isDiscontinued: true, successor: successor.value.name } }
    : successor;
}

async function readProduct(
  context: ToolContext,
  sku: string,
): Promise<Reading<z.infer<typeof productSchema>["product"]>> {
  const reading = await readRecord(context, "oms", `/products/${encodeURIComponent(sku)}`, productSchema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.product } : reading;
}
