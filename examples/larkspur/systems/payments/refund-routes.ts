import { z } from "zod";
import { countRecords, putRecord, recordsOf } from "../customer-records.ts";
import {
  customerRead,
  noBodySchema,
  notFound,
  nothingSchema,
  refuse,
  write,
  type Route,
  type Surroundings,
  type WriteOutcome,
  type WriteRequest,
} from "../route.ts";
import { chargeOf, refundableMinor } from "./charge-routes.ts";
import { chargeIdSchema, refundIdSchema, type PaymentsState, type Refund } from "./data.ts";
import { underKey } from "./stored-answers.ts";

/** A refund can be voided for so long. */
export const voidWindowMs = 30 * 86_400_000;
/** What the processor keeps when a refund is voided. */
export const voidFeeMinor = 30;

const refundPathSchema = z.strictObject({ refundId: refundIdSchema });

const newRefundSchema = z.strictObject({
  chargeId: chargeIdSchema,
  amountMinor: z.int().positive(),
  currency: z.literal("USD"),
  reason: z.string().min(1).max(200),
});
type NewRefund = z.infer<typeof newRefundSchema>;

/** Refunds of one customer: all, those of a charge, the one under a key, or the one that a key voided. */
const listRefunds = customerRead({
  path: "/refunds",
  pathValues: nothingSchema,
  query: z.strictObject({
    chargeId: chargeIdSchema.exactOptional(),
    key: z.string().exactOptional(),
    voidKey: z.string().exactOptional(),
  }),
  find({ query, customerRef }, { state }: Surroundings<PaymentsState>) {
    const { chargeId, key, voidKey } = query;
    const refunds = recordsOf(state.refunds, customerRef)
      .filter((refund) => chargeId === undefined || refund.chargeId === chargeId)
      .filter((refund) => key === undefined || refund.key === key)
      .filter((refund) => voidKey === undefined || refund.voidKey === voidKey);
    return { kind: "found", body: { refunds } };
  },
});

const readRefund = customerRead({
  path: "/refunds/:refundId",
  pathValues: refundPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state }: Surroundings<PaymentsState>) {
    const refund = refundOf(state, pathValues.refundId, customerRef);
    return refund === null ? notFound("refund") : { kind: "found", body: { refund } };
  },
});

const createRefund = write({
  method: "POST",
  path: "/refunds",
  operation: "refund",
  pathValues: nothingSchema,
  body: newRefundSchema,
  object: ({ body }) => body.chargeId,
  perform: (asked: WriteRequest<object, NewRefund>, around: Surroundings<PaymentsState>) =>
    underKey(asked, around, asked.body.chargeId, (key) => refunded(asked, around, key)),
});

function refunded(
  { body, customerRef }: WriteRequest<object, NewRefund>,
  { state, now }: Surroundings<PaymentsState>,
  key: string,
): WriteOutcome {
  const charge = chargeOf(state, body.chargeId, customerRef);
  if (charge === null) return notFound("charge");
  if (body.amountMinor > refundableMinor(charge))
    return refuse(409, "exceeds-refundable", `At most ${refundableMinor(charge)} can be refunded.`);
  const refund: Refund = {
    refundId: `RF-${10_001 + countRecords(state.refunds)}`,
    chargeId: charge.chargeId,
    orderId: charge.orderId,
    customerRef,
    amountMinor: body.amountMinor,
    currency: body.currency,
    reason: body.reason,
    status: "succeeded",
    voidFeeMinor: 0,
    key,
    voidKey: null,
    createdAt: new Date(now).toISOString(),
    voidedAt: null,
  };
  putRecord(state.refunds, refund.refundId, refund);
  const refundedMinor = charge.refundedMinor + body.amountMinor;
  putRecord(state.charges, charge.chargeId, { ...charge, refundedMinor });
  return { kind: "effect", status: 201, body: { refund }, object: charge.chargeId, result: refund.refundId };
}

const voidRefund = write({
  method: "POST",
  path: "/refunds/:refundId/void",
  operation: "refund-void",
  pathValues: refundPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.refundId,
  perform(asked: WriteRequest<{ refundId: string }, object>, around: Surroundings<PaymentsState>) {
    return underKey(asked, around, asked.pathValues.refundId, (key) => voided(asked, around, key));
  },
});

function voided(
  { pathValues, customerRef }: WriteRequest<{ refundId: string }, object>,
  { state, now }: Surroundings<PaymentsState>,
  voidKey: string,
): WriteOutcome {
  const refund = refundOf(state, pathValues.refundId, customerRef);
  const charge = refund === null ? null : chargeOf(state, refund.chargeId, customerRef);
  if (refund === null || charge === null) return notFound("refund");
  if (refund.status === "voided") return refuse(409, "already-voided", "The refund is voided already.");
  if (now - Date.parse(refund.createdAt) > voidWindowMs)
    return refuse(409, "void-window-passed", "A refund can be voided within 30 days.");
  const voidedAt = new Date(now).toISOString();
  const changed: Refund = { ...refund, status: "voided", voidFeeMinor, voidKey, voidedAt };
  putRecord(state.refunds, refund.refundId, changed);
  const refundedMinor = charge.refundedMinor - refund.amountMinor;
  putRecord(state.charges, charge.chargeId, { ...charge, refundedMinor });
  return {
    kind: "reversal",
    status: 200,
    body: { refund: changed },
    object: charge.chargeId,
    result: refund.refundId,
    reverses: refund.key,
  };
}

function refundOf(state: PaymentsState, refundId: string, customerRef: string): Refund | null {
  const refund = state.refunds[refundId];
  return refund?.customerRef === customerRef ? refund : null;
}

export const refundRoutes: readonly Route<PaymentsState>[] = [listRefunds, readRefund, createRefund, voidRefund];
