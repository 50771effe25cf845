import type { JsonObject } from "@purser/contract";
import { z } from "zod";
import { putRecord } from "../customer-records.ts";
import { notFound, refuse, write, type Refusal, type Route, type Surroundings, type WriteRequest } from "../route.ts";
import { subscriptionIdSchema, type PaymentsState, type Subscription, type SubscriptionChange } from "./data.ts";
import { readBackLagMs } from "./read-back-lag.ts";
import { underKey } from "./stored-answers.ts";

export const subscriptionPathSchema = z.strictObject({ subscriptionId: subscriptionIdSchema });
type Path = z.infer<typeof subscriptionPathSchema>;

export function subscriptionOf(state: PaymentsState, subscriptionId: string, customerRef: string): Subscription | null {
  const subscription = state.subscriptions[subscriptionId];
  return subscription?.customerRef === customerRef ? subscription : null;
}

/** What a change does to a subscription, or why it is refused. */
export type ChangedFields = { kind: "change"; fields: Partial<Subscription> };
export type SubscriptionRule<Body> = (
  current: Subscription,
  body: Body,
  around: Surroundings<PaymentsState>,
) => ChangedFields | Refusal;

/** A write that changes a subscription under a key: in force at once, to be read back later. */
export function changeSubscription<Body extends JsonObject>(definition: {
  path: string;
  operation: string;
  body: z.core.$ZodType<Body>;
  largestLagMs: number;
  rule: SubscriptionRule<Body>;
}): Route<PaymentsState> {
  const { operation, rule, largestLagMs } = definition;
  return write({
    method: "POST",
    path: `/subscriptions/:subscriptionId/${definition.path}`,
    operation,
    pathValues: subscriptionPathSchema,
    body: definition.body,
    object: ({ pathValues }) => pathValues.subscriptionId,
    perform(asked: WriteRequest<Path, Body>, around: Surroundings<PaymentsState>) {
      const { subscriptionId } = asked.pathValues;
      return underKey(asked, around, subscriptionId, (key) => {
        const { state, now } = around;
        const before = subscriptionOf(state, subscriptionId, asked.customerRef);
        if (before === null) return notFound("subscription");
        const ruled = rule(before, asked.body, around);
        if (ruled.kind === "refused") return ruled;
        const after: Subscription = { ...before, ...ruled.fields, version: before.version + 1 };
        const visibleAt = now + readBackLagMs(key, largestLagMs);
        keepChange(state, { key, operation, at: now, visibleAt, before, after });
        return { kind: "effect", status: 200, body: { subscription: after }, object: subscriptionId, result: null };
      });
    },
  });
}

function keepChange(state: PaymentsState, change: SubscriptionChange): void {
  const { subscriptionId } = change.after;
  putRecord(state.subscriptions, subscriptionId, change.after);
  state.changes[subscriptionId] = [...(state.changes[subscriptionId] ?? []), change];
}

export function statusRefusal(current: Subscription): Refusal {
  return refuse(409, "wrong-status", `The subscription is ${current.status}.`);
}
