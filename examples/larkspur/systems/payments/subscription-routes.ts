import { z } from "zod";
import { recordsOf } from "../customer-records.ts";
import {
  customerRead,
  noBodySchema,
  notFound,
  nothingSchema,
  openRead,
  refuse,
  type Route,
  type Surroundings,
} from "../route.ts";
import {
  changeSubscription,
  statusRefusal,
  subscriptionOf,
  subscriptionPathSchema,
  type ChangedFields,
} from "./change-subscription.ts";
import { planPriceMinor, planSchema, type PaymentsState, type Subscription } from "./data.ts";
import { visibleChanges, visibleSubscription } from "./read-back-lag.ts";

const listSubscriptions = customerRead({
  path: "/subscriptions",
  pathValues: nothingSchema,
  query: nothingSchema,
  find({ customerRef }, { state, now }: Surroundings<PaymentsState>) {
    const subscriptions = recordsOf(state.subscriptions, customerRef).map((subscription) =>
      visibleSubscription(state, subscription, now),
    );
    return { kind: "found", body: { subscriptions } };
  },
});

const readSubscription = customerRead({
  path: "/subscriptions/:subscriptionId",
  pathValues: subscriptionPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state, now }: Surroundings<PaymentsState>) {
    const current = subscriptionOf(state, pathValues.subscriptionId, customerRef);
    if (current === null) return notFound("subscription");
    return { kind: "found", body: { subscription: visibleSubscription(state, current, now) } };
  },
});

const readChanges = customerRead({
  path: "/subscriptions/:subscriptionId/changes",
  pathValues: subscriptionPathSchema,
  query: z.strictObject({ key: z.string().exactOptional() }),
  find({ pathValues, query, customerRef }, { state, now }: Surroundings<PaymentsState>) {
    const current = subscriptionOf(state, pathValues.subscriptionId, customerRef);
    if (current === null) return notFound("subscription");
    const changes = visibleChanges(state.changes[current.subscriptionId] ?? [], now)
      .filter((change) => query.key === undefined || change.key === query.key)
      .map(({ key, operation, at, before, after }) => ({
        key,
        operation,
        at: new Date(at).toISOString(),
        before,
        after,
      }));
    return { kind: "found", body: { changes } };
  },
});

/** What each plan costs a month. */
const listPlans = openRead({
  path: "/plans",
  pathValues: nothingSchema,
  query: nothingSchema,
  find: () => ({
    kind: "found",
    body: {
      plans: planSchema.options.map((plan) => ({ plan, priceMinor: planPriceMinor[plan], currency: "USD" })),
    },
  }),
});

function withFields(fields: Partial<Subscription>): ChangedFields {
  return { kind: "change", fields };
}

/** What it was before it was cancelled: active or paused. */
function statusBeforeCancelling(state: PaymentsState, { subscriptionId }: Subscription): Subscription["status"] {
  const cancelled = state.changes[subscriptionId]?.findLast((change) => change.operation === "cancel-subscription");
  return cancelled?.before.status ?? "active";
}

function changes(largestLagMs: number): readonly Route<PaymentsState>[] {
  const withoutBody = { body: noBodySchema, largestLagMs };
  return [
    changeSubscription({
      ...withoutBody,
      path: "pause",
      operation: "pause",
      rule: (current) => (current.status === "active" ? withFields({ status: "paused" }) : statusRefusal(current)),
    }),
    changeSubscription({
      ...withoutBody,
      path: "resume",
      operation: "resume",
      rule: (current) => (current.status === "paused" ? withFields({ status: "active" }) : statusRefusal(current)),
    }),
    changeSubscription({
      ...withoutBody,
      path: "cancel",
      operation: "cancel-subscription",
      rule: (current) =>
        current.status === "cancelled" ? statusRefusal(current) : withFields({ status: "cancelled" }),
    }),
    changeSubscription({
      ...withoutBody,
      path: "reactivate",
      operation: "reactivate-subscription",
      rule(current, _, { state, now }) {
        if (current.status !== "cancelled") return statusRefusal(current);
        if (new Date(now).toISOString().slice(0, 10) > current.period.endsOn)
          return refuse(409, "period-ended", "The paid period has ended; a new subscription is needed.");
        return withFields({ status: statusBeforeCancelling(state, current) });
      },
    }),
    changeSubscription({
      path: "plan",
      operation: "change-plan",
      body: z.strictObject({ plan: planSchema }),
      largestLagMs,
      rule(current, { plan }) {
        if (current.status === "cancelled") return statusRefusal(current);
        if (current.plan === plan) return refuse(409, "same-plan", `The plan is ${plan} already.`);
        return withFields({ plan, priceMinor: planPriceMinor[plan] });
      },
    }),
  ];
}

export function subscriptionRoutes(largestLagMs: number): readonly Route<PaymentsState>[] {
  return [listPlans, listSubscriptions, readSubscription, readChanges, ...changes(largestLagMs)];
}
