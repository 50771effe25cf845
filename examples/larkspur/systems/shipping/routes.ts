import { z } from "zod";
import { countRecords, putRecord, recordsOf } from "../customer-records.ts";
import { addressSchema } from "../address.ts";
import {
  customerRead,
  noBodySchema,
  notFound,
  nothingSchema,
  refuse,
  write,
  type Route,
  type Surroundings,
  type WriteRequest,
} from "../route.ts";
import { labelIdSchema, type Label, type ShippingState } from "./data.ts";
import { estimates } from "./estimate-route.ts";
import { labelStatus, labelView } from "./label-state.ts";

const labelPathSchema = z.strictObject({ labelId: labelIdSchema });

const newLabelSchema = z.strictObject({
  reference: z.string().min(1).max(120),
  orderId: z.string().min(1).max(40),
  from: addressSchema,
});
type NewLabel = z.infer<typeof newLabelSchema>;

/** A label is decided between two and eight seconds after it was asked for; its number says when. */
const quickestMs = 2000;
const spreadMs = 6000;

const listLabels = customerRead({
  path: "/labels",
  pathValues: nothingSchema,
  query: z.strictObject({ reference: z.string().min(1) }),
  find({ query, customerRef }, { state, now }: Surroundings<ShippingState>) {
    const labels = recordsOf(state.labels, customerRef)
      .filter((label) => label.reference === query.reference)
      .map((label) => labelView(label, now));
    return { kind: "found", body: { labels } };
  },
});

const readLabel = customerRead({
  path: "/labels/:labelId",
  pathValues: labelPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state, now }: Surroundings<ShippingState>) {
    const label = labelOf(state, pathValues.labelId, customerRef);
    return label === null ? notFound("label") : { kind: "found", body: { label: labelView(label, now) } };
  },
});

/** Accepts, and makes another label each time: a key means nothing here. */
const requestLabel = write({
  method: "POST",
  path: "/labels",
  operation: "label",
  pathValues: nothingSchema,
  body: newLabelSchema,
  object: ({ body }) => body.reference,
  perform(
    { body, customerRef }: WriteRequest<object, NewLabel>,
    { state, now, isRefusedLater }: Surroundings<ShippingState>,
  ) {
    const number = 10_001 + countRecords(state.labels);
    const labelId = `LB-${number}`;
    const requestId = `REQ-${number}`;
    const decidedAtMs = now + quickestMs + ((number * 1009) % spreadMs);
    const decision = isRefusedLater ? "refused" : "ready";
    const createdAt = new Date(now).toISOString();
    const made: Label = { labelId, requestId, customerRef, ...body, createdAt, decidedAtMs, decision, voidedAt: null };
    putRecord(state.labels, labelId, made);
    state.pendingWebhooks.push({ id: `wh_${number}`, dueAt: decidedAtMs, labelId, about: "label" });
    return { kind: "effect", status: 202, body: { requestId, labelId }, object: body.reference, result: labelId };
  },
});

const voidLabel = write({
  method: "POST",
  path: "/labels/:labelId/void",
  operation: "label-void",
  pathValues: labelPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.labelId,
  perform({ pathValues, customerRef }, { state, past, now }: Surroundings<ShippingState>) {
    const label = labelOf(state, pathValues.labelId, customerRef);
    if (label === null) return notFound("label");
    const status = labelStatus(label, now);
    if (status === "voided") return refuse(409, "already-voided", "The label is void already.");
    if (status === "refused") return refuse(409, "was-refused", "The carrier made no such label.");
    const voided = { ...label, voidedAt: new Date(now).toISOString() };
    putRecord(state.labels, label.labelId, voided);
    const made = past.effects.find((entry) => entry.operation === "label" && entry.result === label.labelId);
    return {
      kind: "reversal",
      status: 200,
      body: { label: labelView(voided, now) },
      object: label.reference,
      result: label.labelId,
      reverses: made?.key ?? null,
    };
  },
});

/**
 * The parcel with this label has come back to the warehouse, as the people there scan it. `reports` is how often the
 * carrier then says so, each time as a webhook of its own: none where it forgets, two where it stutters.
 */
const receiveParcel = write({
  method: "POST",
  path: "/labels/:labelId/arrive",
  operation: "arrival",
  pathValues: labelPathSchema,
  body: z.strictObject({ reports: z.int().min(0).max(3).default(1) }).default({ reports: 1 }),
  object: ({ pathValues }) => pathValues.labelId,
  perform({ pathValues, body, customerRef }, { state, now }: Surroundings<ShippingState>) {
    const label = labelOf(state, pathValues.labelId, customerRef);
    if (label === null) return notFound("label");
    const status = labelStatus(label, now);
    if (status !== "ready" && status !== "voided")
      return refuse(409, "never-sent", `Nothing was sent with a label that is ${status}.`);
    if (label.arrivedAt !== undefined) return refuse(409, "already-arrived", "The parcel is here already.");
    const arrived = { ...label, arrivedAt: new Date(now).toISOString() };
    putRecord(state.labels, label.labelId, arrived);
    const webhook = { dueAt: now, labelId: label.labelId, about: "parcel" } as const;
    for (let report = 1; report <= body.reports; report += 1)
      state.pendingWebhooks.push({ id: `wh_arrival_${label.labelId}_${report}`, ...webhook });
    const { reference, labelId } = label;
    return {
      kind: "effect",
      status: 200,
      body: { label: labelView(arrived, now) },
      object: reference,
      result: labelId,
    };
  },
});

function labelOf(state: ShippingState, labelId: string, customerRef: string): Label | null {
  const label = state.labels[labelId];
  return label?.customerRef === customerRef ? label : null;
}

export const shippingRoutes: readonly Route<ShippingState>[] = [
  listLabels,
  readLabel,
  requestLabel,
  voidLabel,
  receiveParcel,
  estimates,
];
