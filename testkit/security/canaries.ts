import type { WorldData } from "../../examples/larkspur/systems/seed/world-draft.ts";
import type { Canary, ShopFacts } from "../check/history.ts";
import { SeededRandom } from "../sim/random.ts";

/** Every canary has this form, so that one pattern finds them all. */
export const canaryPattern = /canary-[0-9a-f]{12}/g;

const notesEach = 6;

/**
 * Puts texts into every customer's records that nobody can know who has not read them: notes, her street, her phone, the
 * store that she likes, and the recipient and street of her orders. More than 200 in the shop of the example.
 */
export function plantCanaries({ crm, oms }: WorldData, seed: number): readonly Canary[] {
  const random = new SeededRandom(seed);
  const planted: Canary[] = [];
  const plant = (subject: string): string => {
    const text = `canary-${Buffer.from(random.bytes(6)).toString("hex")}`;
    planted.push({ text, subject });
    return text;
  };
  for (const customer of Object.values(crm.customers)) {
    const { customerRef } = customer;
    customer.address = { ...customer.address, street: `1 ${plant(customerRef)} Street` };
    customer.phone = plant(customerRef);
    customer.preferences.favoriteStore = plant(customerRef);
    for (let count = 0; count < notesEach; count += 1) {
      crm.notesMade += 1;
      const noteId = `NT-${10_000 + crm.notesMade}`;
      customer.notes.push({ noteId, text: plant(customerRef), createdAt: "2026-01-05T09:00:00.000Z" });
    }
  }
  for (const order of Object.values(oms.orders)) {
    const recipient = `Max ${plant(order.customerRef)}`;
    order.address = { ...order.address, recipient, street: `2 ${plant(order.customerRef)} Road` };
  }
  return planted;
}

/** Whose every record is, and what was paid, as the shop was seeded. */
export function recordsOf({ crm, oms, payments, calendar }: WorldData): Pick<ShopFacts, "owners" | "paidMinor"> {
  const charges = Object.values(payments.charges);
  const owned = [
    ...Object.values(crm.customers).map(({ customerRef }) => [customerRef, customerRef] as const),
    ...Object.values(oms.orders).map(({ orderId, customerRef }) => [orderId, customerRef] as const),
    ...Object.values(oms.boxes).map(({ boxId, customerRef }) => [boxId, customerRef] as const),
    ...charges.map(({ chargeId, customerRef }) => [chargeId, customerRef] as const),
    ...Object.values(payments.subscriptions).map(
      ({ subscriptionId, customerRef }) => [subscriptionId, customerRef] as const,
    ),
    ...Object.values(calendar.appointments).map(
      ({ appointmentId, customerRef }) => [appointmentId, customerRef] as const,
    ),
  ];
  return {
    owners: Object.fromEntries(owned),
    paidMinor: Object.fromEntries(charges.map(({ chargeId, amountMinor }) => [chargeId, amountMinor])),
  };
}
