import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { type Exchange, exchangeSchema, readExchange, readIsExchanged } from "./exchange-record.ts";
import { nameIn } from "./choose-item.ts";
import { daysSinceDelivery, orderIdSchema, readOrder } from "./order-record.ts";
import { readAvailable } from "./stock-record.ts";
import { changeVersioned, findUnderKey } from "./versioned-change.ts";

const inputSchema = z.strictObject({
  orderId: orderIdSchema,
  lineId: z.string().min(1),
  toSize: z.string().min(1).max(20),
  /** Why, for the warehouse. */
  reason: z.string().min(1).max(200).exactOptional(),
});
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  status: z.string(),
  version: z.int(),
  isFlagged: z.boolean(),
  /** Calendar days in the shop's time zone; absent while the order is not delivered. */
  daysSinceDelivery: z.int().exactOptional(),
  /** Pieces of the line's product in the size that she wants. */
  stockAvailable: z.int(),
  /** Whether the line is being exchanged already. */
  isExchanged: z.boolean(),
  itemName: z.string(),
  quantity: z.int(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  exchange: z.object({ id: z.string(), state: z.string(), size: z.string(), orderId: z.string() }),
});
type Output = z.infer<typeof outputSchema>;

const answerSchema = z.object({ exchange: exchangeSchema });

/** Puts the right size aside and starts an exchange of one line of an order. The order's version is the precondition. */
export default defineAction({
  name: "create_exchange",
  title: "Exchange an item for another size",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { orderId: "order.id", lineId: "item.lineId", toSize: "size.correct", reason: "exchange.reason" },
  gives: ["exchange.id", "exchange.state", "exchange.size"],
  promises: { "exchange.state": "created" },
  factsSchema,
  sources: {
    status: "oms",
    version: "oms",
    isFlagged: "crm",
    daysSinceDelivery: "oms",
    stockAvailable: "oms",
    isExchanged: "oms",
    itemName: "oms",
    quantity: "oms",
  },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: readExchangeFacts,
  describe: ({ args, facts }) =>
    `Exchange the ${facts.itemName} of order ${args.orderId} for size ${args.toSize}, at no charge?`,
  simulate: simulateExchange,
  execute: (context) => {
    const { args, facts, key, attempt } = context;
    const { orderId, lineId, toSize, reason = "wrong size" } = args;
    const body = { orderId, lineId, toSize, reason };
    const write = { path: "/exchanges", body, version: facts.version, key, attempt };
    return changeVersioned(context, "oms", write, answerSchema, ({ exchange }) => resultOf(exchange));
  },
  verify: (context) =>
    findUnderKey(context, "oms", context.key, async ({ result }) => {
      if (result === null) return { kind: "unknown", detail: "What was done under the key made no exchange." };
      return findExchange(context, result);
    }),
  once: "natural",
  undo: {
    kind: "reversible",
    withinMs: days(7),
    factsSchema: z.strictObject({ state: z.string(), version: z.int() }),
    sources: { state: "oms", version: "oms" },
    readFacts: async (context) => {
      const exchange = await readExchange(context, context.result.exchange.id);
      if (exchange.kind !== "found") return exchange;
      return { kind: "read", facts: { state: exchange.value.status, version: exchange.value.version } };
    },
    describe: ({ args, result }) =>
      `Cancel the exchange of an item of order ${args.orderId} for size ${result.exchange.size}?`,
    execute: (context) => {
      const { result, facts, key, callKey, attempt } = context;
      const path = `/exchanges/${encodeURIComponent(result.exchange.id)}/cancel`;
      const write = { path, version: facts.version, key, attempt, reverses: callKey };
      return changeVersioned(context, "oms", write, answerSchema, ({ exchange }) => resultOf(exchange));
    },
    verify: (context) =>
      findUnderKey(context, "oms", context.key, async () => {
        const exchange = await readExchange(context, context.result.exchange.id);
        if (exchange.kind !== "found") return { kind: "unknown", detail: exchange.detail };
        if (exchange.value.status === "cancelled") return { kind: "done", result: resultOf(exchange.value) };
        return { kind: "unknown", detail: `The exchange is ${exchange.value.status}.` };
      }),
  },
});

function resultOf({ exchangeId, status, toSize, orderId }: Exchange): Output {
  return { exchange: { id: exchangeId, state: status, size: toSize, orderId } };
}

async function readExchangeFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const { orderId, lineId, toSize } = context.args;
  const [order, account, isExchanged] = await Promise.all([
    readOrder(context, orderId),
    readAccount(context),
    readIsExchanged(context, orderId, lineId),
  ]);
  if (order.kind !== "found") return order;
  if (account.kind !== "found") return account;
  if (isExchanged.kind !== "found") return isExchanged;
  const { status, version, lines } = order.value;
  const line = lines.find((it) => it.lineId === lineId);
  if (line === undefined) return { kind: "refused", code: "PUR-2002", detail: `${orderId} has no line ${lineId}.` };
  const available = await readAvailable(context, line.sku, toSize);
  if (available.kind !== "found") return available;
  const sinceDelivery = daysSinceDelivery(order.value, context.daysSince);
  return {
    kind: "read",
    facts: {
      status,
      version,
      isFlagged: account.value.isFlagged,
      ...(sinceDelivery === undefined ? {} : { daysSinceDelivery: sinceDelivery }),
      stockAvailable: available.value,
      isExchanged: isExchanged.value,
      itemName: nameIn(order.value, line),
      quantity: line.quantity,
    },
  };
}

/** Reads back the exchange that was made, and that it is the one that was asked for. */
async function findExchange(context: ToolContext & { args: Input }, exchangeId: string): Promise<Finding<Output>> {
  const { orderId, lineId, toSize } = context.args;
  const exchange = await readExchange(context, exchangeId);
  if (exchange.kind !== "found") return { kind: "unknown", detail: exchange.detail };
  const found = exchange.value;
  if (found.status !== "created") return { kind: "unknown", detail: `The exchange is ${found.status}.` };
  if (found.orderId !== orderId || found.lineId !== lineId || found.toSize !== toSize)
    return { kind: "unknown", detail: "The exchange is of another item or for another size." };
  return { kind: "done", result: resultOf(found) };
}

async function simulateExchange(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { args, facts } = context;
  const now = await readExchangeFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const { status, version, isExchanged, stockAvailable, quantity } = now.facts;
  if (version !== facts.version) return { kind: "would-refuse", detail: "The order has changed since it was read." };
  if (status !== "delivered") return { kind: "would-refuse", detail: `The order is ${status}.` };
  if (isExchanged) return { kind: "would-refuse", detail: "The item is being exchanged already." };
  if (stockAvailable < quantity) return { kind: "would-refuse", detail: `Size ${args.toSize} is out of stock.` };
  const record = `order ${args.orderId}, line ${args.lineId}`;
  return {
    kind: "would-do",
    changes: [
      { record, field: "exchange.state", from: null, to: "created" },
      { record, field: "exchange.size", from: null, to: args.toSize },
      {
        record: `stock of ${facts.itemName}, size ${args.toSize}`,
        field: "available",
        from: stockAvailable,
        to: stockAvailable - quantity,
      },
    ],
  };
}
