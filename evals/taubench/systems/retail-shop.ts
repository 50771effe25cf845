import { type Json, type JsonObject, jsonSchema, unreachable } from "@purser/contract";
import { z } from "zod";
import type { Operated, Operate, Read } from "./back-end.ts";
import type { Database, Effect } from "./database.ts";
import {
  addressFields,
  type Order,
  orderSchema,
  productSchema,
  type User,
  userSchema,
  type Variant,
} from "./retail-records.ts";

/** What the shop tells: users, orders, products, items. */
export const readRetail: Read = ([collection, id], query, database) => {
  if (collection === "items") return itemsOf(query.get("ids")?.split(",") ?? [], database);
  if (collection === "users" && id === undefined) return findUser(query, database);
  if (collection === "products" && id === undefined) return productTypes(database);
  return database.find(collection ?? "", id ?? "");
};

/** What the shop does. It refuses what it cannot do; it knows nothing of the conversation. */
export const operateRetail: Operate = (tool, args, database) => {
  const parsed = argsSchema.safeParse({ tool, ...args });
  if (!parsed.success) return refused(`malformed call: ${parsed.error.message}`);
  const request = parsed.data;
  if (request.tool === "modify_user_address") return setAddress(["users", request.user_id], request, database);
  const record = database.find("orders", request.order_id);
  if (record === null) return refused(`order ${request.order_id} not found`);
  const order = orderSchema.parse(record);
  const user = userSchema.parse(database.find("users", order.user_id));
  switch (request.tool) {
    case "cancel_pending_order":
      return cancelOrder(order, user, request.reason);
    case "modify_pending_order_address":
      if (!order.status.startsWith("pending")) return refused("not pending");
      return setAddress(["orders", order.order_id], request, database);
    case "modify_pending_order_payment":
      return changePayment(order, user, request.payment_method_id);
    case "modify_pending_order_items":
      return modifyItems(order, user, request, database);
    case "return_delivered_order_items":
      return returnItems(order, user, request);
    case "exchange_delivered_order_items":
      return exchangeItems(order, user, request, database);
    default:
      return unreachable(request);
  }
};

const address = {
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
};
const change = { order_id: z.string(), item_ids: z.array(z.string()), payment_method_id: z.string() };
const replacement = { ...change, new_item_ids: z.array(z.string()) };
const argsSchema = z.discriminatedUnion("tool", [
  z.object({ tool: z.literal("cancel_pending_order"), order_id: z.string(), reason: z.string() }),
  z.object({ tool: z.literal("modify_pending_order_address"), order_id: z.string(), ...address }),
  z.object({
    tool: z.literal("modify_pending_order_payment"),
    order_id: z.string(),
    payment_method_id: z.string(),
  }),
  z.object({ tool: z.literal("modify_pending_order_items"), ...replacement }),
  z.object({ tool: z.literal("return_delivered_order_items"), ...change }),
  z.object({ tool: z.literal("exchange_delivered_order_items"), ...replacement }),
  z.object({ tool: z.literal("modify_user_address"), user_id: z.string(), ...address }),
]);
type Change = { item_ids: readonly string[]; payment_method_id: string };
type Replacement = Change & { new_item_ids: readonly string[] };

function setAddress(
  path: [string, string],
  args: Record<(typeof addressFields)[number], string>,
  database: Database,
): Operated {
  const record = database.find(...path);
  if (record === null) return refused(`${path.join(" ")} not found`);
  const before = z.object({ address: z.record(z.string(), z.string()) }).parse(record).address;
  const changed = addressFields.filter((field) => before[field] !== args[field]);
  return done(changed.map((field) => ({ path: [...path, "address", field], value: args[field] })));
}

function cancelOrder(order: Order, user: User, reason: string): Operated {
  if (order.status !== "pending") return refused("not pending");
  const refunds = order.payment_history.map((payment) => ({ ...payment, transaction_type: "refund" }));
  const credited = order.payment_history.flatMap(({ payment_method_id, amount }) =>
    creditGiftCard(user, payment_method_id, amount),
  );
  return done([
    ...credited,
    orderEffect(order, "status", "cancelled"),
    orderEffect(order, "cancel_reason", reason),
    orderEffect(order, "payment_history", [...order.payment_history, ...refunds]),
  ]);
}

function changePayment(order: Order, user: User, methodId: string): Operated {
  const [payment, ...others] = order.payment_history;
  const method = user.payment_methods[methodId];
  if (!order.status.startsWith("pending")) return refused("not pending");
  if (method === undefined) return refused("payment method not found");
  if (payment === undefined || others.length > 0) return refused("not exactly one payment");
  if (payment.payment_method_id === methodId) return refused("same method");
  if (method.balance !== undefined && method.balance < payment.amount) return refused("gift card too low");
  return done([
    ...creditGiftCard(user, methodId, -payment.amount),
    ...creditGiftCard(user, payment.payment_method_id, payment.amount),
    orderEffect(order, "payment_history", [
      payment,
      { transaction_type: "payment", amount: payment.amount, payment_method_id: methodId },
      { ...payment, transaction_type: "refund" },
    ]),
  ]);
}

function modifyItems(order: Order, user: User, request: Replacement, database: Database): Operated {
  if (order.status !== "pending") return refused("not pending");
  const replaced = replaceItems(order, user, request, database);
  if ("detail" in replaced) return replaced;
  const { difference, variants } = replaced;
  const waiting = request.item_ids.map((itemId, index) => ({ itemId, variant: variants[index] }));
  const items = order.items.map((item) => {
    const index = waiting.findIndex(({ itemId }) => itemId === item.item_id);
    const variant = index < 0 ? undefined : waiting.splice(index, 1)[0]?.variant;
    if (variant === undefined) return item;
    return { ...item, item_id: variant.item_id, price: variant.price, options: variant.options };
  });
  const payment = {
    transaction_type: difference > 0 ? "payment" : "refund",
    amount: Math.abs(difference),
    payment_method_id: request.payment_method_id,
  };
  return done([
    ...creditGiftCard(user, request.payment_method_id, -difference),
    { path: ["orders", order.order_id, "items"], value: jsonSchema.parse(items) },
    orderEffect(order, "status", "pending (item modified)"),
    orderEffect(order, "payment_history", [...order.payment_history, payment]),
  ]);
}

function returnItems(order: Order, user: User, { item_ids, payment_method_id }: Change): Operated {
  if (order.status !== "delivered") return refused("not delivered");
  const method = user.payment_methods[payment_method_id];
  if (method === undefined) return refused("payment method not found");
  const isOriginal = order.payment_history[0]?.payment_method_id === payment_method_id;
  if (!isOriginal && method.source !== "gift_card")
    return refused("refund must go to the original method or a gift card");
  const missing = missingItem(order, item_ids);
  if (missing !== null) return refused(`${missing} not on the order`);
  return done([
    orderEffect(order, "status", "return requested"),
    orderEffect(order, "return_items", item_ids.toSorted()),
    orderEffect(order, "return_payment_method_id", payment_method_id),
  ]);
}

function exchangeItems(order: Order, user: User, request: Replacement, database: Database): Operated {
  if (order.status !== "delivered") return refused("not delivered");
  const replaced = replaceItems(order, user, request, database);
  if ("detail" in replaced) return replaced;
  return done([
    orderEffect(order, "status", "exchange requested"),
    orderEffect(order, "exchange_items", request.item_ids.toSorted()),
    orderEffect(order, "exchange_new_items", request.new_item_ids.toSorted()),
    orderEffect(order, "exchange_payment_method_id", request.payment_method_id),
    orderEffect(order, "exchange_price_difference", replaced.difference),
  ]);
}

/** What the replacing costs, or why it cannot be. */
function replaceItems(
  order: Order,
  user: User,
  { item_ids, new_item_ids, payment_method_id }: Replacement,
  database: Database,
): { difference: number; variants: readonly Variant[] } | Extract<Operated, { kind: "refused" }> {
  const missing = missingItem(order, item_ids);
  if (missing !== null) return refused(`${missing} not on the order`);
  if (item_ids.length !== new_item_ids.length) return refused("lists differ in length");
  const method = user.payment_methods[payment_method_id];
  if (method === undefined) return refused("payment method not found");
  let difference = 0;
  const variants: Variant[] = [];
  for (const [index, itemId] of item_ids.entries()) {
    const item = order.items.find((candidate) => candidate.item_id === itemId);
    const variant = findItem(new_item_ids[index] ?? "", database);
    if (item === undefined || variant === null || variant.product_id !== item.product_id || !variant.available)
      return refused(`${new_item_ids[index]} not to be had`);
    difference += variant.price - item.price;
    variants.push(variant);
  }
  const cents = Math.round(difference * 100) / 100;
  if (method.balance !== undefined && method.balance < cents) return refused("gift card too low");
  return { difference: cents, variants };
}

function missingItem(order: Order, itemIds: readonly string[]): string | null {
  const count = (ids: readonly string[], wanted: string) => ids.filter((id) => id === wanted).length;
  const present = order.items.map(({ item_id }) => item_id);
  return itemIds.find((id) => count(itemIds, id) > count(present, id)) ?? null;
}

function creditGiftCard({ user_id, payment_methods }: User, methodId: string, amount: number): Effect[] {
  const balance = payment_methods[methodId]?.balance;
  if (balance === undefined) return [];
  const value = Math.round((balance + amount) * 100) / 100;
  return [{ path: ["users", user_id, "payment_methods", methodId, "balance"], value }];
}

function orderEffect({ order_id }: Order, field: string, value: Json): Effect {
  return { path: ["orders", order_id, field], value };
}

function findItem(itemId: string, database: Database): Variant | null {
  for (const record of database.all("products")) {
    const variants = record["variants"];
    if (typeof variants !== "object" || variants === null || !Object.hasOwn(variants, itemId)) continue;
    const product = productSchema.parse(record);
    const variant = product.variants[itemId];
    return variant === undefined ? null : { ...variant, product_id: product.product_id };
  }
  return null;
}

function itemsOf(ids: readonly string[], database: Database): Json {
  return { items: ids.flatMap((id) => findItem(id, database) ?? []) };
}

function findUser(query: URLSearchParams, database: Database): Json {
  const isSame = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
  const email = query.get("email");
  const users = database.all("users").map((record) => userSchema.parse(record));
  const found = users.find((user) =>
    email === null
      ? isSame(query.get("first_name"), user.name.first_name) &&
        isSame(query.get("last_name"), user.name.last_name) &&
        query.get("zip") === user.address.zip
      : isSame(email, user.email),
  );
  return found === undefined ? null : { user_id: found.user_id };
}

function productTypes(database: Database): JsonObject {
  const products = database.all("products").map((record) => productSchema.parse(record));
  return { products: products.map(({ name, product_id }) => ({ name, product_id })) };
}

function done(effects: readonly Effect[]): Operated {
  return { kind: "done", effects };
}

function refused(detail: string): Extract<Operated, { kind: "refused" }> {
  return { kind: "refused", detail };
}
