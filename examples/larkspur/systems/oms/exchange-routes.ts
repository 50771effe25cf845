import { z } from "zod";
import { countRecords, putRecord, recordsOf } from "../customer-records.ts";
import { refusedByVersion } from "../precondition.ts";
import {
  customerRead,
  noBodySchema,
  notFound,
  nothingSchema,
  refuse,
  write,
  type Refusal,
  type Route,
  type Surroundings,
  type WriteOutcome,
  type WriteRequest,
} from "../route.ts";
import {
  exchangeIdSchema,
  orderIdSchema,
  skuSchema,
  type Exchange,
  type OmsState,
  type Order,
  type OrderLine,
} from "./data.ts";
import { nextOrder, orderOf } from "./order-routes.ts";
import { releaseReserved, reserveStock } from "./stock.ts";

const exchangePathSchema = z.strictObject({ exchangeId: exchangeIdSchema });

const newExchangeSchema = z.strictObject({
  orderId: orderIdSchema,
  lineId: z.string(),
  /** The line's own product when it is null; else another of its family at no difference in price. */
  toSku: skuSchema.nullable().default(null),
  toSize: z.string(),
  reason: z.string().min(1).max(200),
});
type NewExchange = z.infer<typeof newExchangeSchema>;

const listExchanges = customerRead({
  path: "/exchanges",
  pathValues: nothingSchema,
  query: z.strictObject({ orderId: orderIdSchema }),
  find({ query, customerRef }, { state }: Surroundings<OmsState>) {
    if (orderOf(state, query.orderId, customerRef) === null) return notFound("order");
    const exchanges = recordsOf(state.exchanges, customerRef).filter(({ orderId }) => orderId === query.orderId);
    return { kind: "found", body: { exchanges } };
  },
});

const readExchange = customerRead({
  path: "/exchanges/:exchangeId",
  pathValues: exchangePathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state }: Surroundings<OmsState>) {
    const exchange = exchangeOf(state, pathValues.exchangeId, customerRef);
    return exchange === null ? notFound("exchange") : { kind: "found", body: { exchange } };
  },
});

const createExchange = write({
  method: "POST",
  path: "/exchanges",
  operation: "exchange",
  pathValues: nothingSchema,
  body: newExchangeSchema,
  object: ({ body }) => body.orderId,
  perform(asked: WriteRequest<object, NewExchange>, around: Surroundings<OmsState>) {
    const { body, caller, customerRef } = asked;
    const { state } = around;
    const order = orderOf(state, body.orderId, customerRef);
    if (order === null) return notFound("order");
    const refused = refusedByVersion(caller, { id: order.orderId, version: order.version }, around.past);
    if (refused !== null) return refused;
    const line = exchangeableLine(state, order, body);
    if (line.kind === "refused") return line;
    const toSku = body.toSku ?? line.sku;
    if (!reserveStock(state, toSku, body.toSize, line.quantity))
      return refuse(409, "out-of-stock", `${toSku} ${body.toSize} is out of stock.`);
    return created(asked, around, { order, line, toSku });
  },
});

function created(
  { body, caller }: WriteRequest<object, NewExchange>,
  { state, now }: Surroundings<OmsState>,
  { order, line, toSku }: { order: Order; line: OrderLine; toSku: string },
): WriteOutcome {
  const exchange: Exchange = {
    exchangeId: `LX-${String(10_001 + countRecords(state.exchanges))}`,
    orderId: order.orderId,
    customerRef: order.customerRef,
    lineId: line.lineId,
    fromSku: line.sku,
    fromSize: line.sizeShipped ?? line.sizeOrdered,
    toSku,
    toSize: body.toSize,
    quantity: line.quantity,
    reason: body.reason,
    status: "created",
    createdAt: new Date(now).toISOString(),
    cancelledAt: null,
    version: 1,
    lastKeys: caller.key === null ? {} : { exchange: caller.key },
  };
  const nextVersion = nextOrder(order, "exchange", caller);
  putRecord(state.exchanges, exchange.exchangeId, exchange);
  putRecord(state.orders, order.orderId, nextVersion);
  return {
    kind: "effect",
    status: 201,
    body: { exchange, orderVersion: nextVersion.version },
    object: order.orderId,
    result: exchange.exchangeId,
  };
}

/** The line that may be exchanged as asked, or why it may not. Stock is not looked at. */
function exchangeableLine(
  state: OmsState,
  order: Order,
  body: NewExchange,
): ({ kind: "exchangeable" } & OrderLine) | Refusal {
  const line = order.lines.find((it) => it.lineId === body.lineId);
  if (line === undefined) return notFound("line in this order");
  if (order.status !== "delivered") return refuse(409, "not-delivered", `The order is ${order.status}.`);
  const open = recordsOf(state.exchanges, order.customerRef).find(
    (it) => it.orderId === order.orderId && isOpenFor(it, line),
  );
  if (open !== undefined) return refuse(409, "exchange-exists", `${open.exchangeId} exchanges this line already.`);
  const isComingBack = recordsOf(state.returns, order.customerRef).some(
    (it) => it.orderId === order.orderId && it.lineId === line.lineId && it.status === "created",
  );
  if (isComingBack) return refuse(409, "return-exists", "This line is coming back already.");
  const from = state.products[line.sku];
  const to = state.products[body.toSku ?? line.sku];
  if (from === undefined || to?.family !== from.family)
    return refuse(409, "other-product", "A line is exchanged for its own product or another color of it.");
  if (!to.sizes.includes(body.toSize)) return refuse(409, "no-such-size", `${to.sku} is not made in ${body.toSize}.`);
  return { kind: "exchangeable", ...line };
}

function isOpenFor(exchange: Exchange, line: OrderLine): boolean {
  return exchange.lineId === line.lineId && exchange.status === "created";
}

const cancelExchange = write({
  method: "POST",
  path: "/exchanges/:exchangeId/cancel",
  operation: "exchange-cancel",
  pathValues: exchangePathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.exchangeId,
  perform({ pathValues, caller, customerRef }, { state, past, now }: Surroundings<OmsState>) {
    const exchange = exchangeOf(state, pathValues.exchangeId, customerRef);
    const order = exchange === null ? null : orderOf(state, exchange.orderId, customerRef);
    if (exchange === null || order === null) return notFound("exchange");
    const refused = refusedByVersion(caller, { id: exchange.exchangeId, version: exchange.version }, past);
    if (refused !== null) return refused;
    if (exchange.status !== "created") return refuse(409, "already-cancelled", "The exchange is cancelled already.");
    const lastKeys = caller.key === null ? exchange.lastKeys : { ...exchange.lastKeys, "exchange-cancel": caller.key };
    const cancelledAt = new Date(now).toISOString();
    const version = exchange.version + 1;
    const cancelled: Exchange = { ...exchange, status: "cancelled", cancelledAt, version, lastKeys };
    const nextVersion = nextOrder(order, "exchange-cancel", caller);
    releaseReserved(state, exchange.toSku, exchange.toSize, exchange.quantity);
    putRecord(state.exchanges, exchange.exchangeId, cancelled);
    putRecord(state.orders, order.orderId, nextVersion);
    return {
      kind: "reversal",
      status: 200,
      body: { exchange: cancelled, orderVersion: nextVersion.version },
      object: order.orderId,
      result: exchange.exchangeId,
      reverses: exchange.lastKeys["exchange"] ?? null,
    };
  },
});

function exchangeOf(state: OmsState, exchangeId: string, customerRef: string): Exchange | null {
  const exchange = state.exchanges[exchangeId];
  return exchange?.customerRef === customerRef ? exchange : null;
}

export const exchangeRoutes: readonly Route<OmsState>[] = [listExchanges, readExchange, createExchange, cancelExchange];
