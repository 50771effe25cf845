import { formatMoney } from "@purser/contract";
import type { ActionOutcome, FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { cardText, chargeFor } from "./charge-record.ts";
import { underPaymentsKey } from "./payments-key.ts";
import { findRefundUnder, makeRefund, type refundOutputSchema, voidOf, wouldRefund } from "./refund-of-charge.ts";
import { readReturnedParcel, returnReason } from "./returned-parcel.ts";
import { returnIdSchema } from "./return-record.ts";

const inputSchema = z.strictObject({ returnId: returnIdSchema, amountMinor: z.int().positive() });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  orderId: z.string(),
  returnState: z.string(),
  /** The warehouse has scanned the parcel. */
  hasArrived: z.boolean(),
  /** What she was promised for the item, without what was refunded for this return already. */
  dueMinor: z.int(),
  /** What was paid and not yet refunded, of the charge that the money goes back to. */
  refundableMinor: z.int(),
  currency: z.string(),
  isFlagged: z.boolean(),
  /** Where the money goes back to; absent when nothing was taken for the order. */
  charge: z.strictObject({ id: z.string(), card: z.string(), refundedMinor: z.int() }).exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  paidBack: z.object({ id: z.string(), state: z.string(), amountMinor: z.int() }),
});
type Output = z.infer<typeof outputSchema>;
type Refunded = z.infer<typeof refundOutputSchema>;

/**
 * Gives the money for an item back that has arrived in the warehouse, to the card that it was paid with. She has read the
 * amount when she confirmed the return. The processor keeps keys for 24 hours.
 */
export default defineAction({
  name: "refund_return",
  title: "Refund a returned item",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { returnId: "itemReturn.id", amountMinor: "itemReturn.refundMinor" },
  gives: ["paidBack.id", "paidBack.state", "paidBack.amountMinor"],
  promises: { "paidBack.state": "succeeded" },
  factsSchema,
  sources: {
    orderId: "oms",
    returnState: "oms",
    hasArrived: "shipping",
    dueMinor: "payments",
    refundableMinor: "payments",
    currency: "oms",
    isFlagged: "crm",
    charge: "payments",
  },
  touches: ({ returnId }) => ({ type: "Return", id: returnId }),
  counts: ({ amountMinor }) => ({ refundedMinor: amountMinor }),
  readFacts: readRefundFacts,
  describe: ({ args, facts }) =>
    `Refund ${formatMoney(args.amountMinor, facts.currency)} for return ${args.returnId} of order ${facts.orderId} to your ${facts.charge?.card ?? "original payment"}?`,
  simulate: simulateRefund,
  execute: async (context) => {
    const { args, facts } = context;
    if (facts.charge === undefined)
      return { kind: "refused", code: "PUR-3004", detail: "Nothing was taken for this order." };
    const { returnId, amountMinor } = args;
    const { currency, charge } = facts;
    const body = { chargeId: charge.id, amountMinor, currency, reason: returnReason(returnId) };
    return outcomeOf(await makeRefund(context, body, context.key));
  },
  verify: async ({ args, facts, key, ...context }) =>
    findingOf(await findRefundUnder(context, facts.orderId, args.amountMinor, key)),
  ...underPaymentsKey,
  undo: voidOf(
    ({ paidBack }: Output) => paidBack,
    ({ returnId }: Input) => `for return ${returnId}`,
  ),
});

function outcomeOf(outcome: ActionOutcome<Refunded>): ActionOutcome<Output> {
  return outcome.kind === "done" ? { ...outcome, result: { paidBack: outcome.result.refund } } : outcome;
}

function findingOf(finding: Finding<Refunded>): Finding<Output> {
  return finding.kind === "done" ? { ...finding, result: { paidBack: finding.result.refund } } : finding;
}

async function readRefundFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const { returnId, amountMinor } = context.args;
  const [parcel, account] = await Promise.all([readReturnedParcel(context, returnId), readAccount(context)]);
  if (parcel.kind !== "found") return parcel;
  if (account.kind !== "found") return account;
  const { itemReturn, hasArrived, charges, paidBackMinor } = parcel.value;
  const charge = chargeFor(charges, amountMinor);
  return {
    kind: "read",
    facts: {
      orderId: itemReturn.orderId,
      returnState: itemReturn.status,
      hasArrived,
      dueMinor: itemReturn.refundMinor - paidBackMinor,
      refundableMinor: charge?.refundableMinor ?? 0,
      currency: itemReturn.currency,
      isFlagged: account.value.isFlagged,
      ...(charge === null
        ? {}
        : { charge: { id: charge.chargeId, card: cardText(charge), refundedMinor: charge.refundedMinor } }),
    },
  };
}

async function simulateRefund(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const now = await readRefundFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const { charge, refundableMinor } = now.facts;
  const value =
    charge === undefined ? null : { chargeId: charge.id, refundedMinor: charge.refundedMinor, refundableMinor };
  return wouldRefund({ kind: "found", value }, context.args.amountMinor, "Nothing was taken for this order.");
}
