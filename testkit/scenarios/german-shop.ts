/**
 * A shop that speaks German: its procedure, its tools and their words. The tool that pays back remembers what it did under each
 * key, as a system of record does.
 */
export const germanShop: Readonly<Record<string, string>> = {
  "blueprint.yaml": `
name: Lindenhof
locale: de-DE
timeZone: Europe/Berlin
currency: EUR
businessHours: { week: { monday: ["09:00-17:00"], tuesday: ["09:00-17:00"], wednesday: ["09:00-17:00"] } }
`,
  "procedures/geld-zurueck.md": `---
procedure: geld-zurueck
goal: die Kundin hat ihr Geld zurück
when: [ich möchte mein Geld zurück, bitte erstatten Sie mir die Bestellung, ich will die Lampe zurückgeben]
done: refund.state == "paid"
tools: [find_order, refund_order]
replies: { done: "{{ refund.amountMinor | money }} sind auf dem Weg zu Ihnen." }
---
Was innerhalb von dreißig Tagen zurückkommt, wird erstattet.
`,
  "guardrails/geld.cedar": `
@id("own") permit (principal, action == Action::"find_order", resource) when { context.assurance.identity >= 1 };
@id("refund") permit (principal, action == Action::"refund_order", resource)
when { context.assurance.identity >= 2 && context.assurance.confirmed && context.assurance.approved && context.assurance.approverRole >= 2 };
`,
  "guardrails/geld.test.yaml": `
- name: eine Erstattung braucht ihr Ja und eine Leitung
  action: refund_order
  args: { orderId: B-20417, amountMinor: 4200 }
  facts: { paidMinor: 4200 }
  expect: confirm-then-approve
`,
  "tools/find-order.ts": `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "find_order", title: "Bestellung nachsehen", doing: "sieht Ihre Bestellung nach", input: z.strictObject({}),
  output: z.object({ order: z.object({ id: z.string(), item: z.string(), paidMinor: z.int() }) }),
  gives: ["order.id", "order.item", "order.paidMinor"],
  run: async () => ({ kind: "found", result: { order: { id: "B-20417", item: "Tischlampe", paidMinor: 4200 } } }),
});
`,
  "tools/refund-order.ts": `
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
const ledger = new Map();
const resultOf = (amountMinor) => ({ refund: { state: "paid", amountMinor } });
export default defineAction({
  name: "refund_order", title: "Bestellung erstatten", tier: "execute",
  input: z.strictObject({ orderId: z.string(), amountMinor: z.int().positive() }),
  output: z.object({ refund: z.object({ state: z.string(), amountMinor: z.int() }) }),
  needs: { orderId: "order.id", amountMinor: "order.paidMinor" }, gives: ["refund.state", "refund.amountMinor"],
  promises: { "refund.state": "paid" },
  factsSchema: z.strictObject({ paidMinor: z.int() }), sources: { paidMinor: "shop" },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: async () => ({ kind: "read", facts: { paidMinor: 4200 } }),
  describe: ({ args }) => (args.amountMinor / 100).toFixed(2).replace(".", ",") + " € für die Bestellung " + args.orderId + " erstatten?",
  simulate: async () => ({ kind: "cannot-tell", detail: "" }),
  execute: async ({ args, key }) => {
    if (ledger.has(key)) throw new Error("It was paid twice.");
    ledger.set(key, args.amountMinor);
    return { kind: "done", result: resultOf(args.amountMinor) };
  },
  verify: async ({ key }) => {
    const amountMinor = ledger.get(key);
    return amountMinor === undefined ? { kind: "not-done", detail: "" } : { kind: "done", result: resultOf(amountMinor) };
  },
  once: "key", keyLifetimeMs: days(1),
  undo: { kind: "irreversible", because: "Die Bank hat es." },
});
`,
};
