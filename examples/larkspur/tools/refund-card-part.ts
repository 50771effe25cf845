import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Simulation, ToolContext } from "@purser/kit";
import { defineAction, hours, seconds } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { orderIdSchema } from "./order-record.ts";
import { readPaidParts } from "./paid-parts.ts";
import {
  findRefundUnder,
  findVoidUnder,
  makeRefund,
  readIsVoidable,
  refundOutputSchema,
  voidFeeText,
  voidRefund,
  voidWithinMs,
} from "./refund-of-charge.ts";

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
  once: "key",
  keyLifetimeMs: hours(24),
  settleMs: seconds(20),
  freshForMs: seconds(5),
  undo: {
    kind: "compensable",
    withinMs: voidWithinMs,
    residue: voidFeeText,
    factsSchema: z.strictObject({ isVoidable: z.boolean() }),
    sources: { isVoidable: "payments" },
    readFacts: (context) => readIsVoidable(context, context.result.refund.id),
    describe: ({ args, result }) =>
      `Void the refund of ${formatMoney(result.refund.amountMinor, "USD")} for order ${args.orderId}?`,
    execute: ({ result, key, callKey, ...context }) => voidRefund(context, result.refund.id, key, callKey),
    verify: (context) => findVoidUnder(context, context.key),
  },
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
  const parts = await readPaidParts(context, orderId);
  if (parts.kind === "failed") return { kind: "cannot-tell", detail: parts.detail };
  if (parts.kind === "refused") return { kind: "would-refuse", detail: parts.detail };
  const { card } = parts.value;
  if (card === null) return { kind: "would-refuse", detail: "Nothing was taken from a card for this order." };
  const { id, refundableMinor, refundedMinor: from } = card;
  if (amountMinor > refundableMinor)
    return { kind: "would-refuse", detail: `At most ${refundableMinor} can be refunded.` };
  const changes = [{ record: `charge ${id}`, field: "refundedMinor", from, to: from + amountMinor }];
  return { kind: "would-do", changes };
}
