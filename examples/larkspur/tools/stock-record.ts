import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

const stockSchema = z.object({ stock: z.array(z.object({ size: z.string(), available: z.int() })) });

const pieceSchema = z.object({ sku: z.string(), size: z.string(), available: z.int(), name: z.string() });
const alternativesSchema = z.object({ sameSize: z.array(pieceSchema), otherSizes: z.array(pieceSchema) });
export type Alternatives = z.infer<typeof alternativesSchema>;

/** How many pieces of a product in a size can still be promised; refused when it is not made in that size. */
export async function readAvailable(context: ToolContext, sku: string, size: string): Promise<Reading<number>> {
  const reading = await readRecord(context, "oms", `/stock?${queryOf(sku, size)}`, stockSchema);
  if (reading.kind !== "found") return reading;
  return { kind: "found", value: reading.value.stock.find((it) => it.size === size)?.available ?? 0 };
}

/** What can still be promised of each size that a product is made in. */
export async function readSizes(context: ToolContext, sku: string): Promise<Reading<ReadonlyMap<string, number>>> {
  const reading = await readRecord(context, "oms", `/stock?${new URLSearchParams({ sku }).toString()}`, stockSchema);
  if (reading.kind !== "found") return reading;
  return { kind: "found", value: new Map(reading.value.stock.map(({ size, available }) => [size, available])) };
}

/** What is in stock instead: other colors in this size, and other sizes of this one. */
export function readAlternatives(context: ToolContext, sku: string, size: string): Promise<Reading<Alternatives>> {
  return readRecord(context, "oms", `/stock/alternatives?${queryOf(sku, size)}`, alternativesSchema);
}

function queryOf(sku: string, size: string): string {
  return `sku=${encodeURIComponent(sku)}&size=${encodeURIComponent(size)}`;
}
