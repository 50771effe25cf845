import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** A prepaid return label: the fields that the tools use. Tracking number and document are there once it is ready. */
export const labelSchema = z.object({
  labelId: z.string(),
  reference: z.string(),
  orderId: z.string(),
  status: z.string(),
  trackingNumber: z.string().nullable(),
  url: z.string().nullable(),
  /** When the parcel came back; null while it has not. */
  arrivedAt: z.string().nullable().default(null),
});
export type Label = z.infer<typeof labelSchema>;

export async function readLabel(context: ToolContext, labelId: string): Promise<Reading<Label>> {
  const path = `/labels/${encodeURIComponent(labelId)}`;
  const reading = await readRecord(context, "shipping", path, z.object({ label: labelSchema }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.label } : reading;
}

/** All labels that were ever asked for under a reference, void and refused ones too. */
export async function readLabelsOf(context: ToolContext, reference: string): Promise<Reading<readonly Label[]>> {
  const path = `/labels?reference=${encodeURIComponent(reference)}`;
  const reading = await readRecord(context, "shipping", path, z.object({ labels: z.array(labelSchema) }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.labels } : reading;
}

/** Whether a parcel can go, or soon can go, with this label. */
export function isUsable({ status }: Label): boolean {
  return status === "requested" || status === "ready";
}
