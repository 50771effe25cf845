import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Simulation, ToolContext } from "@purser/kit";
import { defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { billingReason, readBill } from "./billing-record.ts";
import { cardText, chargeFor, readChargesOf } from "./charge-record.ts";
import { readExchangedLines } from "./exchange-record.ts";
import { daysSinceDelivery, orderIdSchema } from "./order-record.ts";
import { underPaymentsKey } from "./payments-key.ts";
import { findRefundUnder, makeRefund, refundOutputSchema, voidOfRefund, wouldRefund } from "./refund-of-charge.ts";

const inputSchema = z.strictObject({
  orderId: orderIdSchema,
  amountMinor: z.int().positive(),
  reason: z.enum(["damaged", "late", "wrongItem", "goodwill", "cancelled", billingReason]),
});
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  currency: z.string(),
  /** What was paid and not yet refunded, of the charge that the money goes back to; 0 when nothing was taken for the order. */
  refundableMinor: z.int(),
  /** Calendar days in the shop's time zone; absent while the order is not delivered. */
  daysSinceDelivery: z.int().exactOptional(),
  /** What was taken beyond what the order costs; absent when the bill is right. */
  overchargedMinor: z.int().exactOptional(),
  isFlagged: z.boolean(),
  /** The order is cancelled, and nothing of it was sent; absent for every other order. */
  isCancelled: z.literal(true).exactOptional(),
  /** It would pay back what is being exchanged at no charge; absent for every other amount, and for what was taken by mistake. */
  isExchanged: z.literal(true).exactOptional(),
  paidMinor: z.int(),
  /** Where the money goes back to; absent when nothing was taken for the order. */
  charge: z.strictObject({ id: z.string(), card: z.string() }).exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

/** Gives money back to the card that an order was paid with. The processor keeps keys for 24 hours, errors too. */
export default defineAction({
  name: "refund_order",
  title: "Refund an order",
  tier: "execute",
  input: inputSchema,
  output: refundOutputSchema,
  needs: { orderId: "order.id", amountMinor: "refund.amountMinor", reason: "refund.reason" },
  gives: ["refund.id", "refund.state", "refund.amountMinor"],
  promises: { "refund.state": "succeeded" },
  factsSchema,
  sources: {
    currency: "payments",
    refundableMinor: "payments",
    overchargedMinor: "payments",
    paidMinor: "payments",
    charge: "payments",
    daysSinceDelivery: "oms",
    isFlagged: "crm",
    isCancelled: "oms",
    isExchanged: "oms",
  },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  counts: ({ amountMinor }) => ({ refundedMinor: amountMinor }),
  readFacts: readRefundFacts,
  describe: ({ args, facts }) =>
    `Refund ${formatMoney(args.amountMinor, facts.currency)} for order ${args.orderId} to your ${facts.charge?.card ?? "original payment"}?`,
  simulate: simulateRefund,
  execute: async (context) => {
    const { args, facts } = context;
    const { amountMinor, reason } = args;
    if (facts.charge === undefined)
      return { kind: "refused", code: "PUR-3004", detail: "Nothing was taken for this order." };
    const body = { chargeId: facts.charge.id, amountMinor, currency: facts.currency, reason };
    return makeRefund(context, body, context.key);
  },
  verify: ({ args, key, ...context }) => findRefundUnder(context, args.orderId, args.amountMinor, key),
  ...underPaymentsKey,
  undo: voidOfRefund(({ orderId }: Input) => `for order ${orderId}`),
});

async function readRefundFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const { orderId, amountMinor: askedMinor, reason } = context.args;
  const [bill, account, exchangedLines] = await Promise.all([
    readBill(context, orderId),
    readAccount(context),
    readExchangedLines(context, orderId),
  ]);
  if (bill.kind !== "found") return bill;
  if (account.kind !== "found") return account;
  if (exchangedLines.kind !== "found") return exchangedLines;
  const { order, charges, billing } = bill.value;
  const sinceDelivery = daysSinceDelivery(order, context.daysSince);
  const delivered = sinceDelivery === undefined ? {} : { daysSinceDelivery: sinceDelivery };
  const { overchargedMinor } = billing;
  const overcharged = overchargedMinor === 0 ? {} : { overchargedMinor };
  const cancelled = order.status === "cancelled" ? { isCancelled: true as const } : {};
  const exchangedMinor = order.lines
    .filter(({ lineId }) => exchangedLines.value.includes(lineId))
    .reduce((sum, { unitPriceMinor, quantity }) => sum + unitPriceMinor * quantity, 0);
  const isOfExchanged = reason !== billingReason && exchangedMinor > 0 && askedMinor > order.paidMinor - exchangedMinor;
  const exchanged = isOfExchanged ? { isExchanged: true as const } : {};
  const known = { isFlagged: account.value.isFlagged, ...delivered, ...overcharged, ...cancelled, ...exchanged };
  const charge = chargeFor(charges, askedMinor);
  if (charge === null)
    return { kind: "read", facts: { ...known, currency: order.currency, refundableMinor: 0, paidMinor: 0 } };
  const { chargeId, currency, refundableMinor, amountMinor } = charge;
  const paidWith = { id: chargeId, card: cardText(charge) };
  return { kind: "read", facts: { ...known, currency, refundableMinor, paidMinor: amountMinor, charge: paidWith } };
}

async function simulateRefund(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { orderId, amountMinor } = context.args;
  const charges = await readChargesOf(context, orderId);
  const charge =
    charges.kind === "found" ? { kind: "found" as const, value: chargeFor(charges.value, amountMinor) } : charges;
  return wouldRefund(charge, amountMinor, "Nothing was taken for this order.");
}
