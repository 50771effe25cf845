import { countRecords, putRecord } from "../customer-records.ts";
import type { Customer } from "../crm/data.ts";
import { planPriceMinor, type Plan, type Subscription } from "../payments/data.ts";
import { otherPlaces } from "./people.ts";
import type { WorldDraft } from "./world-draft.ts";

/** A customer of the monthly outfit box on each plan, and one who paused. */
export function seedSubscriptionLandmarks(draft: WorldDraft) {
  const subscriber = (plan: Plan, status: Subscription["status"] = "active"): Customer => {
    const customer = draft.addCustomer({ place: draft.random.pick(otherPlaces) });
    addSubscription(draft, customer, plan, status);
    return customer;
  };
  return {
    planFree: subscriber("free"),
    planBasic: subscriber("basic"),
    planPlus: subscriber("plus"),
    planPremium: subscriber("premium"),
    planPaused: subscriber("plus", "paused"),
  } satisfies Record<string, Customer>;
}

/** Her subscription, the membership and the next box that go with it, and what was taken for the current period. */
export function addSubscription(
  draft: WorldDraft,
  customer: Customer,
  plan: Plan,
  status: Subscription["status"],
): void {
  const { customerRef } = customer;
  const { subscriptions, charges } = draft.data.payments;
  const number = 2001 + countRecords(subscriptions);
  const subscriptionId = `SB-${number}`;
  const priceMinor = planPriceMinor[plan];
  const startedDaysAgo = draft.random.int(2, 20);
  putRecord(subscriptions, subscriptionId, {
    subscriptionId,
    customerRef,
    plan,
    status,
    priceMinor,
    currency: "USD",
    period: { startsOn: draft.dayFromToday(-startedDaysAgo), endsOn: draft.dayFromToday(30 - startedDaysAgo) },
    version: 1,
  });
  putRecord(draft.data.crm.customers, customerRef, { ...customer, membership: plan });
  if (priceMinor === 0) return;
  putRecord(draft.data.oms.boxes, `LB-${number}`, {
    boxId: `LB-${number}`,
    customerRef,
    packsOn: draft.dayFromToday(31 - startedDaysAgo),
    status: status === "cancelled" ? "stopped" : "planned",
    version: 1,
    lastKeys: {},
  });
  const chargeId = `CH-0${number}`;
  putRecord(charges, chargeId, {
    chargeId,
    orderId: subscriptionId,
    customerRef,
    amountMinor: priceMinor,
    refundedMinor: 0,
    currency: "USD",
    card: { brand: "visa", lastFour: String(number) },
    capturedAt: new Date(Date.parse(`${draft.dayFromToday(-startedDaysAgo)}T15:00:00Z`)).toISOString(),
  });
}
