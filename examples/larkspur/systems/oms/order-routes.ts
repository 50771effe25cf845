import { z } from "zod";
import { putRecord, recordsOf } from "../customer-records.ts";
import { addressSchema } from "../address.ts";
import { refusedByVersion } from "../precondition.ts";
import {
  customerRead,
  noBodySchema,
  notFound,
  nothingSchema,
  refuse,
  write,
  type Caller,
  type Route,
  type Surroundings,
  type WriteOutcome,
} from "../route.ts";
import { orderIdSchema, stockId, type OmsState, type Order } from "./data.ts";
import { stockOf } from "./stock.ts";

const orderPathSchema = z.strictObject({ orderId: orderIdSchema });

/** The customer's own order; a foreign one is as absent as one that never was. */
export function orderOf(state: OmsState, orderId: string, customerRef: string): Order | null {
  const order = state.orders[orderId];
  return order?.customerRef === customerRef ? order : null;
}

/** The order with a new version, and with the key of the write that made it. */
export function nextOrder(order: Order, operation: string, caller: Caller, changes: Partial<Order> = {}): Order {
  const lastKeys = caller.key === null ? order.lastKeys : { ...order.lastKeys, [operation]: caller.key };
  return { ...order, ...changes, version: order.version + 1, lastKeys };
}

const listOrders = customerRead({
  path: "/orders",
  pathValues: nothingSchema,
  query: z.strictObject({ status: z.enum(["pending", "shipped", "delivered", "cancelled"]).exactOptional() }),
  find({ query, customerRef }, { state }: Surroundings<OmsState>) {
    const orders = recordsOf(state.orders, customerRef)
      .filter((order) => query.status === undefined || order.status === query.status)
      .sort((left, right) => right.placedAt.localeCompare(left.placedAt) || left.orderId.localeCompare(right.orderId));
    return { kind: "found", body: { orders } };
  },
});

const readOrder = customerRead({
  path: "/orders/:orderId",
  pathValues: orderPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state }: Surroundings<OmsState>) {
    const order = orderOf(state, pathValues.orderId, customerRef);
    return order === null ? notFound("order") : { kind: "found", body: { order } };
  },
});

const changeAddress = write({
  method: "PUT",
  path: "/orders/:orderId/address",
  operation: "address",
  pathValues: orderPathSchema,
  body: z.strictObject({ address: addressSchema }),
  object: ({ pathValues }) => pathValues.orderId,
  perform({ pathValues, body, caller, customerRef }, { state, past }: Surroundings<OmsState>) {
    const order = orderOf(state, pathValues.orderId, customerRef);
    if (order === null) return notFound("order");
    const refused = refusedByVersion(caller, { id: order.orderId, version: order.version }, past);
    if (refused !== null) return refused;
    if (order.status !== "pending") return refuse(409, "not-pending", `The order is ${order.status}.`);
    return changed(state, nextOrder(order, "address", caller, { address: body.address }));
  },
});

const cancelOrder = write({
  method: "POST",
  path: "/orders/:orderId/cancel",
  operation: "cancel",
  pathValues: orderPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.orderId,
  perform({ pathValues, caller, customerRef }, { state, past, now }: Surroundings<OmsState>) {
    const order = orderOf(state, pathValues.orderId, customerRef);
    if (order === null) return notFound("order");
    const refused = refusedByVersion(caller, { id: order.orderId, version: order.version }, past);
    if (refused !== null) return refused;
    if (order.status !== "pending") return refuse(409, "not-pending", `The order is ${order.status}.`);
    for (const line of order.lines) moveAvailable(state, line.sku, line.sizeOrdered, line.quantity);
    const cancelledAt = new Date(now).toISOString();
    return changed(state, nextOrder(order, "cancel", caller, { status: "cancelled", cancelledAt }));
  },
});

const reinstateOrder = write({
  method: "POST",
  path: "/orders/:orderId/reinstate",
  operation: "reinstate",
  pathValues: orderPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.orderId,
  perform({ pathValues, caller, customerRef }, { state, past }: Surroundings<OmsState>) {
    const order = orderOf(state, pathValues.orderId, customerRef);
    if (order === null) return notFound("order");
    const refused = refusedByVersion(caller, { id: order.orderId, version: order.version }, past);
    if (refused !== null) return refused;
    if (order.status !== "cancelled") return refuse(409, "not-cancelled", `The order is ${order.status}.`);
    const short = order.lines.find((line) => stockOf(state, line.sku, line.sizeOrdered).available < line.quantity);
    if (short !== undefined) return refuse(409, "out-of-stock", `${short.sku} ${short.sizeOrdered} is out of stock.`);
    for (const line of order.lines) moveAvailable(state, line.sku, line.sizeOrdered, -line.quantity);
    const reinstated = nextOrder(order, "reinstate", caller, { status: "pending", cancelledAt: null });
    const reverses = order.lastKeys["cancel"] ?? null;
    putRecord(state.orders, order.orderId, reinstated);
    return {
      kind: "reversal",
      status: 200,
      body: { order: reinstated },
      object: order.orderId,
      result: null,
      reverses,
    };
  },
});

function changed(state: OmsState, order: Order): WriteOutcome {
  putRecord(state.orders, order.orderId, order);
  return { kind: "effect", status: 200, body: { order }, object: order.orderId, result: null };
}

function moveAvailable(state: OmsState, sku: string, size: string, difference: number): void {
  const stock = stockOf(state, sku, size);
  state.stock[stockId(sku, size)] = { ...stock, available: stock.available + difference };
}

export const orderRoutes: readonly Route<OmsState>[] = [
  listOrders,
  readOrder,
  changeAddress,
  cancelOrder,
  reinstateOrder,
];
