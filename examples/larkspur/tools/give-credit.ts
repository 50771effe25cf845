import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction, hours, seconds } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { type Credit, creditSchema, readCredits, recentlyCreditedMinor } from "./credit-record.ts";
import { orderIdSchema, readOrder } from "./order-record.ts";
import { change } from "./shop-client.ts";

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

const outputSchema = z.object({ credit: z.object({ id: z.string(), state: z.string(), amountMinor: z.int() }) });
type Output = z.infer<typeof outputSchema>;

const answerSchema = z.object({ credit: creditSchema });

/** Gives store credit as a goodwill. A draft: it waits for a teammate, and the customer hears of it when it is there. */
export default defineAction({
  name: "give_credit",
  title: "Give store credit as a goodwill",
  tier: "draft",
  input: inputSchema,
  output: outputSchema,
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
    const body = { ...args, currency: facts.currency };
    return change(context, "payments", { method: "POST", path: "/credits", body, key }, answerSchema, ({ credit }) =>
      resultOf(credit),
    );
  },
  verify: async (context): Promise<Finding<Output>> => {
    const { args, key } = context;
    const credit = await findCredit(context, "key", key, "issued");
    if (credit.kind !== "done") return credit;
    const isAsked = credit.result.credit.amountMinor === args.amountMinor;
    return isAsked ? credit : { kind: "unknown", detail: "The credit is of another amount." };
  },
  once: "key",
  keyLifetimeMs: hours(24),
  settleMs: seconds(20),
  freshForMs: seconds(5),
  undo: {
    kind: "compensable",
    withinMs: days(30),
    residue: "The customer has been told of the credit.",
    factsSchema: z.strictObject({ isIssued: z.boolean() }),
    sources: { isIssued: "payments" },
    readFacts: async (context) => {
      const credits = await readCredits(context);
      if (credits.kind !== "found") return credits;
      const own = credits.value.find(({ creditId }) => creditId === context.result.credit.id);
      return { kind: "read", facts: { isIssued: own?.status === "issued" } };
    },
    describe: ({ args, result }) =>
      `Take back the credit of ${formatMoney(result.credit.amountMinor, "USD")} for order ${args.orderId}?`,
    execute: (context) => {
      const { result, key, callKey } = context;
      const path = `/credits/${encodeURIComponent(result.credit.id)}/revoke`;
      const headers = { "purser-reverses": callKey };
      return change(context, "payments", { method: "POST", path, key, headers }, answerSchema, () => ({}));
    },
    verify: (context) => findCredit(context, "revokeKey", context.key, "revoked"),
  },
});

function resultOf({ creditId, status, amountMinor }: Credit): Output {
  return { credit: { id: creditId, state: status, amountMinor } };
}

async function findCredit(
  context: ToolContext,
  name: "key" | "revokeKey",
  key: string,
  status: string,
): Promise<Finding<Output>> {
  const under = await readCredits(context, { name, key });
  if (under.kind !== "found") return { kind: "unknown", detail: under.detail };
  const [credit, ...others] = under.value;
  if (credit === undefined) return { kind: "not-done", detail: "No credit stands under the key." };
  if (others.length > 0) return { kind: "doubled", detail: "More than one credit stands under the key." };
  if (credit.status !== status) return { kind: "unknown", detail: `The credit is ${credit.status}.` };
  return { kind: "done", result: resultOf(credit) };
}

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
