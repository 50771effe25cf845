import { z } from "zod";
import { countRecords, putRecord, recordsOf } from "../customer-records.ts";
import {
  customerRead,
  notFound,
  nothingSchema,
  refuse,
  write,
  type Route,
  type Surroundings,
  type WriteOutcome,
  type WriteRequest,
} from "../route.ts";
import { creditPaymentIdSchema, type Credit, type CreditPayment, type PaymentsState } from "./data.ts";
import { underKey } from "./stored-answers.ts";

const returnSchema = z.strictObject({ amountMinor: z.int().positive(), currency: z.literal("USD") });
type Return = z.infer<typeof returnSchema>;
type PathValues = { paymentId: string };

/** What orders of one customer were paid with store credit, and how much of it can still be given back. */
const listCreditPayments = customerRead({
  path: "/credit-payments",
  pathValues: nothingSchema,
  query: z.strictObject({ orderId: z.string().exactOptional() }),
  find({ query: { orderId }, customerRef }, { state }: Surroundings<PaymentsState>) {
    const creditPayments = recordsOf(state.creditPayments, customerRef)
      .filter((payment) => orderId === undefined || payment.orderId === orderId)
      .map((payment) => ({ ...payment, returnableMinor: returnableMinor(payment) }));
    return { kind: "found", body: { creditPayments } };
  },
});

const returnCredit = write({
  method: "POST",
  path: "/credit-payments/:paymentId/return",
  operation: "credit-return",
  pathValues: z.strictObject({ paymentId: creditPaymentIdSchema }),
  body: returnSchema,
  object: ({ pathValues }) => pathValues.paymentId,
  perform: (asked: WriteRequest<PathValues, Return>, around: Surroundings<PaymentsState>) =>
    underKey(asked, around, asked.pathValues.paymentId, (key) => returned(asked, around, key)),
});

function returned(
  { pathValues, body, customerRef }: WriteRequest<PathValues, Return>,
  { state, now }: Surroundings<PaymentsState>,
  key: string,
): WriteOutcome {
  const payment = state.creditPayments[pathValues.paymentId];
  if (payment?.customerRef !== customerRef) return notFound("credit payment");
  if (body.amountMinor > returnableMinor(payment))
    return refuse(409, "exceeds-returnable", `At most ${returnableMinor(payment)} can be given back.`);
  const { paymentId, orderId } = payment;
  const credit: Credit = {
    creditId: `CR-${10_001 + countRecords(state.credits)}`,
    orderId,
    customerRef,
    ...body,
    reason: "returned",
    paymentId,
    status: "issued",
    key,
    revokeKey: null,
    createdAt: new Date(now).toISOString(),
    revokedAt: null,
  };
  putRecord(state.credits, credit.creditId, credit);
  putRecord(state.creditPayments, paymentId, { ...payment, returnedMinor: payment.returnedMinor + body.amountMinor });
  return { kind: "effect", status: 201, body: { credit }, object: paymentId, result: credit.creditId };
}

function returnableMinor({ amountMinor, returnedMinor }: CreditPayment): number {
  return amountMinor - returnedMinor;
}

/** Credit that gave a payment back and is revoked counts as paid again. */
export function takeBack(state: PaymentsState, { paymentId, amountMinor }: Credit): void {
  const payment = paymentId === null ? undefined : state.creditPayments[paymentId];
  if (payment === undefined) return;
  const returnedMinor = payment.returnedMinor - amountMinor;
  putRecord(state.creditPayments, payment.paymentId, { ...payment, returnedMinor });
}

export const creditPaymentRoutes: readonly Route<PaymentsState>[] = [listCreditPayments, returnCredit];
