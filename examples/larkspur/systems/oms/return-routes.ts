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
  type WriteRequest,
} from "../route.ts";
import { orderIdSchema, returnIdSchema, type OmsState, type Order, type OrderLine, type Return } from "./data.ts";
import { nextOrder, orderOf } from "./order-routes.ts";

const returnPathSchema = z.strictObject({ returnId: returnIdSchema });

const newReturnSchema = z.strictObject({
  orderId: orderIdSchema,
  lineId: z.string(),
  reason: z.string().min(1).max(200),
});
type NewReturn = z.infer<typeof newReturnSchema>;

const listReturns = customerRead({
  path: "/returns",
  pathValues: nothingSchema,
  query: z.strictObject({ orderId: orderIdSchema }),
  find({ query, customerRef }, { state }: Surroundings<OmsState>) {
    if (orderOf(state, query.orderId, customerRef) === null) return notFound("order");
    const returns = recordsOf(state.returns, customerRef).filter(({ orderId }) => orderId === query.orderId);
    return { kind: "found", body: { returns } };
  },
});

const readReturn = customerRead({
  path: "/returns/:returnId",
  pathValues: returnPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state }: Surroundings<OmsState>) {
    const found = returnOf(state, pathValues.returnId, customerRef);
    return found === null ? notFound("return") : { kind: "found", body: { return: found } };
  },
});

const createReturn = write({
  method: "POST",
  path: "/returns",
  operation: "return",
  pathValues: nothingSchema,
  body: newReturnSchema,
  object: ({ body }) => body.orderId,
  perform(
    { body, caller, customerRef }: WriteRequest<object, NewReturn>,
    { state, past, now }: Surroundings<OmsState>,
  ) {
    const order = orderOf(state, body.orderId, customerRef);
    if (order === null) return notFound("order");
    const refused = refusedByVersion(caller, { id: order.orderId, version: order.version }, past);
    if (refused !== null) return refused;
    const line = returnableLine(state, order, body.lineId);
    if (line.kind === "refused") return line;
    const made: Return = {
      returnId: `LR-${String(10_001 + countRecords(state.returns))}`,
      orderId: order.orderId,
      customerRef,
      lineId: line.lineId,
      sku: line.sku,
      quantity: line.quantity,
      refundMinor: line.unitPriceMinor * line.quantity,
      currency: order.currency,
      reason: body.reason,
      status: "created",
      createdAt: new Date(now).toISOString(),
      cancelledAt: null,
      version: 1,
      lastKeys: caller.key === null ? {} : { return: caller.key },
    };
    const nextVersion = nextOrder(order, "return", caller);
    putRecord(state.returns, made.returnId, made);
    putRecord(state.orders, order.orderId, nextVersion);
    const answer = { return: made, orderVersion: nextVersion.version };
    return { kind: "effect", status: 201, body: answer, object: order.orderId, result: made.returnId };
  },
});

/** The line that may come back, or why it may not. What is still under way may be announced already. */
function returnableLine(state: OmsState, order: Order, lineId: string): ({ kind: "returnable" } & OrderLine) | Refusal {
  const line = order.lines.find((it) => it.lineId === lineId);
  if (line === undefined) return notFound("line in this order");
  if (order.status !== "delivered" && order.status !== "shipped")
    return refuse(409, "not-shipped", `The order is ${order.status}.`);
  const isOpen = (it: { orderId: string; lineId: string; status: string }): boolean =>
    it.orderId === order.orderId && it.lineId === lineId && it.status === "created";
  if (recordsOf(state.returns, order.customerRef).some(isOpen))
    return refuse(409, "return-exists", "This line is coming back already.");
  if (recordsOf(state.exchanges, order.customerRef).some(isOpen))
    return refuse(409, "exchange-exists", "This line is being exchanged.");
  return { kind: "returnable", ...line };
}

const cancelReturn = write({
  method: "POST",
  path: "/returns/:returnId/cancel",
  operation: "return-cancel",
  pathValues: returnPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.returnId,
  perform({ pathValues, caller, customerRef }, { state, past, now }: Surroundings<OmsState>) {
    const found = returnOf(state, pathValues.returnId, customerRef);
    const order = found === null ? null : orderOf(state, found.orderId, customerRef);
    if (found === null || order === null) return notFound("return");
    const refused = refusedByVersion(caller, { id: found.returnId, version: found.version }, past);
    if (refused !== null) return refused;
    if (found.status !== "created") return refuse(409, "already-cancelled", "The return is cancelled already.");
    const lastKeys = caller.key === null ? found.lastKeys : { ...found.lastKeys, "return-cancel": caller.key };
    const cancelledAt = new Date(now).toISOString();
    const cancelled: Return = { ...found, status: "cancelled", cancelledAt, version: found.version + 1, lastKeys };
    const nextVersion = nextOrder(order, "return-cancel", caller);
    putRecord(state.returns, found.returnId, cancelled);
    putRecord(state.orders, order.orderId, nextVersion);
    return {
      kind: "reversal",
      status: 200,
      body: { return: cancelled, orderVersion: nextVersion.version },
      object: order.orderId,
      result: found.returnId,
      reverses: found.lastKeys["return"] ?? null,
    };
  },
});

function returnOf(state: OmsState, returnId: string, customerRef: string): Return | null {
  const found = state.returns[returnId];
  return found?.customerRef === customerRef ? found : null;
}

export const returnRoutes: readonly Route<OmsState>[] = [listReturns, readReturn, createReturn, cancelReturn];
