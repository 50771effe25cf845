import { formatMoney } from "@purser/contract";
import type { ActionOutcome, FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction, hours, seconds } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { membershipSchema } from "./profile-record.ts";
import { change } from "./shop-client.ts";
import {
  readChangesUnder,
  readPlanPrices,
  readSubscription,
  type Subscription,
  subscriptionPath,
  subscriptionSchema,
} from "./subscription-record.ts";

const inputSchema = z.strictObject({ subscriptionId: z.string().min(1), plan: membershipSchema });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  status: z.string(),
  plan: z.string(),
  priceMinor: z.int(),
  newPriceMinor: z.int(),
  currency: z.string(),
  isFlagged: z.boolean(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  planChange: z.object({ state: z.literal("changed"), plan: z.string(), former: z.string(), priceMinor: z.int() }),
});
type Output = z.infer<typeof outputSchema>;

const answerSchema = z.object({ subscription: subscriptionSchema });

/** Moves the outfit box to another plan; the new price counts from the next period on. */
export default defineAction({
  name: "change_plan",
  title: "Change the outfit box's plan",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { subscriptionId: "subscription.id", plan: "plan.wish" },
  gives: ["planChange.state", "planChange.plan", "planChange.priceMinor"],
  promises: { "planChange.state": "changed" },
  factsSchema,
  sources: {
    status: "payments",
    plan: "payments",
    priceMinor: "payments",
    newPriceMinor: "payments",
    currency: "payments",
    isFlagged: "crm",
  },
  touches: ({ subscriptionId }) => ({ type: "Subscription", id: subscriptionId }),
  readFacts: readPlanFacts,
  describe: ({ args, facts }) =>
    `Change your outfit box from ${facts.plan} to ${args.plan}? That is ${differenceText(facts)}.`,
  simulate: simulatePlan,
  execute: async ({ args, facts, key, ...context }) => {
    const outcome = await send(context, args, { key });
    return outcome.kind === "done" ? { kind: "done", result: resultOf(args, facts) } : outcome;
  },
  verify: async ({ args, facts, key, ...context }) => {
    const found = await findPlan(context, args, key, args.plan);
    return found.kind === "done" ? { kind: "done", result: resultOf(args, facts) } : found;
  },
  once: "key",
  keyLifetimeMs: hours(24),
  settleMs: seconds(75),
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: z.strictObject({ status: z.string(), plan: z.string() }),
    sources: { status: "payments", plan: "payments" },
    readFacts: async (context) => {
      const subscription = await readSubscription(context, context.args.subscriptionId);
      if (subscription.kind !== "found") return subscription;
      const { status, plan } = subscription.value;
      return { kind: "read", facts: { status, plan } };
    },
    describe: ({ result }) => `Change the outfit box back to ${result.planChange.former}?`,
    execute: ({ args, result, key, callKey, ...context }) =>
      send(context, { ...args, plan: result.planChange.former }, { key, reverses: callKey }),
    verify: ({ args, result, key, ...context }) => findPlan(context, args, key, result.planChange.former),
  },
});

/** The difference in price, in words; told before anybody is asked for a yes. */
function differenceText({ priceMinor, newPriceMinor, currency }: Facts): string {
  const price = `${formatMoney(newPriceMinor, currency)} a month instead of ${formatMoney(priceMinor, currency)}`;
  const difference = formatMoney(Math.abs(newPriceMinor - priceMinor), currency);
  return `${price}: ${difference} ${newPriceMinor > priceMinor ? "more" : "less"} each month from the next one on`;
}

function resultOf({ plan }: Input, { plan: former, newPriceMinor }: Facts): Output {
  return { planChange: { state: "changed", plan, former, priceMinor: newPriceMinor } };
}

function send(
  context: ToolContext,
  { subscriptionId, plan }: { subscriptionId: string; plan: string },
  { key, reverses }: { key: string; reverses?: string },
): Promise<ActionOutcome> {
  const headers = reverses === undefined ? {} : { "purser-reverses": reverses };
  const path = `${subscriptionPath(subscriptionId)}/plan`;
  return change(context, "payments", { method: "POST", path, body: { plan }, key, headers }, answerSchema, () => ({}));
}

async function findPlan(
  context: ToolContext,
  { subscriptionId }: Input,
  key: string,
  wanted: string,
): Promise<Finding> {
  const changes = await readChangesUnder(context, subscriptionId, key);
  if (changes.kind !== "found") return { kind: "unknown", detail: changes.detail };
  const [made, ...others] = changes.value;
  if (made === undefined) return { kind: "not-done", detail: "No change is to be read under the key." };
  if (others.length > 0) return { kind: "doubled", detail: `${changes.value.length} changes stand under the key.` };
  if (made.after.plan !== wanted) return { kind: "unknown", detail: `The change made the plan ${made.after.plan}.` };
  return { kind: "done", result: {} };
}

async function readPlanFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [subscription, prices, account] = await Promise.all([
    readSubscription(context, context.args.subscriptionId),
    readPlanPrices(context),
    readAccount(context),
  ]);
  if (subscription.kind !== "found") return subscription;
  if (prices.kind !== "found") return prices;
  if (account.kind !== "found") return account;
  const newPrice = prices.value.find(({ plan }) => plan === context.args.plan);
  if (newPrice === undefined) return { kind: "refused", code: "PUR-2002", detail: "There is no such plan." };
  const { status, plan, priceMinor, currency }: Subscription = subscription.value;
  const { isFlagged } = account.value;
  return { kind: "read", facts: { status, plan, priceMinor, newPriceMinor: newPrice.priceMinor, currency, isFlagged } };
}

async function simulatePlan(context: ToolContext & { args: Input }): Promise<Simulation> {
  const { subscriptionId, plan } = context.args;
  const subscription = await readSubscription(context, subscriptionId);
  if (subscription.kind === "failed") return { kind: "cannot-tell", detail: subscription.detail };
  if (subscription.kind === "refused") return { kind: "would-refuse", detail: subscription.detail };
  const { status, plan: from } = subscription.value;
  if (status === "cancelled") return { kind: "would-refuse", detail: "The subscription is cancelled." };
  if (plan === from) return { kind: "would-refuse", detail: `The plan is ${plan} already.` };
  return { kind: "would-do", changes: [{ record: `subscription ${subscriptionId}`, field: "plan", from, to: plan }] };
}
