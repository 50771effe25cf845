import type { Customer } from "../crm/data.ts";
import { putRecord, recordsOf } from "../customer-records.ts";
import { stockId } from "../oms/data.ts";
import { otherPlaces, statePlaces } from "./people.ts";
import { discontinuedProducts, mediumSkus, productOf, smallSkus } from "./products.ts";
import { itemForSeed } from "./seeded-random.ts";
import type { WorldDraft } from "./world-draft.ts";

/** Customers from whose cards another amount was taken than their orders cost, by mistake or because they paid in two ways. */
export function seedBillingLandmarks(draft: WorldDraft, seed: number) {
  return {
    overcharged: overcharged(draft, itemForSeed(mediumSkus, seed)),
    chargedTwice: chargedTwice(draft, itemForSeed([...smallSkus, ...mediumSkus], seed)),
    paidInParts: paidInParts(draft, seed),
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

/** Longer than the shop's own window; the numbers are made up, as the shop is. */
const termsOfStates = [
  { region: "OR", windowDays: 45 },
  { region: "ME", windowDays: 60 },
  { region: "CA", windowDays: 45 },
] as const;

/** What is sold no more, bought in a promotion and paid in two ways, 38 days ago in a state with terms of its own. */
function paidInParts(draft: WorldDraft, seed: number): Customer {
  const { oms } = draft.data;
  for (const { region, windowDays } of termsOfStates)
    oms.refundTerms[region] = { region, windowDays, source: `Counsel's note on consumer law in ${region}` };
  for (const product of discontinuedProducts) {
    oms.products[product.sku] = product;
    for (const size of product.sizes)
      oms.stock[stockId(product.sku, size)] = { sku: product.sku, size, available: 0, reserved: 0 };
  }
  const customer = draft.addCustomer({ place: itemForSeed(statePlaces, seed) });
  const { sku, sizes } = itemForSeed(discontinuedProducts, seed);
  draft.addOrder({
    customer,
    items: [{ sku, size: sizes[draft.random.int(0, sizes.length - 1)] ?? "" }],
    placed: 44,
    shipped: 41,
    delivered: 38,
    promotion: {
      name: draft.random.pick(["Spring sale", "Family weekend"]),
      discountMinor: draft.random.int(10, 20) * 100,
    },
    creditMinor: draft.random.int(12, 28) * 100,
  });
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
