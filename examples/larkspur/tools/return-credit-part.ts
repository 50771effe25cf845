import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Simulation, ToolContext } from "@purser/kit";
import { defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { creditOutputSchema, findIssued, issueCredit, revocationOf } from "./credit-record.ts";
import { orderIdSchema } from "./order-record.ts";
import { readPaidParts } from "./paid-parts.ts";
import { underPaymentsKey } from "./payments-key.ts";

const inputSchema = z.strictObject({ orderId: orderIdSchema, amountMinor: z.int().positive() });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  currency: z.string(),
  /** What was paid with store credit and not yet given back. */
  returnableMinor: z.int(),
  /** Calendar days in the shop's time zone; absent while the order is not delivered. */
  daysSinceDelivery: z.int().exactOptional(),
  /** The shop's own, or a longer one that the state of the customer gives her. */
  windowDays: z.int(),
  isFlagged: z.boolean(),
  /** The payment that it gives back; absent when no part was paid with store credit. */
  paymentId: z.string().exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

/** Gives back the part of an order that was paid with store credit, as store credit and never as money. */
export default defineAction({
  name: "return_credit_part",
  title: "Give back store credit as store credit",
  tier: "execute",
  input: inputSchema,
  output: creditOutputSchema,
  needs: { orderId: "order.id", amountMinor: "terms.creditMinor" },
  gives: ["credit.id", "credit.state", "credit.amountMinor"],
  promises: { "credit.state": "issued" },
  factsSchema,
  sources: {
    currency: "oms",
    returnableMinor: "payments",
    daysSinceDelivery: "oms",
    windowDays: "oms",
    isFlagged: "crm",
    paymentId: "payments",
  },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: readCreditFacts,
  describe: ({ args, facts }) =>
    `Give back ${formatMoney(args.amountMinor, facts.currency)} of store credit for order ${args.orderId}?`,
  simulate: simulateReturn,
  execute: async (context) => {
    const { args, facts, key } = context;
    if (facts.paymentId === undefined)
      return { kind: "refused", code: "PUR-3004", detail: "No part of this order was paid with store credit." };
    const path = `/credit-payments/${encodeURIComponent(facts.paymentId)}/return`;
    return issueCredit(context, path, { amountMinor: args.amountMinor, currency: facts.currency }, key);
  },
  verify: (context) => findIssued(context, context.args.amountMinor, context.key),
  ...underPaymentsKey,
  undo: revocationOf("store credit"),
});

async function readCreditFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [parts, account] = await Promise.all([readPaidParts(context, context.args.orderId), readAccount(context)]);
  if (parts.kind !== "found") return parts;
  if (account.kind !== "found") return account;
  const { currency, windowDays, daysSinceDelivery, credit } = parts.value;
  return {
    kind: "read",
    facts: {
      currency,
      returnableMinor: credit?.returnableMinor ?? 0,
      windowDays,
      isFlagged: account.value.isFlagged,
      ...(daysSinceDelivery === null ? {} : { daysSinceDelivery }),
      ...(credit === null ? {} : { paymentId: credit.paymentId }),
    },
  };
}

async function simulateReturn(context: ToolContext & { args: Input }): Promise<Simulation> {
  const { orderId, amountMinor } = context.args;
  const parts = await readPaidParts(context, orderId);
  if (parts.kind === "failed") return { kind: "cannot-tell", detail: parts.detail };
  if (parts.kind === "refused") return { kind: "would-refuse", detail: parts.detail };
  const { credit } = parts.value;
  if (credit === null) return { kind: "would-refuse", detail: "No part of this order was paid with store credit." };
  const { paymentId, returnableMinor, returnedMinor: from } = credit;
  if (amountMinor > returnableMinor)
    return { kind: "would-refuse", detail: `At most ${returnableMinor} can be given back.` };
  const changes = [{ record: `credit payment ${paymentId}`, field: "returnedMinor", from, to: from + amountMinor }];
  return { kind: "would-do", changes };
}
