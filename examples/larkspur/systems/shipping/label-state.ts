import type { Label } from "./data.ts";

export type LabelStatus = "requested" | "ready" | "refused" | "voided";

/** What has become of a label by now: nobody is told before the carrier has decided. */
export function labelStatus(label: Label, now: number): LabelStatus {
  if (label.voidedAt !== null) return "voided";
  return now < label.decidedAtMs ? "requested" : label.decision;
}

/** A label as it is read; tracking number and address of the document are there once it is ready. */
export function labelView(label: Label, now: number) {
  const { labelId, requestId, reference, orderId, customerRef, from, createdAt, voidedAt, arrivedAt } = label;
  const status = labelStatus(label, now);
  const isMade = now >= label.decidedAtMs && label.decision === "ready";
  return {
    labelId,
    requestId,
    reference,
    orderId,
    customerRef,
    status,
    from,
    trackingNumber: isMade ? `LK${labelId.slice(3)}US` : null,
    url: isMade ? `https://labels.example.com/${labelId}.pdf` : null,
    createdAt,
    voidedAt,
    arrivedAt: arrivedAt ?? null,
  };
}
