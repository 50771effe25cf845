import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** An exchange of one order line for another size: the fields that the tools use. */
export const exchangeSchema = z.object({
  exchangeId: z.string(),
  orderId: z.string(),
  lineId: z.string(),
  toSize: z.string(),
  status: z.string(),
  version: z.int(),
});
export type Exchange = z.infer<typeof exchangeSchema>;

export async function readExchange(context: ToolContext, exchangeId: string): Promise<Reading<Exchange>> {
  const path = `/exchanges/${encodeURIComponent(exchangeId)}`;
  const reading = await readRecord(context, "oms", path, z.object({ exchange: exchangeSchema }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.exchange } : reading;
}

/** Whether a line of an order is being exchanged already. */
export async function readIsExchanged(
  context: ToolContext,
  orderId: string,
  lineId: string,
): Promise<Reading<boolean>> {
  const reading = await readExchangedLines(context, orderId);
  return reading.kind === "found" ? { kind: "found", value: reading.value.includes(lineId) } : reading;
}

/** The lines of an order that are being exchanged. */
export async function readExchangedLines(context: ToolContext, orderId: string): Promise<Reading<readonly string[]>> {
  const path = `/exchanges?orderId=${encodeURIComponent(orderId)}`;
  const reading = await readRecord(context, "oms", path, z.object({ exchanges: z.array(exchangeSchema) }));
  if (reading.kind !== "found") return reading;
  const open = reading.value.exchanges.filter(({ status }) => status === "created");
  return { kind: "found", value: open.map(({ lineId }) => lineId) };
}
