import type { ToolContext } from "@purser/kit";
import { readExchange } from "./exchange-record.ts";
import { readReturn } from "./return-record.ts";
import type { Reading } from "./shop-client.ts";

/** What a return label is for: an exchange or a return, told apart by how the shop numbers them. */
export function readReferenced(
  context: ToolContext,
  reference: string,
): Promise<Reading<{ orderId: string; status: string }>> {
  return reference.startsWith("LR-") ? readReturn(context, reference) : readExchange(context, reference);
}
