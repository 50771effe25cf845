import type { JsonObject } from "@purser/contract";
import { type ActionOutcome, type Finding, type ToolContext, days, defineAction, seconds } from "@purser/kit";
import { z } from "zod";
import { readOrder } from "./order-record.ts";

// Customers write b-1001 as well: what stands here makes one form of it before it is checked.
const inputSchema = z.strictObject({
  orderId: z
    .string()
    .toUpperCase()
    .regex(/^B-\d{4}$/),
});
const outputSchema = z.object({ pickup: z.object({ state: z.literal("extended"), until: z.string() }) });
const factsSchema = z.strictObject({
  state: z.string(),
  pickupUntil: z.string(),
  timesExtended: z.int(),
  isWantedByOthers: z.boolean(),
});
const undoFactsSchema = z.strictObject({ state: z.string(), pickupUntil: z.string() });

/** Keeps an order in the shop a week longer. */
export default defineAction({
  name: "extend_pickup",
  title: "Keep an order longer",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  // The planner joins tools by these two: the fact that fills each argument, and the facts that the result gives.
  needs: { orderId: "order.id" },
  gives: ["pickup.state", "pickup.until"],
  promises: { "pickup.state": "extended" },

  // What the guardrails judge: read from the shop now, never taken from what somebody wrote.
  factsSchema,
  sources: { state: "shop", pickupUntil: "shop", timesExtended: "shop", isWantedByOthers: "shop" },
  readFacts: async (context) => {
    const read = await readOrder(context, context.args.orderId);
    if (read.kind !== "found") return read;
    const { state, pickupUntil, timesExtended, isWantedByOthers } = read.order;
    return { kind: "read", facts: { state, pickupUntil, timesExtended, isWantedByOthers } };
  },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),

  // What the customer and an approver read, and what would change.
  describe: ({ args, facts }) => `Keep order ${args.orderId} until ${weekAfter(facts.pickupUntil)}?`,
  simulate: async ({ args, facts }) => ({
    kind: "would-do",
    changes: [
      {
        record: `order ${args.orderId}`,
        field: "pickupUntil",
        from: facts.pickupUntil,
        to: weekAfter(facts.pickupUntil),
      },
    ],
  }),

  // `key` is derived from the decision and the same on every attempt: the shop does a thing once for each key.
  execute: async (context) => {
    const until = weekAfter(context.facts.pickupUntil);
    const outcome = await setPickup(context, context.args.orderId, { until, extendedBy: 1 }, context.key);
    return outcome.kind === "done" ? { kind: "done", result: { pickup: { state: "extended", until } } } : outcome;
  },
  // Did it happen? Asked after every success, and before anything in doubt is repeated.
  verify: async (context) => {
    const found = await findChange(context, context.args.orderId, context.key);
    if (found.kind !== "done") return found;
    return { kind: "done", result: { pickup: { state: "extended", until: found.result.until } } };
  },
  once: "key",
  keyLifetimeMs: days(1),
  settleMs: seconds(5),

  // An undo is judged by guardrails like any other action, under the name undo_extend_pickup.
  undo: {
    kind: "reversible",
    withinMs: days(7),
    factsSchema: undoFactsSchema,
    sources: { state: "shop", pickupUntil: "shop" },
    readFacts: async (context) => {
      const read = await readOrder(context, context.args.orderId);
      if (read.kind !== "found") return read;
      return { kind: "read", facts: { state: read.order.state, pickupUntil: read.order.pickupUntil } };
    },
    describe: ({ args, result }) => `Keep order ${args.orderId} only until ${weekBefore(result.pickup.until)} again?`,
    execute: (context) =>
      setPickup(
        context,
        context.args.orderId,
        { until: weekBefore(context.result.pickup.until), extendedBy: -1 },
        context.key,
      ),
    verify: (context) => findChange(context, context.args.orderId, context.key),
  },
});

type Pickup = { until: string; extendedBy: number };

async function setPickup(
  { customer, systems }: ToolContext,
  orderId: string,
  body: Pickup,
  key: string,
): Promise<ActionOutcome> {
  const path = `/customers/${encodeURIComponent(customer?.ref ?? "")}/orders/${encodeURIComponent(orderId)}/pickup`;
  const reply = await systems["shop"]?.request({ method: "PUT", path, body, key });
  if (reply === undefined || reply.kind === "notSent")
    return { kind: "failed", code: "PUR-3001", retry: "safe", detail: "The shop could not be reached." };
  // When in doubt say unknown: Purser looks it up before it repeats anything.
  if (reply.kind !== "answered" || reply.status >= 500)
    return { kind: "unknown", code: "PUR-3002", detail: "It may have happened." };
  if (reply.status >= 400) return { kind: "refused", code: "PUR-3004", detail: `The shop answered ${reply.status}.` };
  return { kind: "done", result: {} };
}

async function findChange(
  context: ToolContext,
  orderId: string,
  key: string,
): Promise<Exclude<Finding, { kind: "done" }> | { kind: "done"; result: JsonObject & { until: string } }> {
  const read = await readOrder(context, orderId);
  if (read.kind !== "found") return { kind: "unknown", detail: read.detail };
  const [change, ...others] = read.order.changes.filter((each) => each.key === key);
  if (change === undefined) return { kind: "not-done", detail: "No change stands under the key." };
  if (others.length > 0) return { kind: "doubled", detail: "More than one change stands under the key." };
  return { kind: "done", result: { until: change.pickupUntil } };
}

const week = 7;

function weekAfter(day: string): string {
  return movedBy(day, week);
}

function weekBefore(day: string): string {
  return movedBy(day, -week);
}

/** A calendar day such as 2026-03-31, moved by days. */
function movedBy(day: string, byDays: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + byDays);
  return date.toISOString().slice(0, "2026-03-31".length);
}
