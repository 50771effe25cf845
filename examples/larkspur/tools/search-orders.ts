import { chooseItem, chooseLine, type ItemHints, type OrderLine } from "./choose-item.ts";
import { mayBeCalled } from "./named-item.ts";
import type { Order } from "./order-record.ts";

/** What is known of the order that is meant; all of it may be wrong. */
export type OrderHints = ItemHints & {
  /** Its number as the customer wrote it. */
  number?: string;
  /** She speaks of the last one, or of the one before. */
  which?: "newest" | "oldest";
  /** The states in which what she wants makes sense. */
  statuses?: readonly string[];
};

/** One of her orders with how likely it is the one that she means, from 0 to 1, and what speaks for it. */
export type RankedOrder = { order: Order; confidence: number; because: string };

/** A way to search: what it thinks of each order; an order that it says nothing about is not in its list. */
type Way = (orders: readonly Order[], hints: OrderHints) => readonly RankedOrder[];

/** From here on an order is taken to be meant, if no other is nearly as likely. */
const meantFrom = 0.7;
const leadNeeded = 0.1;

/**
 * Her orders, the likeliest first. A number that is hers settles it; otherwise every way is tried, and the best of them
 * counts. A number that is not among hers lowers what the other ways say: she may mean none of these.
 */
export function rankOrders(orders: readonly Order[], hints: OrderHints): readonly RankedOrder[] {
  const exact = hints.number === undefined ? [] : orders.filter(({ orderId }) => isNumber(orderId, hints.number));
  if (exact.length > 0) {
    const others = orders.filter((order) => !exact.includes(order));
    return [
      ...exact.map((order) => ({ order, confidence: 1, because: "has the number that was given" })),
      ...others.map((order) => ({ order, confidence: 0, because: "has another number" })),
    ];
  }
  const isOfAnother = hints.number !== undefined;
  const found = ways.flatMap((way) => way(orders, hints));
  const lowered = isOfAnother ? found.map(withoutNumber) : found;
  const near = isOfAnother ? byNearNumber(orders, hints) : [];
  const ranked = orders.map((order) => {
    const best = [...near, ...lowered]
      .filter((it) => it.order === order)
      .toSorted((left, right) => right.confidence - left.confidence)[0];
    return best ?? { order, confidence: 0.1, because: "is one of her orders" };
  });
  return ranked.toSorted((left, right) => right.confidence - left.confidence);
}

/** The order that is meant, if the search leaves no choice to make; none that holds nothing of what she names. */
export function clearlyMeant([best, second]: readonly RankedOrder[], hints: OrderHints): RankedOrder | null {
  if (best === undefined || best.confidence < meantFrom || !holdsNamed(best.order, hints)) return null;
  return best.confidence - (second?.confidence ?? 0) < leadNeeded ? null : best;
}

/** Whether an order holds something that may be called what she calls it. */
export function holdsNamed({ lines }: Order, { item = "" }: OrderHints): boolean {
  return lines.some(({ name }) => mayBeCalled(name, item));
}

/** What of her words is not found in her orders, as a sentence to her; empty when there is nothing to say. */
export function notFound(orders: readonly Order[], hints: OrderHints): string {
  const { number, item } = hints;
  const numbered = number === undefined ? orders : orders.filter(({ orderId }) => isNumber(orderId, number));
  const [only] = numbered;
  if (number !== undefined && only === undefined) return `I cannot find an order L-${digitsOf(number)} of yours.`;
  if (item === undefined || only === undefined || numbered.some((order) => holdsNamed(order, hints))) return "";
  return number === undefined ? `I find no ${item} in your orders.` : `I find no ${item} in order ${only.orderId}.`;
}

/** The line of the order, where that can be told. */
export function lineOf(order: Order, hints: OrderHints): OrderLine | null {
  return chooseLine(order, hints);
}

function withoutNumber(ranked: RankedOrder): RankedOrder {
  return { ...ranked, confidence: ranked.confidence * 0.75 };
}

/** What came in the wrong size counts only where that state of the order makes sense; words always count. */
const byItem: Way = (orders, hints) => {
  const chosen = orders.length > 1 ? chooseItem(orders, hints) : null;
  if (chosen === null) return [];
  const isCertain = chosen.confidence === "certain";
  if (isCertain && hints.statuses?.includes(chosen.order.status) === false) return [];
  const because = isCertain ? "holds the item that came in the wrong size" : "holds what she describes";
  return [{ order: chosen.order, confidence: isCertain ? 0.95 : 0.9, because }];
};

const byStatus: Way = (orders, { statuses = [] }) => {
  const fitting = orders.filter(({ status }) => statuses.includes(status));
  const confidence = fitting.length === 1 ? 0.75 : 0.5;
  return fitting.map((order) => ({ order, confidence, because: `is ${order.status}` }));
};

const byDate: Way = (orders, { which, statuses = [] }) => {
  if (which === undefined) return [];
  const fitting = orders.filter(({ status }) => statuses.length === 0 || statuses.includes(status));
  const oldestFirst = (fitting.length > 0 ? fitting : orders).toSorted((one, other) =>
    one.placedAt.localeCompare(other.placedAt),
  );
  const meant = oldestFirst.at(which === "newest" ? -1 : 0);
  const because = which === "newest" ? "is the last one" : "is the first one";
  return meant === undefined ? [] : [{ order: meant, confidence: 0.85, because }];
};

const byBeingAlone: Way = (orders) => {
  const [only, ...others] = orders;
  if (only === undefined || others.length > 0) return [];
  return [{ order: only, confidence: 0.9, because: "is her only order" }];
};

const ways: readonly Way[] = [byItem, byStatus, byDate, byBeingAlone];

/** One digit is wrong, missing or too many, or two neighbours have changed places. */
const byNearNumber: Way = (orders, { number = "" }) =>
  orders
    .filter(({ orderId }) => isNear(digitsOf(orderId), digitsOf(number)))
    .map((order) => ({ order, confidence: 0.85, because: "has nearly the number that was given" }));

/** Whether an order has this number, however it is written. */
export function isNumber(orderId: string, number = ""): boolean {
  return digitsOf(orderId) === digitsOf(number);
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}

function isNear(one: string, other: string): boolean {
  if (one.length === other.length) {
    const differing = Array.from(one).flatMap((digit, index) => (digit === other[index] ? [] : [index]));
    const [first = 0, second = 0] = differing;
    const isSwapped = differing.length === 2 && second === first + 1 && one[first] === other[second];
    return differing.length === 1 || (isSwapped && one[second] === other[first]);
  }
  const [longer, shorter] = one.length > other.length ? [one, other] : [other, one];
  if (longer.length !== shorter.length + 1) return false;
  return Array.from(longer).some((_, index) => longer.slice(0, index) + longer.slice(index + 1) === shorter);
}
