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
import { takeBack } from "./credit-payment-routes.ts";
import { creditIdSchema, type Credit, type PaymentsState } from "./data.ts";
import { underKey } from "./stored-answers.ts";

const newCreditSchema = z.strictObject({
  orderId: z.string(),
  amountMinor: z.int().positive(),
  currency: z.literal("USD"),
  reason: z.string().min(1).max(500),
});
type NewCredit = z.infer<typeof newCreditSchema>;

/** Store credit of one customer: all, the one under a key, or the one that a key revoked. */
const listCredits = customerRead({
  path: "/credits",
  pathValues: nothingSchema,
  query: z.strictObject({ key: z.string().exactOptional(), revokeKey: z.string().exactOptional() }),
  find({ query: { key, revokeKey }, customerRef }, { state }: Surroundings<PaymentsState>) {
    const credits = recordsOf(state.credits, customerRef)
      .filter((credit) => key === undefined || credit.key === key)
      .filter((credit) => revokeKey === undefined || credit.revokeKey === revokeKey);
    return { kind: "found", body: { credits } };
  },
});

const issueCredit = write({
  method: "POST",
  path: "/credits",
  operation: "credit",
  pathValues: nothingSchema,
  body: newCreditSchema,
  object: ({ body }) => body.orderId,
  perform: (asked: WriteRequest<object, NewCredit>, around: Surroundings<PaymentsState>) =>
    underKey(asked, around, asked.body.orderId, (key) => issued(asked, around, key)),
});

function issued(
  { body, customerRef }: WriteRequest<object, NewCredit>,
  { state, now }: Surroundings<PaymentsState>,
  key: string,
): WriteOutcome {
  const credit: Credit = {
    creditId: `CR-${10_001 + countRecords(state.credits)}`,
    customerRef,
    ...body,
    paymentId: null,
    status: "issued",
    key,
    revokeKey: null,
    createdAt: new Date(now).toISOString(),
    revokedAt: null,
  };
  putRecord(state.credits, credit.creditId, credit);
  return { kind: "effect", status: 201, body: { credit }, object: credit.orderId, result: credit.creditId };
}

const revokeCredit = write({
  method: "POST",
  path: "/credits/:creditId/revoke",
  operation: "credit-revoke",
  pathValues: z.strictObject({ creditId: creditIdSchema }),
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.creditId,
  perform(asked: WriteRequest<{ creditId: string }, object>, around: Surroundings<PaymentsState>) {
    return underKey(asked, around, asked.pathValues.creditId, (key) => revoked(asked, around, key));
  },
});

function revoked(
  { pathValues, customerRef }: WriteRequest<{ creditId: string }, object>,
  { state, now }: Surroundings<PaymentsState>,
  revokeKey: string,
): WriteOutcome {
  const credit = state.credits[pathValues.creditId];
  if (credit?.customerRef !== customerRef) return notFound("credit");
  if (credit.status === "revoked") return refuse(409, "already-revoked", "The credit is revoked already.");
  const changed: Credit = { ...credit, status: "revoked", revokeKey, revokedAt: new Date(now).toISOString() };
  putRecord(state.credits, credit.creditId, changed);
  takeBack(state, credit);
  const { orderId, creditId, key } = credit;
  return { kind: "reversal", status: 200, body: { credit: changed }, object: orderId, result: creditId, reverses: key };
}

export const creditRoutes: readonly Route<PaymentsState>[] = [listCredits, issueCredit, revokeCredit];
