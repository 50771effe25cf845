import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** How the shop numbers its returns. */
export const returnIdSchema = z.string().regex(/^LR-\d{5}$/);

/** An item that comes back for its money: the fields that the tools use. */
export const returnSchema = z.object({
  returnId: z.string(),
  orderId: z.string(),
  lineId: z.string(),
  refundMinor: z.int(),
  currency: z.string(),
  status: z.string(),
  version: z.int(),
});
export type Return = z.infer<typeof returnSchema>;

export async function readReturn(context: ToolContext, returnId: string): Promise<Reading<Return>> {
  const path = `/returns/${encodeURIComponent(returnId)}`;
  const reading = await readRecord(context, "oms", path, z.object({ return: returnSchema }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.return } : reading;
}

/** Whether a line of an order is coming back already. */
export async function readIsReturned(context: ToolContext, orderId: string, lineId: string): Promise<Reading<boolean>> {
  const path = `/returns?orderId=${encodeURIComponent(orderId)}`;
  const reading = await readRecord(context, "oms", path, z.object({ returns: z.array(returnSchema) }));
  if (reading.kind !== "found") return reading;
  return { kind: "found", value: reading.value.returns.some((it) => it.lineId === lineId && it.status === "created") };
}
