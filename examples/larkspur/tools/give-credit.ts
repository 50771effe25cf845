import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Simulation, ToolContext } from "@purser/kit";
import { defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import {
  creditOutputSchema,
  findIssued,
  issueCredit,
  readCredits,
  recentlyCreditedMinor,
  revocationOf,
} from "./credit-record.ts";
import { orderIdSchema, readOrder } from "./order-record.ts";
import { underPaymentsKey } from "./payments-key.ts";

const inputSchema = z.strictObject({
  orderId: orderIdSchema,
  amountMinor: z.int().positive(),
  reason: z.string().min(1).max(500),
});
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  currency: z.string(),
  paidMinor: z.int(),
  /** What was credited in the last 90 days and not revoked. */
  recentlyCreditedMinor: z.int(),
  isFlagged: z.boolean(),
});
type Facts = z.infer<typeof factsSchema>;

/** Gives store credit as a goodwill. A draft: it waits for a teammate, and the customer hears of it when it is there. */
export default defineAction({
  name: "give_credit",
  title: "Give store credit as a goodwill",
  tier: "draft",
  input: inputSchema,
  output: creditOutputSchema,
  needs: { orderId: "order.id", amountMinor: "credit.amountMinor", reason: "credit.why" },
  gives: ["credit.id", "credit.state", "credit.amountMinor"],
  promises: { "credit.state": "issued" },
  factsSchema,
  sources: { currency: "oms", paidMinor: "oms", recentlyCreditedMinor: "payments", isFlagged: "crm" },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: readCreditFacts,
  describe: ({ args, facts }) =>
    `Give ${formatMoney(args.amountMinor, facts.currency)} of store credit as a goodwill for order ${args.orderId}?`,
  simulate: simulateCredit,
  execute: (context) => {
    const { args, facts, key } = context;
    return issueCredit(context, "/credits", { ...args, currency: facts.currency }, key);
  },
  verify: (context) => findIssued(context, context.args.amountMinor, context.key),
  ...underPaymentsKey,
  undo: revocationOf("credit"),
});

async function readCreditFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [order, credits, account] = await Promise.all([
    readOrder(context, context.args.orderId),
    readCredits(context),
    readAccount(context),
  ]);
  if (order.kind !== "found") return order;
  if (credits.kind !== "found") return credits;
  if (account.kind !== "found") return account;
  const { currency, paidMinor } = order.value;
  const credited = recentlyCreditedMinor(credits.value, context);
  const { isFlagged } = account.value;
  return { kind: "read", facts: { currency, paidMinor, recentlyCreditedMinor: credited, isFlagged } };
}

async function simulateCredit(context: ToolContext & { args: Input }): Promise<Simulation> {
  const now = await readCreditFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const from = now.facts.recentlyCreditedMinor;
  const to = from + context.args.amountMinor;
  return { kind: "would-do", changes: [{ record: "store credit", field: "amountMinor", from, to }] };
}
