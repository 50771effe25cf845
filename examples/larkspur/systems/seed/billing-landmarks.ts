import type { Customer } from "../crm/data.ts";
import { putRecord, recordsOf } from "../customer-records.ts";
import { otherPlaces } from "./people.ts";
import { mediumSkus, productOf, smallSkus } from "./products.ts";
import { itemForSeed } from "./seeded-random.ts";
import type { WorldDraft } from "./world-draft.ts";

/** Customers from whose cards another amount was taken than their orders cost. */
export function seedBillingLandmarks(draft: WorldDraft, seed: number) {
  return {
    overcharged: overcharged(draft, itemForSeed(mediumSkus, seed)),
    chargedTwice: chargedTwice(draft, itemForSeed([...smallSkus, ...mediumSkus], seed)),
  } satisfies Record<string, Customer>;
}

/** Some dollars more than the order cost, as when an old price was taken; under $25. */
function overcharged(draft: WorldDraft, sku: string): Customer {
  const [customer, charge] = ordered(draft, sku);
  const tooMuchMinor = draft.random.int(3, 24) * 100 + draft.random.pick([0, 50, 95]);
  putRecord(draft.data.payments.charges, charge.chargeId, {
    ...charge,
    amountMinor: charge.amountMinor + tooMuchMinor,
  });
  return customer;
}

/** The same amount again, minutes later. */
function chargedTwice(draft: WorldDraft, sku: string): Customer {
  const [customer, charge] = ordered(draft, sku);
  const chargeId = `CH-${draft.orderNumber()}`;
  const capturedAt = new Date(Date.parse(charge.capturedAt) + 4 * 60_000).toISOString();
  putRecord(draft.data.payments.charges, chargeId, { ...charge, chargeId, capturedAt });
  return customer;
}

function ordered(draft: WorldDraft, sku: string) {
  const customer = draft.addCustomer({ place: draft.random.pick(otherPlaces) });
  const sizes = productOf(sku).sizes;
  const size = sizes[draft.random.int(0, sizes.length - 1)] ?? "";
  draft.addOrder({ customer, items: [{ sku, size }], placed: 9, shipped: 7, delivered: 4 });
  const [charge] = recordsOf(draft.data.payments.charges, customer.customerRef);
  if (charge === undefined) throw new Error("An order is charged when it is placed");
  return [customer, charge] as const;
}
