import { formatMoney } from "@purser/contract";
import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { readIsExchanged } from "./exchange-record.ts";
import { nameIn } from "./choose-item.ts";
import { daysSinceDelivery, orderIdSchema, readOrder } from "./order-record.ts";
import { type Return, readIsReturned, readReturn, returnSchema } from "./return-record.ts";
import { changeVersioned, findUnderKey } from "./versioned-change.ts";

const inputSchema = z.strictObject({
  orderId: orderIdSchema,
  lineId: z.string().min(1),
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
  /** Whether the line is coming back already, for its money or for another size. */
  isComingBack: z.boolean(),
  itemName: z.string(),
  refundMinor: z.int(),
  currency: z.string(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  itemReturn: z.object({ id: z.string(), state: z.string(), orderId: z.string(), refundMinor: z.int() }),
});
type Output = z.infer<typeof outputSchema>;

const answerSchema = z.object({ return: returnSchema });

/** Announces that one line of an order comes back for its money. The order's version is the precondition. */
export default defineAction({
  name: "create_return",
  title: "Return an item",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { orderId: "order.id", lineId: "item.lineId", reason: "itemReturn.reason" },
  gives: ["itemReturn.id", "itemReturn.state", "itemReturn.refundMinor"],
  promises: { "itemReturn.state": "created" },
  factsSchema,
  sources: {
    status: "oms",
    version: "oms",
    isFlagged: "crm",
    daysSinceDelivery: "oms",
    isComingBack: "oms",
    itemName: "oms",
    refundMinor: "oms",
    currency: "oms",
  },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: readReturnFacts,
  describe: ({ args, facts }) =>
    `Return the ${facts.itemName} of order ${args.orderId} for ${formatMoney(facts.refundMinor, facts.currency)}, paid back once it has arrived here?`,
  simulate: simulateReturn,
  execute: (context) => {
    const { args, facts, key, attempt } = context;
    const { orderId, lineId, reason = "not wanted" } = args;
    const write = { path: "/returns", body: { orderId, lineId, reason }, version: facts.version, key, attempt };
    return changeVersioned(context, "oms", write, answerSchema, (answer) => resultOf(answer.return));
  },
  verify: (context) =>
    findUnderKey(context, "oms", context.key, async ({ result }) => {
      if (result === null) return { kind: "unknown", detail: "What was done under the key made no return." };
      return findReturn(context, result, "created");
    }),
  once: "natural",
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: z.strictObject({ state: z.string(), version: z.int() }),
    sources: { state: "oms", version: "oms" },
    readFacts: async (context) => {
      const found = await readReturn(context, context.result.itemReturn.id);
      if (found.kind !== "found") return found;
      return { kind: "read", facts: { state: found.value.status, version: found.value.version } };
    },
    describe: ({ args }) => `Cancel the return of an item of order ${args.orderId}?`,
    execute: (context) => {
      const { result, facts, key, callKey, attempt } = context;
      const path = `/returns/${encodeURIComponent(result.itemReturn.id)}/cancel`;
      const write = { path, version: facts.version, key, attempt, reverses: callKey };
      return changeVersioned(context, "oms", write, answerSchema, (answer) => resultOf(answer.return));
    },
    verify: (context) =>
      findUnderKey(context, "oms", context.key, () => findReturn(context, context.result.itemReturn.id, "cancelled")),
  },
});

function resultOf({ returnId, status, orderId, refundMinor }: Return): Output {
  return { itemReturn: { id: returnId, state: status, orderId, refundMinor } };
}

async function readReturnFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const { orderId, lineId } = context.args;
  const [order, account, isReturned, isExchanged] = await Promise.all([
    readOrder(context, orderId),
    readAccount(context),
    readIsReturned(context, orderId, lineId),
    readIsExchanged(context, orderId, lineId),
  ]);
  if (order.kind !== "found") return order;
  if (account.kind !== "found") return account;
  if (isReturned.kind !== "found") return isReturned;
  if (isExchanged.kind !== "found") return isExchanged;
  const { status, version, lines, currency } = order.value;
  const line = lines.find((it) => it.lineId === lineId);
  if (line === undefined) return { kind: "refused", code: "PUR-2002", detail: `${orderId} has no line ${lineId}.` };
  const sinceDelivery = daysSinceDelivery(order.value, context.daysSince);
  return {
    kind: "read",
    facts: {
      status,
      version,
      isFlagged: account.value.isFlagged,
      ...(sinceDelivery === undefined ? {} : { daysSinceDelivery: sinceDelivery }),
      isComingBack: isReturned.value || isExchanged.value,
      itemName: nameIn(order.value, line),
      refundMinor: line.unitPriceMinor * line.quantity,
      currency,
    },
  };
}

/** Reads the return back, and that it is of the line that was asked for. */
async function findReturn(
  context: ToolContext & { args: Input },
  returnId: string,
  wanted: string,
): Promise<Finding<Output>> {
  const found = await readReturn(context, returnId);
  if (found.kind !== "found") return { kind: "unknown", detail: found.detail };
  const { status, orderId, lineId } = found.value;
  if (orderId !== context.args.orderId || lineId !== context.args.lineId)
    return { kind: "unknown", detail: "The return is of another item." };
  if (status === wanted) return { kind: "done", result: resultOf(found.value) };
  return { kind: "unknown", detail: `The return is ${status}.` };
}

async function simulateReturn(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { args, facts } = context;
  const now = await readReturnFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const { status, version, isComingBack } = now.facts;
  if (version !== facts.version) return { kind: "would-refuse", detail: "The order has changed since it was read." };
  if (status !== "delivered" && status !== "shipped")
    return { kind: "would-refuse", detail: `The order is ${status}.` };
  if (isComingBack) return { kind: "would-refuse", detail: "The item is coming back already." };
  const record = `order ${args.orderId}, line ${args.lineId}`;
  return { kind: "would-do", changes: [{ record, field: "return.state", from: null, to: "created" }] };
}
