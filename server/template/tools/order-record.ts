import type { ErrorCode } from "@purser/contract";
import type { ToolContext } from "@purser/kit";
import { z } from "zod";

/** What the shop answers about an order: only the fields that we use. */
const orderSchema = z.object({
  orderId: z.string(),
  state: z.enum(["waiting", "collected"]),
  pickupUntil: z.string(),
  timesExtended: z.int(),
  isWantedByOthers: z.boolean(),
  changes: z.array(z.object({ key: z.string(), pickupUntil: z.string() })),
});
export type Order = z.infer<typeof orderSchema>;

export type OrderReading =
  | { kind: "found"; order: Order }
  | { kind: "refused" | "failed"; code: ErrorCode; detail: string };

/** An order of the case's customer. Her id comes from the case, never from an argument: another's order is not found. */
export async function readOrder({ customer, systems }: ToolContext, orderId: string): Promise<OrderReading> {
  if (customer === null) return { kind: "refused", code: "PUR-2002", detail: "Nobody is known." };
  const path = `/customers/${encodeURIComponent(customer.ref)}/orders/${encodeURIComponent(orderId)}`;
  const reply = await systems["shop"]?.request({ method: "GET", path });
  if (reply === undefined) return { kind: "failed", code: "PUR-3001", detail: "connections.yaml names no shop." };
  if (reply.kind !== "answered") return { kind: "failed", code: "PUR-3001", detail: reply.detail };
  if (reply.status === 404) return { kind: "refused", code: "PUR-2002", detail: `There is no order ${orderId}.` };
  const parsed = orderSchema.safeParse(reply.body);
  if (!parsed.success) return { kind: "failed", code: "PUR-3003", detail: "The answer lacks what we need." };
  return { kind: "found", order: parsed.data };
}
