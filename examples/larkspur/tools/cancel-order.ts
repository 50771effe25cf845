import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { readChargesOf } from "./charge-record.ts";
import { listedLine, type Order, orderIdSchema, orderSchema, readOrder } from "./order-record.ts";
import { changeVersioned, findUnderKey } from "./versioned-change.ts";

const inputSchema = z.strictObject({ orderId: orderIdSchema });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  status: z.string(),
  version: z.int(),
  isFlagged: z.boolean(),
  paidMinor: z.int(),
  currency: z.string(),
  /** What is in it, each with its size. */
  items: z.string(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({ cancellation: z.object({ orderId: z.string(), state: z.string() }) });
type Output = z.infer<typeof outputSchema>;

const answerSchema = z.object({ order: orderSchema });

/** Cancels an order that has not left yet; its pieces go back into stock. The order's version is the precondition. */
export default defineAction({
  name: "cancel_order",
  title: "Cancel an order",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { orderId: "order.id" },
  gives: ["cancellation.state"],
  promises: { "cancellation.state": "cancelled" },
  factsSchema,
  sources: { status: "oms", version: "oms", isFlagged: "crm", paidMinor: "oms", currency: "oms", items: "oms" },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: readCancelFacts,
  describe: ({ args, facts }) =>
    `Cancel order ${args.orderId} of ${formatMoney(facts.paidMinor, facts.currency)}? In it: ${facts.items}. Nothing of it will be sent.`,
  simulate: simulateCancel,
  execute: ({ args, facts, ...context }) => writeStatus(context, "cancel", args, facts.version),
  verify: (context) => findStatus(context, "cancelled"),
  once: "natural",
  undo: {
    kind: "reversible",
    withinMs: days(7),
    factsSchema: z.strictObject({ status: z.string(), version: z.int(), refundedMinor: z.int() }),
    sources: { status: "oms", version: "oms", refundedMinor: "payments" },
    readFacts: readReinstateFacts,
    describe: ({ args }) => `Reinstate order ${args.orderId}?`,
    execute: ({ args, facts, callKey, ...context }) =>
      writeStatus({ ...context, reverses: callKey }, "reinstate", args, facts.version),
    verify: (context) => findStatus(context, "pending"),
  },
});

function resultOf({ orderId, status }: Order): Output {
  return { cancellation: { orderId, state: status } };
}

type Write = ToolContext & { key: string; attempt: number; reverses?: string };

function writeStatus(context: Write, operation: "cancel" | "reinstate", { orderId }: Input, version: number) {
  const { key, attempt, reverses } = context;
  const path = `/orders/${encodeURIComponent(orderId)}/${operation}`;
  const write = { path, version, key, attempt, ...(reverses === undefined ? {} : { reverses }) };
  return changeVersioned(context, "oms", write, answerSchema, ({ order }) => resultOf(order));
}

function findStatus(context: ToolContext & { args: Input; key: string }, wanted: string): Promise<Finding<Output>> {
  return findUnderKey(context, "oms", context.key, async () => {
    const order = await readOrder(context, context.args.orderId);
    if (order.kind !== "found") return { kind: "unknown", detail: order.detail };
    if (order.value.status === wanted) return { kind: "done", result: resultOf(order.value) };
    return { kind: "unknown", detail: `The order is ${order.value.status}.` };
  });
}

async function readCancelFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const [order, account] = await Promise.all([readOrder(context, context.args.orderId), readAccount(context)]);
  if (order.kind !== "found") return order;
  if (account.kind !== "found") return account;
  const { status, version, paidMinor, currency, lines } = order.value;
  const items = lines.map(listedLine).join("; ");
  return { kind: "read", facts: { status, version, isFlagged: account.value.isFlagged, paidMinor, currency, items } };
}

async function readReinstateFacts(context: ToolContext & { args: Input }) {
  const { orderId } = context.args;
  const [order, charges] = await Promise.all([readOrder(context, orderId), readChargesOf(context, orderId)]);
  if (order.kind !== "found") return order;
  if (charges.kind !== "found") return charges;
  const { status, version } = order.value;
  const refundedMinor = charges.value.reduce((sum, charge) => sum + charge.refundedMinor, 0);
  return { kind: "read" as const, facts: { status, version, refundedMinor } };
}

async function simulateCancel(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { args, facts } = context;
  const order = await readOrder(context, args.orderId);
  if (order.kind === "failed") return { kind: "cannot-tell", detail: order.detail };
  if (order.kind === "refused") return { kind: "would-refuse", detail: order.detail };
  const { status, version } = order.value;
  if (version !== facts.version) return { kind: "would-refuse", detail: "The order has changed since it was read." };
  if (status !== "pending") return { kind: "would-refuse", detail: `The order is ${status}.` };
  const changed = { record: `order ${args.orderId}`, field: "status", from: status, to: "cancelled" };
  return { kind: "would-do", changes: [changed] };
}
