import type { ToolContext } from "@purser/kit";
import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { itemOf, itemPaths, itemSchema } from "./choose-item.ts";
import { daysSinceDelivery, listedLine, type Order, orderSchema } from "./order-record.ts";
import {
  clearlyMeant,
  holdsNamed,
  isNumber,
  lineOf,
  notFound,
  type OrderHints,
  type RankedOrder,
  rankOrders,
} from "./search-orders.ts";
import { readRecord } from "./shop-client.ts";

const inputSchema = z.strictObject({
  number: z.string().exactOptional(),
  size: z.string().exactOptional(),
  item: z.string().exactOptional(),
  which: z.enum(["newest", "oldest"]).exactOptional(),
  /** An order that she does not mean. */
  except: z.string().exactOptional(),
  /** The states in which what she wants makes sense. */
  statuses: z.array(z.string()).exactOptional(),
});

const foundOrderSchema = z.object({
  orderId: z.string(),
  status: z.string(),
  placedAt: z.string(),
  deliveredAt: z.string().nullable(),
  paidMinor: z.int(),
  currency: z.string(),
  items: z.array(z.string()),
  /** How likely it is the one that she means, from 0 to 1, and what speaks for it. */
  confidence: z.number(),
  because: z.string(),
});

const chosenOrderSchema = z.object({
  id: z.string(),
  status: z.string(),
  version: z.int(),
  daysSinceDelivery: z.int().nullable(),
  confidence: z.number(),
  because: z.string(),
});

/**
 * The customer's orders, the likeliest first; the order and the item that she means only where there is no choice to
 * make. A number that is not found is searched for in other ways: nearly that number, the item, the state, the date.
 */
export default defineLookup({
  name: "find_orders",
  title: "Find the customer's orders",
  doing: "looking up your order",
  input: inputSchema,
  output: z.object({
    orders: z.array(foundOrderSchema),
    /** What she named and is not there, as a sentence to her; empty when there is nothing to say. */
    search: z.object({ missing: z.string() }),
    order: chosenOrderSchema.exactOptional(),
    item: itemSchema.exactOptional(),
  }),
  needs: {
    number: "message.orderNumber",
    size: "message.size",
    item: "message.item",
    which: "message.which",
    except: "message.except",
  },
  gives: [
    "orders",
    "search.missing",
    "order.id",
    "order.status",
    "order.daysSinceDelivery",
    "order.confidence",
    ...itemPaths,
  ],
  run: async (context) => {
    const reading = await readRecord(context, "oms", "/orders", z.object({ orders: z.array(orderSchema) }));
    if (reading.kind !== "found") return reading;
    const { except } = context.args;
    const { orders } = reading.value;
    const excepted = orders.find(({ orderId }) => orderId === except);
    const hints = excepted === undefined ? hintsIn(context.args) : withoutHintsAt(excepted, hintsIn(context.args));
    const newestFirst = orders
      .filter(({ orderId }) => orderId !== except)
      .toSorted((one, other) => other.placedAt.localeCompare(one.placedAt));
    const ranked = rankOrders(newestFirst, hints);
    const search = { missing: notFound(newestFirst, hints) };
    return {
      kind: "found",
      result: { orders: ranked.map(listed), search, ...told(clearlyMeant(ranked, hints), hints, context) },
    };
  },
});

function hintsIn({ except: _except, ...hints }: z.infer<typeof inputSchema>): OrderHints {
  return hints;
}

/** What she said of an order that she does not mean says nothing of the one that she means. */
function withoutHintsAt(order: Order, { number, item, ...others }: OrderHints): OrderHints {
  const isOtherNumber = number !== undefined && !isNumber(order.orderId, number);
  const isOtherItem = item !== undefined && !holdsNamed(order, { item });
  return { ...others, ...(isOtherNumber ? { number } : {}), ...(isOtherItem ? { item } : {}) };
}

function listed({ order, confidence, because }: RankedOrder) {
  const { orderId, status, placedAt, deliveredAt, paidMinor, currency, lines } = order;
  const items = lines.map(listedLine);
  return { orderId, status, placedAt, deliveredAt, paidMinor, currency, items, confidence, because };
}

function told(meant: RankedOrder | null, hints: OrderHints, { daysSince }: ToolContext) {
  if (meant === null) return {};
  const { order, confidence, because } = meant;
  const { orderId, status, version } = order;
  const days = daysSinceDelivery(order, daysSince) ?? null;
  const line = lineOf(order, hints);
  const item = line === null ? {} : { item: itemOf(line) };
  return { order: { id: orderId, status, version, daysSinceDelivery: days, confidence, because }, ...item };
}
