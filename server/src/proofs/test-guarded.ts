import type { Action, ActionTier, PolicyVocabulary, Solver, Tool } from "@purser/kit";
import { z } from "zod";
import { loadProperties, type Property } from "../blueprint/properties.ts";
import { toolboxOf } from "../blueprint/toolbox.ts";
import { cedarPolicyEngine } from "../policies/cedar/index.ts";
import { actionWith, lookupWith, refundArgsSchema } from "../policies/cedar/test-tools.ts";
import type { Guarded } from "./guarded-action.ts";
import type { Proof } from "./proof.ts";
import { proveProperty } from "./prove-property.ts";

const facts = z.strictObject({
  currency: z.enum(["USD", "EUR"]),
  refundableMinor: z.int().min(0),
  daysSinceDelivery: z.int().nullable(),
  lines: z.array(z.strictObject({ sku: z.string() })),
});
const refund = actionWith({ name: "refund_order", input: refundArgsSchema, facts });
const credit: Action = {
  ...actionWith({ name: "give_credit", input: z.strictObject({ amountMinor: z.int() }), facts: z.strictObject({}) }),
  tier: "draft",
};
const tools = [refund, credit, lookupWith("find_orders", z.strictObject({}))];
const words: PolicyVocabulary = { tools, totals: ["refunds30d"] };

/** Policies over a refund, a credit that is a draft, and a lookup. */
export function guardedBy(text: string, tiers: Readonly<Record<string, ActionTier>> = {}): Guarded {
  const load = cedarPolicyEngine.load([{ path: "guardrails/test.cedar", text }], words);
  if (load.kind === "rejected") throw new Error(JSON.stringify(load.problems));
  return { policies: load.policies, toolbox: toolboxOf(tools.map((tool) => tieredBy(tool, tiers))) };
}

function tieredBy(tool: Tool, tiers: Readonly<Record<string, ActionTier>>): Tool {
  return tool.kind === "action" ? { ...tool, tier: tiers[tool.name] ?? tool.tier } : tool;
}

/** The properties as loaded, or the sentences of what is wrong with them, each with its line. */
export function propertiesIn(yaml: string, { policies, toolbox }: Guarded): readonly Property[] | readonly string[] {
  const load = loadProperties([{ path: "guardrails/properties.yaml", text: yaml }], policies, toolbox);
  return load.kind === "loaded"
    ? load.value
    : load.problems.map(({ code, line, message }) => `${line} ${code} ${message}`);
}

/** The proof of the one property that is written here. */
export async function proofOf(yaml: string, guarded: Guarded, solver: Solver): Promise<Proof> {
  const [property] = propertiesIn(`- name: claim\n${yaml}`, guarded);
  if (property === undefined || typeof property === "string") throw new Error(property ?? "no property");
  return proveProperty(property, guarded, { isSingleOperator: false }, solver);
}
