import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Simulation, ToolContext } from "@purser/kit";
import { defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { cardText, readChargeOf } from "./charge-record.ts";
import { underPaymentsKey } from "./payments-key.ts";
import { findRefundUnder, makeRefund, refundOutputSchema, voidOfRefund, wouldRefund } from "./refund-of-charge.ts";
import { readSubscription, unusedMinor } from "./subscription-record.ts";

const inputSchema = z.strictObject({ subscriptionId: z.string().min(1), amountMinor: z.int().positive() });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  currency: z.string(),
  /** The part of the price that the days from tomorrow to the end of the paid period cost. */
  unusedMinor: z.int(),
  /** What was paid for the period and not yet refunded; 0 when nothing was taken. */
  refundableMinor: z.int(),
  isFlagged: z.boolean(),
  /** Where the money goes back to; absent when nothing was taken. */
  charge: z.strictObject({ id: z.string(), card: z.string() }).exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

/** Gives back what was paid for days of the outfit box that are still to come. */
export default defineAction({
  name: "refund_subscription",
  title: "Refund the unused days",
  tier: "execute",
  input: inputSchema,
  output: refundOutputSchema,
  needs: { subscriptionId: "subscription.id", amountMinor: "subscription.unusedMinor" },
  gives: ["refund.id", "refund.state", "refund.amountMinor"],
  promises: { "refund.state": "succeeded" },
  factsSchema,
  sources: {
    currency: "payments",
    unusedMinor: "payments",
    refundableMinor: "payments",
    charge: "payments",
    isFlagged: "crm",
  },
  touches: ({ subscriptionId }) => ({ type: "Subscription", id: subscriptionId }),
  counts: ({ amountMinor }) => ({ refundedMinor: amountMinor }),
  readFacts: readUnusedFacts,
  describe: ({ args, facts }) =>
    `Refund ${formatMoney(args.amountMinor, facts.currency)} for the unused days to your ${facts.charge?.card ?? "original payment"}?`,
  simulate: simulateRefund,
  execute: async ({ args, facts, key, ...context }) => {
    if (facts.charge === undefined)
      return { kind: "refused", code: "PUR-3004", detail: "Nothing was taken for this outfit box." };
    const { amountMinor } = args;
    const body = { chargeId: facts.charge.id, amountMinor, currency: facts.currency, reason: "unused days" };
    return makeRefund(context, body, key);
  },
  verify: ({ args, key, ...context }) => findRefundUnder(context, args.subscriptionId, args.amountMinor, key),
  ...underPaymentsKey,
  undo: voidOfRefund(() => "for the unused days"),
});

async function readUnusedFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const { subscriptionId } = context.args;
  const [subscription, charge, account] = await Promise.all([
    readSubscription(context, subscriptionId),
    readChargeOf(context, subscriptionId),
    readAccount(context),
  ]);
  if (subscription.kind !== "found") return subscription;
  if (charge.kind !== "found") return charge;
  if (account.kind !== "found") return account;
  const known = {
    currency: subscription.value.currency,
    unusedMinor: unusedMinor(subscription.value, context),
    isFlagged: account.value.isFlagged,
  };
  if (charge.value === null) return { kind: "read", facts: { ...known, refundableMinor: 0 } };
  const { chargeId, refundableMinor } = charge.value;
  return { kind: "read", facts: { ...known, refundableMinor, charge: { id: chargeId, card: cardText(charge.value) } } };
}

async function simulateRefund(context: ToolContext & { args: Input }): Promise<Simulation> {
  const { subscriptionId, amountMinor } = context.args;
  const charge = await readChargeOf(context, subscriptionId);
  return wouldRefund(charge, amountMinor, "Nothing was taken for this outfit box.");
}
