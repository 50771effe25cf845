import type { Customer } from "./crm/data.ts";
import { recordsOf } from "./customer-records.ts";
import type { Landmark, Landmarks } from "./landmarks.ts";
import { seedAppointmentLandmark, seedSlots } from "./seed/appointments.ts";
import { seedBillingLandmarks } from "./seed/billing-landmarks.ts";
import { seedOrderLandmarks, seedTwoPending } from "./seed/order-landmarks.ts";
import { otherPlaces } from "./seed/people.ts";
import { mediumSkus, productOf, products, shoeSkus, smallSkus } from "./seed/products.ts";
import { addSubscription, seedSubscriptionLandmarks } from "./seed/subscription-landmarks.ts";
import { transits } from "./seed/transits.ts";
import { WorldDraft, type WorldData } from "./seed/world-draft.ts";
import type { SystemName } from "./system-of-record.ts";

export type World = {
  data: WorldData;
  landmarks: Landmarks;
  /** How long each system takes to answer in this world. */
  latencyMs: Readonly<Record<SystemName, number>>;
};

/**
 * The shop's world at an instant (epoch milliseconds): the same for the same seed and instant.
 *
 * Seed 1 is the one of the manual ($18.00, $47.00, $180.00; ordered 29, shipped 27); others vary names, numbers,
 * sizes, products and amounts, but never what a landmark promises. `bystanders` are customers with a delivered order
 * each that no scenario is about.
 */
export function seedWorld(seed: number, now: number, bystanders = 6): World {
  const draft = new WorldDraft(seed, now);
  draft.data.shipping.transits.push(...transits);
  seedStock(draft);
  seedSlots(draft);
  const customers = {
    ...seedOrderLandmarks(draft, seed),
    ...seedSubscriptionLandmarks(draft),
    appointment: seedAppointmentLandmark(draft),
    twoPending: seedTwoPending(draft, seed),
  };
  for (let count = 0; count < bystanders; count += 1) seedBystander(draft, count);
  const latencyMs = {
    oms: draft.random.int(5, 40),
    payments: draft.random.int(20, 90),
    shipping: draft.random.int(300, 900),
    mail: draft.random.int(10, 60),
    calendar: draft.random.int(5, 40),
    crm: draft.random.int(5, 40),
  };
  // What comes last changes nothing of the worlds that there were before it.
  const billing = seedBillingLandmarks(draft, seed);
  const describe = (customer: Customer) => landmarkOf(draft.data, customer);
  return {
    data: draft.data,
    landmarks: {
      wrongSize: describe(customers.wrongSize),
      wrongSizeOutOfStock: describe(customers.wrongSizeOutOfStock),
      wrongSizeTooLate: describe(customers.wrongSizeTooLate),
      pendingOrder: describe(customers.pendingOrder),
      shippedOrder: describe(customers.shippedOrder),
      refundSmall: describe(customers.refundSmall),
      refundMedium: describe(customers.refundMedium),
      refundLarge: describe(customers.refundLarge),
      outsideWindow: describe(customers.outsideWindow),
      flagged: describe(customers.flagged),
      twoOrders: describe(customers.twoOrders),
      twoPending: describe(customers.twoPending),
      contactChanged: describe(customers.contactChanged),
      poisonedNote: describe(customers.poisonedNote),
      planFree: describe(customers.planFree),
      planBasic: describe(customers.planBasic),
      planPlus: describe(customers.planPlus),
      planPremium: describe(customers.planPremium),
      planPaused: describe(customers.planPaused),
      appointment: describe(customers.appointment),
      overcharged: describe(billing.overcharged),
      chargedTwice: describe(billing.chargedTwice),
      paidInParts: describe(billing.paidInParts),
    },
    latencyMs,
  };
}

function seedStock(draft: WorldDraft): void {
  for (const { sku, sizes } of products) {
    for (const size of sizes) draft.setStock(sku, size, draft.random.next() < 0.12 ? 0 : draft.random.int(1, 12));
  }
}

/** Every third has ordered again and cancelled it, every fourth has the outfit box. */
function seedBystander(draft: WorldDraft, count: number): void {
  const customer = draft.addCustomer({ place: draft.random.pick(otherPlaces) });
  const item = () => {
    const { sku, sizes } = productOf(draft.random.pick([...shoeSkus, ...smallSkus, ...mediumSkus]));
    return { sku, size: sizes[draft.random.int(0, sizes.length - 1)] ?? "" };
  };
  const delivered = draft.random.int(2, 60);
  draft.addOrder({ customer, items: [item(), item()], placed: delivered + 5, shipped: delivered + 3, delivered });
  if (count % 3 === 0) draft.addOrder({ customer, items: [item()], placed: 3, cancelled: 2 });
  if (count % 4 === 0) addSubscription(draft, customer, draft.random.pick(["basic", "plus"]), "cancelled");
}

function landmarkOf(data: WorldData, customer: Customer): Landmark {
  const { customerRef, name, email, phone, address } = customer;
  const orders = recordsOf(data.oms.orders, customerRef).map(({ orderId, status, paidMinor, currency, lines }) => ({
    orderId,
    status,
    paidMinor,
    currency,
    chargeId: `CH-${orderId.slice(2)}`,
    lines,
  }));
  return {
    customerRef,
    name,
    firstName: name.split(" ")[0] ?? name,
    email,
    phone,
    city: address.city,
    postcode: address.postcode,
    orders,
    subscriptionId: recordsOf(data.payments.subscriptions, customerRef)[0]?.subscriptionId ?? null,
    appointmentId: recordsOf(data.calendar.appointments, customerRef)[0]?.appointmentId ?? null,
  };
}
