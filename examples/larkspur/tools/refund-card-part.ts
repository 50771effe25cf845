import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Simulation, ToolContext } from "@purser/kit";
import { defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { readChargeOf } from "./charge-record.ts";
import { orderIdSchema } from "./order-record.ts";
import { readPaidParts } from "./paid-parts.ts";
import { underPaymentsKey } from "./payments-key.ts";
import { findRefundUnder, makeRefund, refundOutputSchema, voidOfRefund, wouldRefund } from "./refund-of-charge.ts";

const inputSchema = z.strictObject({ orderId: orderIdSchema, amountMinor: z.int().positive() });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  currency: z.string(),
  /** What was taken from the card and not yet refunded. */
  refundableMinor: z.int(),
  /** Calendar days in the shop's time zone; absent while the order is not delivered. */
  daysSinceDelivery: z.int().exactOptional(),
  /** The shop's own, or a longer one that the state of the customer gives her. */
  windowDays: z.int(),
  isFlagged: z.boolean(),
  /** Where the money goes back to; absent when nothing was taken. */
  charge: z.strictObject({ id: z.string(), card: z.string() }).exactOptional(),
  /** What she could have instead; absent when what she bought is still sold. */
  successor: z.string().exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

/** Gives back the part of an order that was paid by card. The processor keeps keys for 24 hours, errors too. */
export default defineAction({
  name: "refund_card_part",
  title: "Refund what was paid by card",
  tier: "execute",
  input: inputSchema,
  output: refundOutputSchema,
  needs: { orderId: "order.id", amountMinor: "terms.cardMinor" },
  gives: ["refund.id", "refund.state", "refund.amountMinor"],
  promises: { "refund.state": "succeeded" },
  factsSchema,
  sources: {
    currency: "oms",
    refundableMinor: "payments",
    daysSinceDelivery: "oms",
    windowDays: "oms",
    isFlagged: "crm",
    charge: "payments",
    successor: "oms",
  },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  counts: ({ amountMinor }) => ({ refundedMinor: amountMinor }),
  readFacts: readCardFacts,
  describe: ({ args, facts }) => {
    const instead =
      facts.successor === undefined
        ? ""
        : ` Instead of your money you could have its successor, the ${facts.successor}.`;
    const amount = formatMoney(args.amountMinor, facts.currency);
    return `Refund ${amount} for order ${args.orderId} to your ${facts.charge?.card ?? "card"}?${instead}`;
  },
  simulate: simulateRefund,
  execute: async ({ args, facts, key, ...context }) => {
    if (facts.charge === undefined)
      return { kind: "refused", code: "PUR-3004", detail: "Nothing was taken from a card for this order." };
    const body = { chargeId: facts.charge.id, amountMinor: args.amountMinor, currency: facts.currency };
    return makeRefund(context, { ...body, reason: "as paid" }, key);
  },
  verify: ({ args, key, ...context }) => findRefundUnder(context, args.orderId, args.amountMinor, key),
  ...underPaymentsKey,
  undo: voidOfRefund(({ orderId }: Input) => `for order ${orderId}`),
});

async function readCardFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [parts, account] = await Promise.all([readPaidParts(context, context.args.orderId), readAccount(context)]);
  if (parts.kind !== "found") return parts;
  if (account.kind !== "found") return account;
  const { currency, windowDays, daysSinceDelivery, card, successor } = parts.value;
  return {
    kind: "read",
    facts: {
      currency,
      refundableMinor: card?.refundableMinor ?? 0,
      windowDays,
      isFlagged: account.value.isFlagged,
      ...(daysSinceDelivery === null ? {} : { daysSinceDelivery }),
      ...(card === null ? {} : { charge: { id: card.id, card: card.card } }),
      ...(successor === null ? {} : { successor }),
    },
  };
}

async function simulateRefund(context: ToolContext & { args: Input }): Promise<Simulation> {
  const { orderId, amountMinor } = context.args;
  const charge = await readChargeOf(context, orderId);
  return wouldRefund(charge, amountMinor, "Nothing was taken from a card for this order.");
}
