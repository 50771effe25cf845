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

export function addSubscription(
  draft: WorldDraft,
  { customerRef }: Customer,
  plan: Plan,
  status: Subscription["status"],
): void {
  const { subscriptions } = draft.data.payments;
  const subscriptionId = `SB-${2001 + countRecords(subscriptions)}`;
  const startedDaysAgo = draft.random.int(2, 20);
  putRecord(subscriptions, subscriptionId, {
    subscriptionId,
    customerRef,
    plan,
    status,
    priceMinor: planPriceMinor[plan],
    currency: "USD",
    period: { startsOn: draft.dayFromToday(-startedDaysAgo), endsOn: draft.dayFromToday(30 - startedDaysAgo) },
    version: 1,
  });
}
