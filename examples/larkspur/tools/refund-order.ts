import { formatMoney, plusMs } from "@purser/contract";
import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction, hours, seconds } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { billingReason, readBill } from "./billing-record.ts";
import {
  cardText,
  chargeFor,
  readChargesOf,
  readRefund,
  readRefundsUnder,
  type Refund,
  refundSchema,
} from "./charge-record.ts";
import { daysSinceDelivery, orderIdSchema } from "./order-record.ts";
import { change } from "./shop-client.ts";

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
  paidMinor: z.int(),
  /** Where the money goes back to; absent when nothing was taken for the order. */
  charge: z.strictObject({ id: z.string(), card: z.string() }).exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  refund: z.object({ id: z.string(), state: z.string(), amountMinor: z.int() }),
});
type Output = z.infer<typeof outputSchema>;

/** The processor voids a refund for so long, and keeps its fee. */
const voidWithinMs = days(30);

/** Gives money back to the card that an order was paid with. The processor keeps keys for 24 hours, errors too. */
export default defineAction({
  name: "refund_order",
  title: "Refund an order",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
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
  },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  counts: ({ amountMinor }) => ({ refundedMinor: amountMinor }),
  readFacts: readRefundFacts,
  describe: ({ args, facts }) =>
    `Refund ${formatMoney(args.amountMinor, facts.currency)} for order ${args.orderId} to your ${facts.charge?.card ?? "original payment"}?`,
  simulate: simulateRefund,
  execute: async (context) => {
    const { args, facts, key } = context;
    const { amountMinor, reason } = args;
    if (facts.charge === undefined)
      return { kind: "refused", code: "PUR-3004", detail: "Nothing was taken for this order." };
    const body = { chargeId: facts.charge.id, amountMinor, currency: facts.currency, reason };
    return change(context, "payments", { method: "POST", path: "/refunds", body, key }, answerSchema, ({ refund }) =>
      resultOf(refund),
    );
  },
  verify: findRefund,
  once: "key",
  keyLifetimeMs: hours(24),
  settleMs: seconds(20),
  freshForMs: seconds(5),
  undo: {
    kind: "compensable",
    withinMs: voidWithinMs,
    residue: "The payment processor keeps its fee of $0.30.",
    factsSchema: z.strictObject({ isVoidable: z.boolean() }),
    sources: { isVoidable: "payments" },
    readFacts: async (context) => {
      const refund = await readRefund(context, context.result.refund.id);
      if (refund.kind !== "found") return refund;
      const { status, createdAt } = refund.value;
      return {
        kind: "read",
        facts: { isVoidable: status === "succeeded" && context.now <= plusMs(createdAt, voidWithinMs) },
      };
    },
    describe: ({ args, result }) =>
      `Void the refund of ${formatMoney(result.refund.amountMinor, "USD")} for order ${args.orderId}?`,
    execute: async (context) => {
      const { result, key, callKey } = context;
      const path = `/refunds/${encodeURIComponent(result.refund.id)}/void`;
      const headers = { "purser-reverses": callKey };
      return change(context, "payments", { method: "POST", path, key, headers }, answerSchema, ({ refund }) =>
        resultOf(refund),
      );
    },
    verify: async (context) => {
      const voided = await readRefundsUnder(context, "voidKey", context.key);
      if (voided.kind !== "found") return { kind: "unknown", detail: voided.detail };
      const [refund, ...others] = voided.value;
      if (refund === undefined) return { kind: "not-done", detail: "No refund was voided under the key." };
      if (others.length > 0) return { kind: "doubled", detail: "More than one refund was voided under the key." };
      if (refund.status !== "voided") return { kind: "unknown", detail: `The refund is ${refund.status}.` };
      return { kind: "done", result: resultOf(refund) };
    },
  },
});

const answerSchema = z.object({ refund: refundSchema });

function resultOf({ refundId, status, amountMinor }: Refund): Output {
  return { refund: { id: refundId, state: status, amountMinor } };
}

async function readRefundFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const { orderId, amountMinor: askedMinor } = context.args;
  const [bill, account] = await Promise.all([readBill(context, orderId), readAccount(context)]);
  if (bill.kind !== "found") return bill;
  if (account.kind !== "found") return account;
  const { order, charges, billing } = bill.value;
  const sinceDelivery = daysSinceDelivery(order, context.daysSince);
  const delivered = sinceDelivery === undefined ? {} : { daysSinceDelivery: sinceDelivery };
  const { overchargedMinor } = billing;
  const overcharged = overchargedMinor === 0 ? {} : { overchargedMinor };
  const cancelled = order.status === "cancelled" ? { isCancelled: true as const } : {};
  const known = { isFlagged: account.value.isFlagged, ...delivered, ...overcharged, ...cancelled };
  const charge = chargeFor(charges, askedMinor);
  if (charge === null)
    return { kind: "read", facts: { ...known, currency: order.currency, refundableMinor: 0, paidMinor: 0 } };
  const { chargeId, currency, refundableMinor, amountMinor } = charge;
  const paidWith = { id: chargeId, card: cardText(charge) };
  return { kind: "read", facts: { ...known, currency, refundableMinor, paidMinor: amountMinor, charge: paidWith } };
}

/** Reads back by key, and that the charge shows it. */
async function findRefund(context: ToolContext & { args: Input; key: string }): Promise<Finding<Output>> {
  const { args, key } = context;
  const [made, charges] = await Promise.all([
    readRefundsUnder(context, "key", key),
    readChargesOf(context, args.orderId),
  ]);
  if (made.kind !== "found") return { kind: "unknown", detail: made.detail };
  if (charges.kind !== "found") return { kind: "unknown", detail: charges.detail };
  const [refund, ...others] = made.value;
  if (refund === undefined) return { kind: "not-done", detail: "No refund was made under the key." };
  if (others.length > 0) return { kind: "doubled", detail: `${made.value.length} refunds stand under the key.` };
  if (refund.status !== "succeeded") return { kind: "unknown", detail: `The refund is ${refund.status}.` };
  if (refund.amountMinor !== args.amountMinor) return { kind: "unknown", detail: "The refund is of another amount." };
  const charge = charges.value.find(({ chargeId }) => chargeId === refund.chargeId);
  const isBooked = charge !== undefined && charge.refundedMinor >= refund.amountMinor;
  return isBooked
    ? { kind: "done", result: resultOf(refund) }
    : { kind: "unknown", detail: "The charge does not show the refund." };
}

async function simulateRefund(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { orderId, amountMinor } = context.args;
  const reading = await readChargesOf(context, orderId);
  if (reading.kind === "failed") return { kind: "cannot-tell", detail: reading.detail };
  if (reading.kind === "refused") return { kind: "would-refuse", detail: reading.detail };
  const charge = chargeFor(reading.value, amountMinor);
  if (charge === null) return { kind: "would-refuse", detail: "Nothing was taken for this order." };
  const { chargeId, refundedMinor, refundableMinor } = charge;
  if (amountMinor > refundableMinor)
    return { kind: "would-refuse", detail: `At most ${refundableMinor} can be refunded.` };
  const refunded = {
    record: `charge ${chargeId}`,
    field: "refundedMinor",
    from: refundedMinor,
    to: refundedMinor + amountMinor,
  };
  return { kind: "would-do", changes: [refunded] };
}
