import { type Json, currencySchema, hashSchema, jsonObjectSchema } from "@purser/contract";
import {
  type Action,
  type Lookup,
  type SystemClient,
  type SystemRequest,
  type Systems,
  type Tool,
  days,
  defineAction,
  defineLookup,
  hours,
  seconds,
} from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import { z } from "zod";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { checkPolicyExamples, readPolicyExamples } from "../../blueprint/checks/check-policy-examples.ts";
import type { BlueprintLoad } from "../../blueprint/reading/problem.ts";
import type { BlueprintFile } from "../../blueprint/reading/read-files.ts";
import { loadProcedures } from "../../blueprint/load-procedures.ts";
import { settingsSchema } from "../../blueprint/settings/settings.ts";
import { builtInSensitive } from "../../blueprint/sensitive/load-sensitive.ts";
import { noUnderstanding } from "../../blueprint/understanding.ts";
import { withTiers } from "../../blueprint/tiers.ts";
import { toolboxOf } from "../../blueprint/toolbox.ts";
import { cedarPolicyEngine } from "../../policies/cedar/index.ts";

type Refund = { refundId: string; amountMinor: number; isVoid: boolean };
const paidMinor = 20_000;

/** A payment system that remembers its refunds by key. */
export type Shop = {
  systems: Systems;
  refunds: ReadonlyMap<string, Refund>;
  /** Every request that reached it. */
  heard: readonly SystemRequest[];
};

export function openShop(): Shop {
  const refunds = new Map<string, Refund>();
  const voided = new Set<string>();
  const heard: SystemRequest[] = [];
  const answered = (status: number, body: Json) => ({ kind: "answered" as const, status, body });
  const payments: SystemClient = {
    request: async (request) => {
      heard.push(request);
      const { method, path, key = "", body } = request;
      const [, noun = "", id = ""] = path.split("/");
      const refund = refunds.get(id);
      if (noun === "order") return answered(200, { refundableMinor: paidMinor });
      if (noun === "void" && method === "GET") return answered(200, voided.has(key === "" ? id : key));
      if (noun === "void" && refund !== undefined) {
        refund.isVoid = true;
        voided.add(key);
        return answered(201, true);
      }
      if (method === "GET") return answered(200, refund ?? null);
      const { amountMinor } = z.object({ amountMinor: z.int() }).parse(body);
      const made = refunds.get(key) ?? { refundId: `RF-${refunds.size + 1}`, amountMinor, isVoid: false };
      refunds.set(key, made);
      return answered(201, made);
    },
  };
  return { systems: { payments }, refunds, heard };
}

async function ask(systems: Systems, method: "GET" | "POST", path: string, key?: string, body?: Json): Promise<Json> {
  const reply = await systems["payments"]?.request({
    method,
    path,
    ...(key === undefined ? {} : { key }),
    ...(body === undefined ? {} : { body }),
  });
  if (reply?.kind !== "answered") throw new Error("The shop of the tests always answers.");
  return reply.body;
}

const resultSchema = z.strictObject({ refundId: z.string() });
const readableSchema = z.object({ refundId: z.string() }).nullable();

const refundOrder: Action = defineAction({
  name: "refund_order",
  title: "Refund an order",
  tier: "execute",
  input: z.strictObject({ orderId: z.string(), amountMinor: z.int().positive() }),
  output: resultSchema,
  needs: { orderId: "order.id", amountMinor: "refund.amountMinor" },
  gives: ["refundId"],
  factsSchema: z.strictObject({ currency: z.string(), refundableMinor: z.int() }),
  sources: { currency: "payments", refundableMinor: "payments" },
  touches: ({ orderId }) => ({ type: "Order", id: orderId }),
  readFacts: async ({ args, systems }) => {
    const { refundableMinor } = z
      .object({ refundableMinor: z.int() })
      .parse(await ask(systems, "GET", `/order/${args.orderId}`));
    return { kind: "read", facts: { currency: currencySchema.parse("USD"), refundableMinor } };
  },
  describe: ({ args }) => `Refund $${(args.amountMinor / 100).toFixed(2)} for order ${args.orderId}?`,
  simulate: async () => ({ kind: "would-do", changes: [] }),
  execute: async ({ args, systems, key }) => ({
    kind: "done",
    result: resultSchema.strip().parse(await ask(systems, "POST", "/refund", key, { amountMinor: args.amountMinor })),
  }),
  verify: async ({ systems, key }) => {
    const found = readableSchema.parse(await ask(systems, "GET", `/refund/${key}`));
    return found === null
      ? { kind: "not-done", detail: "There is no such refund." }
      : { kind: "done", result: { refundId: found.refundId } };
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
    describe: ({ args }) => `Take back the refund of $${(args.amountMinor / 100).toFixed(2)}?`,
    execute: async ({ systems, callKey, key }) => {
      await ask(systems, "POST", `/void/${callKey}`, key);
      return { kind: "done", result: {} };
    },
    verify: async ({ systems, key }) =>
      (await ask(systems, "GET", "/void/", key)) === true
        ? { kind: "done", result: {} }
        : { kind: "not-done", detail: "It is not void." },
  },
});

/** Whose an address is, by the customers' system. */
const findCustomer: Lookup = defineLookup({
  name: "find_customer",
  title: "Find the customer by her e-mail address",
  input: z.strictObject({ email: z.string() }),
  output: z.object({ customer: z.object({ ref: z.string() }).exactOptional() }),
  gives: ["customer.ref"],
  run: async ({ args }) => {
    if (args.email.startsWith("down@"))
      return { kind: "failed", code: "PUR-3001", detail: "The customers' system is down." };
    return { kind: "found", result: args.email.startsWith("mia@") ? { customer: { ref: "LC-1" } } : {} };
  },
});

const readOrder: Lookup = defineLookup({
  name: "read_order",
  title: "Read an order",
  input: z.strictObject({ orderId: z.string() }),
  output: z.object({ refundableMinor: z.int() }),
  gives: ["refundableMinor"],
  run: async ({ args, systems }) => ({
    kind: "found",
    result: z.object({ refundableMinor: z.int() }).parse(await ask(systems, "GET", `/order/${args.orderId}`)),
  }),
});

/** Her orders by nothing but who she is; of those whose orders are down nothing can be read. */
const listOrders: Lookup = defineLookup({
  name: "list_orders",
  title: "List her orders",
  input: z.strictObject({}),
  output: z.object({ orders: z.array(jsonObjectSchema) }),
  gives: [],
  run: async ({ customer, systems }) => {
    if (customer?.ref === "C-down") return { kind: "failed", code: "PUR-3001", detail: "The order system is down." };
    const { refundableMinor } = z
      .object({ refundableMinor: z.int() })
      .parse(await ask(systems, "GET", `/order/of-${customer?.ref}`));
    const one = { orderId: "L-1", paidMinor: refundableMinor, deliveredAt: null, address: "1 Elm Street" };
    return { kind: "found", result: { orders: Array.from({ length: 14 }, (_none, index) => ({ ...one, index })) } };
  },
});

const guardrails = `
@id("read-order") permit (principal, action == Action::"read_order", resource) when { context.assurance.identity >= 2 };
@id("refund-small") permit (principal, action == Action::"refund_order", resource)
when { context.args.amountMinor <= 2500 };
@id("refund-confirmed") permit (principal, action == Action::"refund_order", resource)
when { context.args.amountMinor <= 10000 && context.assurance.confirmed };
@id("refund-approved") permit (principal, action == Action::"refund_order", resource)
when { context.args.amountMinor <= 18000 && context.assurance.approved };
@id("refund-by-lead") permit (principal, action == Action::"refund_order", resource)
when { context.assurance.approved && context.assurance.approverRole >= 2 };
@id("refund-bound") @reason("That is more than was paid.")
forbid (principal, action == Action::"refund_order", resource) when { context.args.amountMinor > context.facts.refundableMinor };
@id("undo-refund") permit (principal, action == Action::"undo_refund_order", resource) when { context.facts.isVoidable };
@id("list-orders") permit (principal, action == Action::"list_orders", resource) when { context.assurance.identity >= 1 };
`;

let made: Blueprint | null = null;

/** The same for all tests of a file: loading policies takes a while. */
export function openTestBlueprint(): Blueprint {
  return (made ??= makeBlueprint());
}

const sayHello = `---
procedure: say-hello
goal: she has been greeted
when: [hello]
done: "false"
tools: []
replies: { done: Hello }
---
Say hello.
`;

const guardrailsPath = "guardrails/refunds.cedar";

/** What the version of the tests consists of, as far as somebody can change it. */
export const testFiles: readonly BlueprintFile[] = [
  { path: guardrailsPath, text: guardrails },
  {
    path: "guardrails/refunds.test.yaml",
    text: `# What the shop promises.
- name: $25 needs nothing
  action: refund_order
  args: { orderId: L-1, amountMinor: 2500 }
  facts: { currency: USD, refundableMinor: 20000 }
  expect: allow
  reasons: [refund-small]
`,
  },
];

const ownTools: readonly Tool[] = [refundOrder, findCustomer, readOrder, listOrders];

/** A version of other guardrails and tiers over the same tools. */
export async function loadTestFiles(files: readonly BlueprintFile[]): Promise<BlueprintLoad<Blueprint>> {
  const blueprint = openTestBlueprint();
  const { settings } = blueprint;
  const { tools, ownTiers, problems: wrongTiers } = withTiers(files, ownTools);
  if (wrongTiers.length > 0) return { kind: "rejected", problems: wrongTiers };
  const toolbox = toolboxOf(tools);
  const written = files.filter(({ path }) => path.endsWith(".cedar"));
  const loaded = cedarPolicyEngine.load(written, { tools, totals: [] });
  if (loaded.kind === "rejected") return loaded;
  const { examples, problems } = readPolicyExamples(files);
  const wrong = [...problems, ...checkPolicyExamples(examples, loaded.policies, toolbox, settings)];
  if (wrong.length > 0) return { kind: "rejected", problems: wrong };
  return {
    kind: "loaded",
    value: { ...blueprint, hash: hashOf([...files]), policies: loaded.policies, toolbox, ownTiers },
  };
}

function makeBlueprint(): Blueprint {
  const tools = ownTools;
  const toolbox = toolboxOf(tools);
  const procedures = loadProcedures(
    [{ path: "procedures/say-hello.md", text: sayHello }],
    new Map(tools.map((tool) => [tool.name, tool])),
    null,
  );
  if (procedures.kind === "rejected") throw new Error(JSON.stringify(procedures.problems));
  const loaded = cedarPolicyEngine.load([{ path: guardrailsPath, text: guardrails }], {
    tools,
    totals: [],
  });
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  return {
    hash: hashSchema.parse(hashOf(guardrails)),
    directory: ".",
    settings: settingsSchema.parse({
      name: "Test shop",
      currency: "USD",
      customers: { lookup: "find_customer" },
    }),
    toolbox,
    procedures: procedures.value,
    triggers: new Map([["greet", { name: "greet", kind: "manual" as const, procedure: "say-hello", channel: "chat" }]]),
    understanding: noUnderstanding,
    properties: [],
    ownTiers: new Map(),
    sensitive: builtInSensitive,
    replies: [
      { name: "sorry", title: "Sorry", text: "Dear {{ customer.ref }}, about {{ order.id }}: {{ teammate.name }}" },
    ],
    policies: loaded.policies,
    totals: [],
  };
}
