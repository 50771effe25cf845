import type { ActionOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import {
  type Address,
  addressLine,
  addressSchema,
  effectsSchema,
  orderIdSchema,
  orderSchema,
  readOrder,
} from "./order-record.ts";
import { change, readRecord } from "./shop-client.ts";

const inputSchema = z.strictObject({
  orderId: orderIdSchema,
  line1: z.string().min(1).max(200),
  city: z.string().min(1).max(120),
  /** The state in the US. */
  region: z.string().min(1).max(80).exactOptional(),
  postcode: z.string().min(3).max(12),
  country: z.enum(["GB", "US"]),
});
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  status: z.string(),
  version: z.int(),
  isFlagged: z.boolean(),
  currentAddress: z.string(),
  /** The same in its parts, kept so that the change can be taken back. */
  former: addressSchema.exactOptional(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  address: z.object({ state: z.literal("changed"), text: z.string() }),
  former: addressSchema.nullable(),
});
type Output = z.infer<typeof outputSchema>;

const undoFactsSchema = z.strictObject({
  status: z.string(),
  version: z.int(),
  recipient: z.string().exactOptional(),
  currentAddress: z.string().exactOptional(),
  /** False when somebody has set yet another address since: to set ours back would overwrite that. */
  isAsLeft: z.boolean(),
});

/** Changes where a pending order goes; the recipient stays. The order's version is the precondition. */
export default defineAction({
  name: "change_address",
  title: "Change the delivery address",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: {
    orderId: "order.id",
    line1: "address.line1",
    city: "address.city",
    region: "address.region",
    postcode: "address.postcode",
    country: "address.country",
  },
  gives: ["address.state", "address.text"],
  promises: { "address.state": "changed" },
  factsSchema,
  sources: { status: "oms", version: "oms", currentAddress: "oms", former: "oms", isFlagged: "crm" },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: async (context) => {
    const [order, account] = await Promise.all([readOrder(context, context.args.orderId), readAccount(context)]);
    if (order.kind !== "found") return order;
    if (account.kind !== "found") return account;
    const { status, version, address } = order.value;
    const { isFlagged } = account.value;
    return {
      kind: "read",
      facts: { status, version, isFlagged, currentAddress: addressLine(address), former: address },
    };
  },
  describe: ({ args }) => `Change the delivery address of order ${args.orderId} to ${addressLine(addressIn(args))}?`,
  simulate: simulateChange,
  execute: async (context) => {
    const { args, facts, key, attempt } = context;
    const recipient = facts.former?.recipient ?? "";
    const outcome = await putAddress(
      context,
      { orderId: args.orderId, version: facts.version, key },
      { recipient, ...addressIn(args) },
    );
    return hadItsEffect(outcome, attempt)
      ? { ...outcome, kind: "unknown" }
      : withResult(outcome, resultOf(args, facts));
  },
  verify: async (context) => {
    const { args, facts, key } = context;
    const found = await findChange(context, args.orderId, key, addressIn(args));
    return found.kind === "done" ? { kind: "done", result: resultOf(args, facts) } : found;
  },
  once: "natural",
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: undoFactsSchema,
    sources: { status: "oms", version: "oms", recipient: "oms", currentAddress: "oms", isAsLeft: "oms" },
    readFacts: async (context) => {
      const order = await readOrder(context, context.args.orderId);
      if (order.kind !== "found") return order;
      const { status, version, address } = order.value;
      const { recipient } = address;
      const currentAddress = addressLine(address);
      const isAsLeft = currentAddress === context.result.address.text;
      return { kind: "read", facts: { status, version, recipient, currentAddress, isAsLeft } };
    },
    describe: ({ args, result }) => `Set the delivery address of order ${args.orderId} back to ${formerText(result)}?`,
    execute: async (context) => {
      const { args, result, facts, key, callKey, attempt } = context;
      if (result.former === null)
        return { kind: "refused", code: "PUR-3012", detail: "The former address was not kept." };
      const detail = "The order has its former address already.";
      if (facts.currentAddress === addressLine(result.former))
        return attempt > 1
          ? { kind: "unknown", code: "PUR-3005", detail }
          : { kind: "refused", code: "PUR-3012", detail };
      const outcome = await putAddress(
        context,
        { orderId: args.orderId, version: facts.version, key, reverses: callKey },
        result.former,
      );
      return hadItsEffect(outcome, attempt) ? { ...outcome, kind: "unknown" } : outcome;
    },
    verify: async (context) => {
      const { args, result, key } = context;
      if (result.former === null) return { kind: "not-done", detail: "The former address was not kept." };
      return findChange(context, args.orderId, key, result.former);
    },
  },
});

function addressIn({ line1, city, region, postcode, country }: Input): Omit<Address, "recipient"> {
  return { street: line1, city, region: region ?? null, postcode, country };
}

function resultOf(args: Input, facts: Facts): Output {
  return { address: { state: "changed", text: addressLine(addressIn(args)) }, former: facts.former ?? null };
}

function formerText({ former }: Output): string {
  return former === null ? "what it was" : addressLine(former);
}

type Write = { orderId: string; version: number; key: string; reverses?: string };

function putAddress(
  context: ToolContext,
  { orderId, version, key, reverses }: Write,
  address: Address,
): Promise<ActionOutcome> {
  const headers = { "if-version": String(version), ...(reverses === undefined ? {} : { "purser-reverses": reverses }) };
  const path = `/orders/${encodeURIComponent(orderId)}/address`;
  return change(
    context,
    "oms",
    { method: "PUT", path, body: { address }, key, headers },
    z.object({ order: orderSchema }),
    () => ({}),
  );
}

/** A repeat meets the version that the first attempt made: then it is not refused but perhaps done. */
function hadItsEffect(outcome: ActionOutcome, attempt: number): outcome is Extract<ActionOutcome, { kind: "refused" }> {
  return attempt > 1 && outcome.kind === "refused" && outcome.code === "PUR-3005";
}

function withResult(outcome: ActionOutcome, result: Output): ActionOutcome<Output> {
  return outcome.kind === "done" ? { kind: "done", result } : outcome;
}

/** Reads back by key, and that the order shows it unless somebody has changed it again since. */
async function findChange(
  context: ToolContext,
  orderId: string,
  key: string,
  wanted: Omit<Address, "recipient">,
): Promise<Finding> {
  const [under, order] = await Promise.all([
    readRecord(context, "oms", `/effects?key=${encodeURIComponent(key)}`, effectsSchema),
    readOrder(context, orderId),
  ]);
  if (under.kind !== "found") return { kind: "unknown", detail: under.detail };
  if (order.kind !== "found") return { kind: "unknown", detail: order.detail };
  const { effects } = under.value;
  if (effects.length > 1) return { kind: "doubled", detail: `${effects.length} changes stand under the key.` };
  if (effects.length === 0) return { kind: "not-done", detail: "Nothing was changed under the key." };
  const { address, lastKeys } = order.value;
  const isShown = addressLine(address) === addressLine(wanted);
  if (lastKeys["address"] === key && !isShown)
    return { kind: "unknown", detail: "The order does not show the address that was set." };
  return { kind: "done", result: {} };
}

async function simulateChange(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const { args, facts } = context;
  const reading = await readOrder(context, args.orderId);
  if (reading.kind === "failed") return { kind: "cannot-tell", detail: reading.detail };
  if (reading.kind === "refused") return { kind: "would-refuse", detail: reading.detail };
  const { status, version, address } = reading.value;
  if (version !== facts.version) return { kind: "would-refuse", detail: "The order has changed since it was read." };
  if (status !== "pending") return { kind: "would-refuse", detail: `The order is ${status}.` };
  const wanted = addressIn(args);
  const fields = ["street", "city", "region", "postcode", "country"] as const;
  const changes = fields
    .filter((field) => address[field] !== wanted[field])
    .map((field) => ({
      record: `order ${args.orderId}`,
      field: `address.${field}`,
      from: address[field],
      to: wanted[field],
    }));
  return { kind: "would-do", changes };
}
