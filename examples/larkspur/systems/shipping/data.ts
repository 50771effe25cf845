import { z } from "zod";
import { addressSchema } from "../address.ts";

const instantSchema = z.iso.datetime({ precision: 3 });

export const labelIdSchema = z.string().regex(/^LB-\d{5}$/);
export const labelSchema = z.strictObject({
  labelId: labelIdSchema,
  requestId: z.string(),
  /** The caller's own name for what the label is for; not unique, every request makes another label. */
  reference: z.string(),
  orderId: z.string(),
  customerRef: z.string(),
  from: addressSchema,
  createdAt: instantSchema,
  /** When the carrier has decided (epoch milliseconds), and how. */
  decidedAtMs: z.int(),
  decision: z.enum(["ready", "refused"]),
  voidedAt: instantSchema.nullable(),
  /** When the parcel with this label came back to the warehouse; absent while it has not. */
  arrivedAt: instantSchema.exactOptional(),
});
export type Label = z.infer<typeof labelSchema>;

/** Days from dispatch to the door; the longest prefix of the postcode decides, the empty one is the country's rest. */
export const transitSchema = z.strictObject({
  country: z.enum(["GB", "US"]),
  postcodePrefix: z.string(),
  days: z.int().positive(),
});
export type Transit = z.infer<typeof transitSchema>;

export const pendingWebhookSchema = z.strictObject({
  id: z.string(),
  dueAt: z.int(),
  labelId: labelIdSchema,
  /** What it reports: that the carrier has decided about the label, or that the parcel has arrived. */
  about: z.enum(["label", "parcel"]).default("label"),
});

export const shippingStateSchema = z.strictObject({
  labels: z.record(z.string(), labelSchema),
  transits: z.array(transitSchema),
  pendingWebhooks: z.array(pendingWebhookSchema),
});
export type ShippingState = z.infer<typeof shippingStateSchema>;
