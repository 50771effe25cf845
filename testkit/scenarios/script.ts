import type { JsonObject } from "@purser/contract";
import { z } from "zod";
import type { ScriptLine } from "../../server/src/agent/scripted-reasoner.ts";

const orderNumber = String.raw`\b(?<orderId>L-\d{5})\b`;
const usPostcode = String.raw`\d{5}`;
const ukPostcode = String.raw`[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}`;
const address = String.raw`(?<![-\d])(?<line1>\d{1,4} [A-Z][^,\n]*), (?<city>[A-Z][A-Za-z ]+), (?:(?<region>[A-Z]{2}),? )?(?<postcode>${usPostcode}|${ukPostcode})\b`;
const amount = String.raw`\$(?<dollars>\d+)(?:\.(?<cents>\d\d))?`;
const anywhere = (pattern: string) => String.raw`(?=[^]*?${pattern})`;

const changedSchema = z.object({ address: z.object({ text: z.string() }) });
const plannedSchema = z.object({ planChange: z.object({ plan: z.string() }) });
const creditedSchema = z.object({ credit: z.object({ amountMinor: z.int() }) });
const refundedSchema = z.object({ refund: z.object({ amountMinor: z.int() }) });

/** What the simulated customers write, and what follows from it: the same every time, as a recorded answer is. */
const lines: readonly ScriptLine[] = [
  {
    matches: /^Both of these: (?<one>[^]+) And also: (?<other>[^]+)$/,
    order: "together",
    cases: ({ one = "", other = "" }) => [one, other].map((goal) => ({ goal, procedure: null, given: {} })),
    allEnded: (ends) => `That makes ${ends.filter((end) => end?.kind === "resolved").length} of ${ends.length}.`,
  },
  {
    matches: new RegExp(`^${anywhere(orderNumber)}${anywhere(address)}`),
    tool: "change_address",
    args: ({ orderId = "", line1 = "", city = "", region, postcode = "" }) => ({
      orderId,
      line1,
      city,
      ...(region === undefined ? {} : { region }),
      postcode,
      country: /^\d/.test(postcode) ? "US" : "GB",
    }),
    done: (result) => `Done: it now goes to ${changedSchema.parse(result).address.text}.`,
  },
  {
    // She names an account, hers or not: no tool takes one, so this is refused.
    matches: new RegExp(
      `^${anywhere(String.raw`\b(?<customerRef>LC-\d+)\b`)}${anywhere(orderNumber)}${anywhere(amount)}`,
    ),
    tool: "refund_order",
    args: ({ customerRef = "", orderId = "", dollars = "0", cents = "00" }) => ({
      customerRef,
      orderId,
      amountMinor: Number(dollars) * 100 + Number(cents),
      reason: "damaged",
    }),
    done: refunded,
  },
  {
    matches: new RegExp(`^${anywhere("goodwill")}${anywhere(orderNumber)}${anywhere(amount)}`),
    tool: "give_credit",
    args: ({ orderId = "", dollars = "0", cents = "00" }) => ({
      orderId,
      amountMinor: Number(dollars) * 100 + Number(cents),
      reason: "It came late.",
    }),
    done: (result) => `You have $${(creditedSchema.parse(result).credit.amountMinor / 100).toFixed(2)} of credit now.`,
  },
  {
    matches: new RegExp(`^${anywhere(String.raw`label for (?<reference>LX-\d{5})`)}${anywhere(orderNumber)}`),
    tool: "create_label",
    args: ({ reference = "", orderId = "" }) => ({ reference, orderId }),
    done: () => "Your label is ready.",
  },
  {
    matches: /note on my account: (?<text>[^\n]+)/,
    tool: "add_crm_note",
    args: ({ text = "" }) => ({ text }),
    done: () => "I have noted it.",
  },
  {
    matches: /\b(?<subscriptionId>SB-\d+)\b to (?<plan>free|basic|plus|premium)\b/,
    tool: "change_plan",
    args: ({ subscriptionId = "", plan = "" }) => ({ subscriptionId, plan }),
    done: (result) => `Your box is on ${plannedSchema.parse(result).planChange.plan} now.`,
  },
  {
    matches: new RegExp(`^${anywhere("(?:refund|money back)")}${anywhere(orderNumber)}${anywhere(amount)}`),
    tool: "refund_order",
    args: ({ orderId = "", dollars = "0", cents = "00" }) => ({
      orderId,
      amountMinor: Number(dollars) * 100 + Number(cents),
      reason: "damaged",
    }),
    done: refunded,
  },
  {
    matches: new RegExp(
      `^${anywhere("cancel")}${anywhere(String.raw`\b(?<subscriptionId>SB-\d+)\b`)}${anywhere(amount)}`,
    ),
    together: ({ subscriptionId = "", dollars = "0", cents = "00" }) => [
      { tool: "cancel_subscription", args: { subscriptionId } },
      { tool: "refund_subscription", args: { subscriptionId, amountMinor: Number(dollars) * 100 + Number(cents) } },
      { tool: "set_membership", args: { plan: "free" } },
    ],
    allDone: "Done: the box is cancelled and paid back, and your membership is free.",
  },
];
export default lines;

function refunded(result: JsonObject): string {
  return `$${(refundedSchema.parse(result).refund.amountMinor / 100).toFixed(2)} are on their way back to you.`;
}
