import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

export const boxIdSchema = z.string().regex(/^LB-\d{4,6}$/);

/** An outfit box that the warehouse is to pack: the fields that the tools use. */
export const boxSchema = z.object({
  boxId: z.string(),
  packsOn: z.iso.date(),
  status: z.string(),
  version: z.int(),
});
export type Box = z.infer<typeof boxSchema>;

export function boxPath(boxId: string): string {
  return `/boxes/${encodeURIComponent(boxId)}`;
}

export async function readBox(context: ToolContext, boxId: string): Promise<Reading<Box>> {
  const reading = await readRecord(context, "oms", boxPath(boxId), z.object({ box: boxSchema }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.box } : reading;
}

export async function readBoxes(context: ToolContext): Promise<Reading<readonly Box[]>> {
  const reading = await readRecord(context, "oms", "/boxes", z.object({ boxes: z.array(boxSchema) }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.boxes } : reading;
}
