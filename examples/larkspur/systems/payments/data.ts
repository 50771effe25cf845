import { jsonSchema } from "@purser/contract";
import { z } from "zod";

const instantSchema = z.iso.datetime({ precision: 3 });
const currencySchema = z.literal("USD");
const amountSchema = z.int().nonnegative();

export const chargeIdSchema = z.string().regex(/^CH-\d{5}$/);
export const chargeSchema = z.strictObject({
  chargeId: chargeIdSchema,
  orderId: z.string(),
  customerRef: z.string(),
  amountMinor: amountSchema,
  /** What was refunded and not voided again; at most `amountMinor`. */
  refundedMinor: amountSchema,
  currency: currencySchema,
  card: z.strictObject({ brand: z.enum(["visa", "mastercard"]), lastFour: z.string() }),
  capturedAt: instantSchema,
});
export type Charge = z.infer<typeof chargeSchema>;

export const refundIdSchema = z.string().regex(/^RF-\d{5}$/);
export const refundSchema = z.strictObject({
  refundId: refundIdSchema,
  chargeId: chargeIdSchema,
  orderId: z.string(),
  customerRef: z.string(),
  amountMinor: amountSchema,
  currency: currencySchema,
  reason: z.string(),
  status: z.enum(["succeeded", "voided"]),
  /** Kept by the processor when a refund is voided; 0 before. */
  voidFeeMinor: amountSchema,
  key: z.string(),
  voidKey: z.string().nullable(),
  createdAt: instantSchema,
  voidedAt: instantSchema.nullable(),
});
export type Refund = z.infer<typeof refundSchema>;

export const creditIdSchema = z.string().regex(/^CR-\d{5}$/);
/** Store credit: taken off the next order. */
export const creditSchema = z.strictObject({
  creditId: creditIdSchema,
  orderId: z.string(),
  customerRef: z.string(),
  amountMinor: amountSchema,
  currency: currencySchema,
  reason: z.string(),
  /** The payment with store credit that it gives back; null for credit that is given for another reason. */
  paymentId: z.string().nullable().default(null),
  status: z.enum(["issued", "revoked"]),
  key: z.string(),
  revokeKey: z.string().nullable(),
  createdAt: instantSchema,
  revokedAt: instantSchema.nullable(),
});
export type Credit = z.infer<typeof creditSchema>;

export const creditPaymentIdSchema = z.string().regex(/^CP-\d{5}$/);
/** The part of an order that was paid with store credit. */
export const creditPaymentSchema = z.strictObject({
  paymentId: creditPaymentIdSchema,
  orderId: z.string(),
  customerRef: z.string(),
  amountMinor: amountSchema,
  /** What was given back as store credit and not revoked again; at most `amountMinor`. */
  returnedMinor: amountSchema,
  currency: currencySchema,
  paidAt: instantSchema,
});
export type CreditPayment = z.infer<typeof creditPaymentSchema>;

export const planSchema = z.enum(["free", "basic", "plus", "premium"]);
export type Plan = z.infer<typeof planSchema>;
export const planPriceMinor = { free: 0, basic: 1900, plus: 3900, premium: 6900 } as const satisfies Record<
  Plan,
  number
>;

export const subscriptionIdSchema = z.string().regex(/^SB-\d{4,6}$/);
export const subscriptionSchema = z.strictObject({
  subscriptionId: subscriptionIdSchema,
  customerRef: z.string(),
  plan: planSchema,
  status: z.enum(["active", "paused", "cancelled"]),
  priceMinor: amountSchema,
  currency: currencySchema,
  period: z.strictObject({ startsOn: z.iso.date(), endsOn: z.iso.date() }),
  version: z.int().positive(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

/** One change of a subscription: in force at once, to be read only from `visibleAt` (epoch milliseconds) on. */
export const subscriptionChangeSchema = z.strictObject({
  key: z.string(),
  operation: z.string(),
  at: z.int(),
  visibleAt: z.int(),
  before: subscriptionSchema,
  after: subscriptionSchema,
});
export type SubscriptionChange = z.infer<typeof subscriptionChangeSchema>;

/** An answer stored under its key, errors too; `fingerprint` tells whether the same thing is asked again. */
export const storedAnswerSchema = z.strictObject({
  fingerprint: z.string(),
  status: z.int(),
  body: jsonSchema,
  /** Epoch milliseconds of the first request. */
  storedAt: z.int(),
});
export type StoredAnswer = z.infer<typeof storedAnswerSchema>;

export const paymentsStateSchema = z.strictObject({
  charges: z.record(z.string(), chargeSchema),
  refunds: z.record(z.string(), refundSchema),
  credits: z.record(z.string(), creditSchema),
  creditPayments: z.record(z.string(), creditPaymentSchema).default({}),
  subscriptions: z.record(z.string(), subscriptionSchema),
  /** By subscription, oldest first. */
  changes: z.record(z.string(), z.array(subscriptionChangeSchema)),
  answers: z.record(z.string(), storedAnswerSchema),
});
export type PaymentsState = z.infer<typeof paymentsStateSchema>;
