import type { Json } from "@purser/contract";
import { currencySchema } from "@purser/contract";
import { type Action, days, defineAction, hours, seconds, type SystemClient, type Systems } from "@purser/kit";
import { z } from "zod";

const orderAmountMinor = 18_000;
const reply = (status: number, body: Json) => Promise.resolve({ kind: "answered" as const, status, body });

/** A payment system behind the connector port in this process: refunds by key, remembered. */
export function shopSystems(): Systems {
  const refunds = new Map<string, { refundId: string; orderId: string; amountMinor: number }>();
  const payments: SystemClient = {
    request: ({ method, path, key = "", body }) => {
      if (method === "GET" && path.startsWith("/orders/"))
        return reply(200, { refundableMinor: orderAmountMinor, daysSinceDelivery: 3 });
      if (method === "GET") return reply(200, refunds.get(path.slice("/refunds/".length)) ?? null);
      const asked = refundSchema.parse(body);
      const refund = refunds.get(key) ?? { refundId: `RF-${refunds.size + 1}`, ...asked };
      refunds.set(key, refund);
      return reply(201, refund);
    },
  };
  return { payments };
}

const refundSchema = z.object({ orderId: z.string(), amountMinor: z.int() });
const refundedSchema = z.object({ refundId: z.string() });
const foundSchema = refundedSchema.nullable();
const factsSchema = z.strictObject({ currency: z.string(), refundableMinor: z.int(), daysSinceDelivery: z.int() });
const orderSchema = factsSchema.omit({ currency: true });
const resultSchema = z.strictObject({ refund: z.strictObject({ id: z.string() }) });

function paymentsOf(systems: Systems): SystemClient {
  const { payments } = systems;
  if (payments === undefined) throw new Error("There is no payments system.");
  return payments;
}

/** The action that the measured cases carry out: facts, execution and read-back, as an author would write it. */
export const refundOrder: Action = defineAction({
  name: "refund_order",
  title: "Refund an order",
  tier: "execute",
  input: z.strictObject({ orderId: z.string(), amountMinor: z.int().positive() }),
  output: resultSchema,
  needs: { orderId: "order.id", amountMinor: "refund.amountMinor" },
  gives: ["refund.id"],
  factsSchema,
  sources: { currency: "payments", refundableMinor: "payments", daysSinceDelivery: "payments" },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  counts: ({ amountMinor }) => ({ refundedMinor: amountMinor }),
  readFacts: async ({ args, systems }) => {
    const read = await paymentsOf(systems).request({ method: "GET", path: `/orders/${args.orderId}` });
    if (read.kind !== "answered") return { kind: "failed", code: "PUR-3001", detail: read.kind };
    const { refundableMinor, daysSinceDelivery } = orderSchema.parse(read.body);
    return { kind: "read", facts: { currency: currencySchema.parse("USD"), refundableMinor, daysSinceDelivery } };
  },
  describe: ({ args }) => `Refund $${(args.amountMinor / 100).toFixed(2)} for order ${args.orderId}?`,
  simulate: async ({ args }) => ({
    kind: "would-do",
    changes: [{ record: args.orderId, field: "refundedMinor", from: 0, to: args.amountMinor }],
  }),
  execute: async ({ args, systems, key }) => {
    const sent = await paymentsOf(systems).request({
      method: "POST",
      path: "/refunds",
      key,
      body: { orderId: args.orderId, amountMinor: args.amountMinor },
    });
    if (sent.kind !== "answered") return { kind: "unknown", code: "PUR-3002", detail: sent.kind };
    return { kind: "done", result: { refund: { id: refundedSchema.parse(sent.body).refundId } } };
  },
  verify: async ({ systems, key }) => {
    const read = await paymentsOf(systems).request({ method: "GET", path: `/refunds/${key}` });
    if (read.kind !== "answered") return { kind: "unknown", detail: read.kind };
    const found = foundSchema.parse(read.body);
    return found === null
      ? { kind: "not-done", detail: "" }
      : { kind: "done", result: { refund: { id: found.refundId } } };
  },
  once: "key",
  keyLifetimeMs: hours(24),
  freshForMs: seconds(5),
  undo: {
    kind: "compensable",
    withinMs: days(30),
    residue: "The fee is not returned.",
    factsSchema: z.strictObject({ isVoidable: z.boolean() }),
    sources: { isVoidable: "payments" },
    readFacts: async () => ({ kind: "read", facts: { isVoidable: true } }),
    describe: () => "Take the refund back?",
    execute: async () => ({ kind: "refused", code: "PUR-3012", detail: "Not part of the measurement." }),
    verify: async () => ({ kind: "not-done", detail: "" }),
  },
});

export const guardrails = `
@id("refund-small") permit (principal, action == Action::"refund_order", resource)
when { context.facts.currency == "USD" && context.args.amountMinor <= 2500 };
@id("refund-confirmed") permit (principal, action == Action::"refund_order", resource)
when { context.facts.currency == "USD" && context.args.amountMinor <= 10000 && context.totals.customerRefunds30d + context.args.amountMinor <= 15000 && context.assurance.confirmed };
@id("refund-approved") permit (principal, action == Action::"refund_order", resource)
when { context.assurance.confirmed && context.assurance.approved };
@id("refund-bound") @reason("That is more than was paid and not yet refunded.")
forbid (principal, action == Action::"refund_order", resource) when { context.args.amountMinor > context.facts.refundableMinor };
@id("return-window") @reason("The 30-day return window has passed.")
forbid (principal, action == Action::"refund_order", resource) when { context.facts.daysSinceDelivery > 30 };
`;
