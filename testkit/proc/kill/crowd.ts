import { putRecord } from "../../../examples/larkspur/systems/customer-records.ts";
import type { Customer } from "../../../examples/larkspur/systems/crm/data.ts";
import type { Order } from "../../../examples/larkspur/systems/oms/data.ts";
import { otherPlaces } from "../../../examples/larkspur/systems/seed/people.ts";
import {
  largeSkus,
  mediumSkus,
  products,
  shoeSkus,
  smallSkus,
} from "../../../examples/larkspur/systems/seed/products.ts";
import { addSubscription } from "../../../examples/larkspur/systems/seed/subscription-landmarks.ts";
import { transits } from "../../../examples/larkspur/systems/seed/transits.ts";
import { WorldDraft, type WorldData } from "../../../examples/larkspur/systems/seed/world-draft.ts";

/** What a customer writes first, and what it is about. */
export type Wish = { about: WishKind; customerRef: string; text: string };
type WishKind = (typeof wishKinds)[number];

/** In their order, again and again, so that a short run has all of them. */
const wishKinds = [
  "address",
  "small-refund",
  "together",
  "label",
  "goodwill",
  "confirmed-refund",
  "address",
  "approved-refund",
  "small-refund",
  "two-cases",
] as const;

const sizes = new Map(products.map(({ sku, sizes: all }) => [sku, all[0] ?? ""]));

/** A shop with so many customers, each of whom wants something; the same for the same seed and instant. */
export function drawCrowd(
  seed: number,
  seededAtMs: number,
  count: number,
): { data: WorldData; wishes: readonly Wish[] } {
  const draft = new WorldDraft(seed, seededAtMs);
  draft.data.shipping.transits.push(...transits);
  const wishes = Array.from({ length: count }, (_, index) => {
    const about = wishKinds[index % wishKinds.length] ?? "address";
    const customer = draft.addCustomer({ place: draft.random.pick(otherPlaces) });
    return { about, customerRef: customer.customerRef, text: textOf(about, customer, draft) };
  });
  return { data: draft.data, wishes };
}

function textOf(about: WishKind, customer: Customer, draft: WorldDraft): string {
  switch (about) {
    case "address":
    case "two-cases":
      return `Please send order ${ordered(draft, customer, shoeSkus).orderId} to 12 Elm Street, Portland, OR 97201 instead.`;
    case "small-refund":
      return refundText(delivered(draft, customer, smallSkus));
    case "confirmed-refund":
      return refundText(delivered(draft, customer, mediumSkus));
    case "approved-refund":
      return refundText(delivered(draft, customer, largeSkus));
    case "together":
      return `Please cancel ${subscription(draft, customer)}, and give me $5.00 back.`;
    case "goodwill":
      return `As a goodwill for order ${delivered(draft, customer, mediumSkus).orderId} please give me $5.00.`;
    case "label":
      return labelText(draft, delivered(draft, customer, mediumSkus));
  }
}

type Skus = readonly [string, ...string[]];

function ordered(draft: WorldDraft, customer: Customer, skus: Skus): Order {
  const sku = draft.random.pick(skus);
  return draft.addOrder({ customer, items: [{ sku, size: sizes.get(sku) ?? "" }], placed: 1 });
}

function delivered(draft: WorldDraft, customer: Customer, skus: Skus): Order {
  const sku = draft.random.pick(skus);
  const items = [{ sku, size: sizes.get(sku) ?? "" }];
  return draft.addOrder({ customer, items, placed: 9, shipped: 7, delivered: 4 });
}

function refundText({ orderId, paidMinor }: Order): string {
  return `I would like a refund of $${(paidMinor / 100).toFixed(2)} for order ${orderId}, it came with a hole.`;
}

function subscription(draft: WorldDraft, customer: Customer): string {
  addSubscription(draft, customer, "basic", "active");
  return Object.values(draft.data.payments.subscriptions).at(-1)?.subscriptionId ?? "";
}

/** She has a return for which no label was made yet. */
function labelText(draft: WorldDraft, { orderId, customerRef, lines, currency }: Order): string {
  const returnId = `LR-${draft.orderNumber()}`;
  const [line] = lines;
  putRecord(draft.data.oms.returns, returnId, {
    returnId,
    orderId,
    customerRef,
    lineId: line?.lineId ?? "1",
    sku: line?.sku ?? "",
    quantity: 1,
    refundMinor: line?.unitPriceMinor ?? 1,
    currency,
    reason: "unwanted",
    status: "created",
    createdAt: draft.daysAgo(1),
    cancelledAt: null,
    version: 1,
    lastKeys: {},
  });
  return `Please make a label for ${returnId} of order ${orderId}.`;
}
