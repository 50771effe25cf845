/**
 * A shop whose procedures know returns, and nothing of an item that is sold no more, that was bought with a promotion, that
 * was paid in part with store credit, in a state with its own law. The two tools
 * that pay back remember what they did under each key, as a system of record does.
 */
export const novelShop: Readonly<Record<string, string>> = {
  "blueprint.yaml": "name: Trailhead\ncurrency: USD\n",
  "procedures/return-an-item.md": `---
procedure: return-an-item
goal: the customer has her money back
when: [I want to return my tent, can I send the tent back, I want my money back for the jacket, please refund me]
done: refund.state == "paid"
tools: [find_order, refund_rules, refund_card, return_credit]
replies: { done: "Your money is on its way." }
---
Within 30 days an item can be returned. What was paid goes back in the way in which it was paid.
`,
  "procedures/swap-an-item.md": `---
procedure: swap-an-item
goal: the customer has another piece of the same item
when: [please send me a new one, I want another tent of the same kind, swap it for a new one]
done: order.isDiscontinued == false
tools: [find_order]
replies: { done: "A new one is on its way." }
---
A broken item is swapped for a new one of the same kind while it is sold.
`,
  "guardrails/refunds.cedar": `
@id("own") permit (principal, action in [Action::"find_order", Action::"refund_rules"], resource)
when { context.assurance.identity >= 1 };
@id("card") permit (principal, action == Action::"refund_card", resource)
when { context.assurance.identity >= 2 && context.assurance.confirmed && context.assurance.approved && context.assurance.approverRole >= 2 };
@id("credit") permit (principal, action == Action::"return_credit", resource)
when { context.assurance.identity >= 2 && context.assurance.confirmed && context.assurance.approved && context.assurance.approverRole >= 2 };
@id("card-bound") @reason("That is more than was paid by card for it.")
forbid (principal, action == Action::"refund_card", resource) when { context.args.amountMinor > context.facts.paidByCardMinor };
@id("credit-bound") @reason("That is more than was paid with store credit.")
forbid (principal, action == Action::"return_credit", resource) when { context.args.amountMinor > context.facts.paidByCreditMinor };
`,
  "guardrails/refunds.test.yaml": `
- name: the price before the promotion is not paid back
  action: refund_card
  args: { orderId: T-20417, amountMinor: 9000 }
  facts: { paidByCardMinor: 4200 }
  expect: deny
`,
  "tools/find-order.ts": `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
const order = z.object({
  id: z.string(), item: z.string(), isDiscontinued: z.boolean(), promotion: z.string(), listPriceMinor: z.int(),
  paidByCardMinor: z.int(), paidByCreditMinor: z.int(), state: z.string(), daysSinceDelivery: z.int(),
});
export default defineLookup({
  name: "find_order", title: "Find the order", doing: "looking up your order", input: z.strictObject({}),
  output: z.object({ order }),
  gives: ["order.id", "order.item", "order.isDiscontinued", "order.promotion", "order.listPriceMinor", "order.paidByCardMinor", "order.paidByCreditMinor", "order.state", "order.daysSinceDelivery"],
  run: async () => ({ kind: "found", result: { order: {
    id: "T-20417", item: "Ridgeline tent", isDiscontinued: true, promotion: "third item at a third of its price",
    listPriceMinor: 9000, paidByCardMinor: 4200, paidByCreditMinor: 1800, state: "Oregon", daysSinceDelivery: 38,
  } } }),
});
`,
  "tools/refund-rules.ts": `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "refund_rules", title: "Look up the refund rules of a state", doing: "checking the rules of your state",
  input: z.strictObject({ state: z.string() }),
  output: z.object({ rules: z.object({ state: z.string(), windowDays: z.int(), text: z.string() }) }),
  needs: { state: "order.state" }, gives: ["rules.state", "rules.windowDays", "rules.text"], isPersonal: false,
  run: async ({ args: { state } }) => ({ kind: "found", result: { rules: {
    state, windowDays: 45,
    text: "Counsel's note on " + state + ": what is sold no more may be sent back within 45 days, each part of the price in the way in which it was paid.",
  } } }),
});
`,
  ...Object.fromEntries(
    (
      [
        ["refund-card", "refund_card", "Refund to the card", "paidByCardMinor", 4200, "refund"],
        ["return-credit", "return_credit", "Return store credit", "paidByCreditMinor", 1800, "credit"],
      ] as const
    ).map(([file, name, title, fact, paidMinor, noun]) => [
      `tools/${file}.ts`,
      `
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
const ledger = new Map();
const resultOf = (amountMinor) => ({ ${noun}: { state: "paid", amountMinor } });
export default defineAction({
  name: "${name}", title: "${title}", tier: "execute",
  input: z.strictObject({ orderId: z.string(), amountMinor: z.int().positive() }),
  output: z.object({ ${noun}: z.object({ state: z.string(), amountMinor: z.int() }) }),
  needs: { orderId: "order.id", amountMinor: "order.${fact}" }, gives: ["${noun}.state", "${noun}.amountMinor"],
  promises: { "${noun}.state": "paid" },
  factsSchema: z.strictObject({ ${fact}: z.int() }), sources: { ${fact}: "shop" },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: async () => ({ kind: "read", facts: { ${fact}: ${paidMinor} } }),
  describe: ({ args }) => "${title}: $" + (args.amountMinor / 100).toFixed(2) + " for order " + args.orderId + "?",
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
  undo: { kind: "irreversible", because: "Her bank has it." },
});
`,
    ]),
  ),
};
