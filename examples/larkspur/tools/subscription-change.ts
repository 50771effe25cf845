import type { ActionOutcome, FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { type Action, days, defineAction, hours, seconds } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { change } from "./shop-client.ts";
import {
  readChangesUnder,
  readSubscription,
  type Subscription,
  subscriptionPath,
  subscriptionSchema,
} from "./subscription-record.ts";

/** One way to change a subscription's state, and the way back. */
type StateChange = {
  name: string;
  title: string;
  /** What is told of it, such as `pause`. */
  noun: string;
  /** The last part of the route, and the state before and after. */
  operation: string;
  from: readonly string[];
  to: string;
  /** The route that takes it back. */
  reversal: string;
  ask: (facts: SubscriptionFacts) => string;
  askBack: string;
};

const inputSchema = z.strictObject({ subscriptionId: z.string().min(1) });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  status: z.string(),
  plan: z.string(),
  isFlagged: z.boolean(),
  /** The last day that is paid for. */
  paidUntil: z.iso.date(),
});
type SubscriptionFacts = z.infer<typeof factsSchema>;

const stateSchema = z.object({ subscriptionId: z.string(), state: z.string() });
/** Under the noun of the change. */
type Output = Readonly<Record<string, z.infer<typeof stateSchema>>>;

const answerSchema = z.object({ subscription: subscriptionSchema });

/**
 * An action that changes a subscription's state. The processor honors keys for 24 hours and shows a change up to a
 * minute late, so nothing counts as not done before that and the time of the call have passed.
 */
export function defineSubscriptionChange(definition: StateChange): Action {
  const { name, title, noun, operation, from, to, reversal, ask, askBack } = definition;
  return defineAction({
    name,
    title,
    tier: "execute",
    input: inputSchema,
    output: z.object({ [noun]: stateSchema }),
    needs: { subscriptionId: "subscription.id" },
    gives: [`${noun}.state`],
    promises: { [`${noun}.state`]: to },
    factsSchema,
    sources: { status: "payments", plan: "payments", isFlagged: "crm", paidUntil: "payments" },
    touches: ({ subscriptionId }) => ({ type: "Subscription", id: subscriptionId }),
    readFacts: readSubscriptionFacts,
    describe: ({ facts }) => ask(facts),
    simulate: (context) => simulateChange(context, from, to),
    execute: ({ args, key, ...context }) => send(context, args, { noun, operation, key }),
    verify: (context) => findChange(context, noun, [to]),
    once: "key",
    keyLifetimeMs: hours(24),
    settleMs: seconds(75),
    undo: {
      kind: "reversible",
      withinMs: days(30),
      factsSchema: z.strictObject({ status: z.string() }),
      sources: { status: "payments" },
      readFacts: async (context) => {
        const subscription = await readSubscription(context, context.args.subscriptionId);
        if (subscription.kind !== "found") return subscription;
        return { kind: "read", facts: { status: subscription.value.status } };
      },
      describe: () => askBack,
      execute: ({ args, key, callKey, ...context }) =>
        send(context, args, { noun, operation: reversal, key, reverses: callKey }),
      verify: (context) => findChange(context, noun, from),
    },
  });
}

function resultOf(noun: string, { subscriptionId, status }: Subscription): Output {
  return { [noun]: { subscriptionId, state: status } };
}

function send(
  context: ToolContext,
  { subscriptionId }: Input,
  { noun, operation, key, reverses }: { noun: string; operation: string; key: string; reverses?: string },
): Promise<ActionOutcome<Output>> {
  const path = `${subscriptionPath(subscriptionId)}/${operation}`;
  const headers = reverses === undefined ? {} : { "purser-reverses": reverses };
  const request = { method: "POST" as const, path, key, headers };
  return change(context, "payments", request, answerSchema, ({ subscription }) => resultOf(noun, subscription));
}

/** The change under the key is what counts: the subscription itself may have been changed again since. */
async function findChange(
  context: ToolContext & { args: Input; key: string },
  noun: string,
  wanted: readonly string[],
): Promise<Finding<Output>> {
  const changes = await readChangesUnder(context, context.args.subscriptionId, context.key);
  if (changes.kind !== "found") return { kind: "unknown", detail: changes.detail };
  const [made, ...others] = changes.value;
  if (made === undefined) return { kind: "not-done", detail: "No change is to be read under the key." };
  if (others.length > 0) return { kind: "doubled", detail: `${changes.value.length} changes stand under the key.` };
  if (!wanted.includes(made.after.status))
    return { kind: "unknown", detail: `The change made the subscription ${made.after.status}.` };
  return { kind: "done", result: resultOf(noun, made.after) };
}

async function readSubscriptionFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<SubscriptionFacts>> {
  const [subscription, account] = await Promise.all([
    readSubscription(context, context.args.subscriptionId),
    readAccount(context),
  ]);
  if (subscription.kind !== "found") return subscription;
  if (account.kind !== "found") return account;
  const { status, plan, period } = subscription.value;
  return { kind: "read", facts: { status, plan, isFlagged: account.value.isFlagged, paidUntil: period.endsOn } };
}

async function simulateChange(
  context: ToolContext & { args: Input },
  from: readonly string[],
  to: string,
): Promise<Simulation> {
  const { subscriptionId } = context.args;
  const subscription = await readSubscription(context, subscriptionId);
  if (subscription.kind === "failed") return { kind: "cannot-tell", detail: subscription.detail };
  if (subscription.kind === "refused") return { kind: "would-refuse", detail: subscription.detail };
  const { status } = subscription.value;
  if (!from.includes(status)) return { kind: "would-refuse", detail: `The subscription is ${status}.` };
  const record = `subscription ${subscriptionId}`;
  return { kind: "would-do", changes: [{ record, field: "status", from: status, to }] };
}
