import type { Assurance, JsonObject } from "@purser/contract";
import type { PolicyQuestion, PolicySet, PolicyVocabulary } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { cedarPolicyEngine } from "./index.ts";
import { designPolicies } from "./test-policies.ts";
import { actionWith, lookupWith, refundArgsSchema } from "./test-tools.ts";

const facts = z.strictObject({ currency: z.string(), refundableMinor: z.int(), daysSinceDelivery: z.int() });
const refundOrder = actionWith({
  name: "refund_order",
  input: refundArgsSchema,
  facts,
  undoFacts: z.strictObject({ isVoidable: z.boolean() }),
});
const vocabulary: PolicyVocabulary = {
  tools: [refundOrder, lookupWith("find_orders", z.strictObject({}))],
  totals: ["customerRefunds30d", "caseRefunds"],
};

const nothing: Assurance = { identity: 2, confirmed: false, approved: false, approverRole: null };
const question: PolicyQuestion = {
  agent: "desk",
  action: "refund_order",
  resource: { type: "order", id: "1042" },
  args: { orderId: "1042", amountMinor: 2500, reason: "late" },
  facts: { currency: "USD", refundableMinor: 18000, daysSinceDelivery: 4 },
  totals: {},
  assurance: nothing,
};

function load(text: string, words: PolicyVocabulary = vocabulary): PolicySet {
  const result = cedarPolicyEngine.load([{ path: "guardrails/refunds.cedar", text }], words);
  if (result.kind === "rejected") throw new Error(JSON.stringify(result.problems));
  return result.policies;
}

describe("the policies of the design", () => {
  const policies = load(designPolicies);
  const permitsOf = (amountMinor: number, assurance: Partial<Assurance>) =>
    policies
      .ask({ ...question, args: { ...question.args, amountMinor }, assurance: { ...nothing, ...assurance } })
      .permits.map(({ id }) => id);

  test("a small refund is permitted as it is, and the answer names the policy", () => {
    expect(permitsOf(2500, {})).toEqual(["refund-small"]);
  });

  test("a larger one wants confirmation, a large one an approval as well", () => {
    expect(permitsOf(2501, {})).toEqual([]);
    expect(permitsOf(2501, { confirmed: true })).toEqual(["refund-confirmed"]);
    expect(permitsOf(10001, { confirmed: true })).toEqual([]);
    expect(permitsOf(10001, { confirmed: true, approved: true, approverRole: "teammate" })).toEqual([
      "refund-approved",
    ]);
  });

  test("a forbid that fires is named with its reason, and every other too", () => {
    const answer = policies.ask({
      ...question,
      args: { ...question.args, amountMinor: 18001 },
      facts: { ...question.facts, daysSinceDelivery: 31 },
    });
    expect(answer).toEqual({
      isPermitted: false,
      permits: [],
      forbids: [
        {
          id: "refund-bound",
          effect: "forbid",
          reason: "That is more than was paid and not yet refunded.",
          escalates: false,
        },
        { id: "return-window", effect: "forbid", reason: "The 30-day return window has passed.", escalates: false },
      ],
      errors: [],
    });
  });

  test("an action that no policy names is not permitted, without an error", () => {
    expect(policies.ask({ ...question, action: "find_orders", args: {}, facts: {} })).toEqual({
      isPermitted: false,
      permits: [],
      forbids: [],
      errors: [],
    });
  });

  test("taking an action back is an action of its own, with facts of its own", () => {
    const undo = load(
      `@id("u") permit (principal, action == Action::"undo_refund_order", resource) when { context.facts.isVoidable && context.args.amountMinor < 9 };`,
    );
    const args = { ...question.args, amountMinor: 8 };
    expect(undo.ask({ ...question, action: "undo_refund_order", args, facts: { isVoidable: true } }).isPermitted).toBe(
      true,
    );
    expect(undo.ask({ ...question, action: "undo_refund_order", args, facts: { isVoidable: false } }).isPermitted).toBe(
      false,
    );
  });

  test("a policy can name the agent, the record and a role's rank", () => {
    const named = load(
      `@id("n") permit (principal == Agent::"desk", action, resource == Record::"order/1042") when { context.assurance.approverRole >= 2 };`,
    );
    const held = (approverRole: Assurance["approverRole"]) => ({
      ...question,
      assurance: { ...nothing, approved: true, approverRole },
    });
    expect(
      (["auditor", "teammate", "lead", "admin"] as const).map((role) => named.ask(held(role)).isPermitted),
    ).toEqual([false, false, true, true]);
    expect(named.ask({ ...held("lead"), agent: "other" }).isPermitted).toBe(false);
    expect(named.ask({ ...held("lead"), resource: { type: "order", id: "1043" } }).isPermitted).toBe(false);
  });
});

describe("a question that cannot be judged permits nothing", () => {
  const policies = load('@id("all") permit (principal, action, resource);');
  const asked = (changes: Partial<PolicyQuestion>) => policies.ask({ ...question, ...changes });
  const withFacts = (changes: JsonObject) => asked({ facts: { ...question.facts, ...changes } });

  test("it is permitted as it stands", () => {
    expect(asked({})).toMatchObject({ isPermitted: true, errors: [] });
  });

  test.each([
    ["an unknown action", asked({ action: "drop_tables" }), "no action drop_tables"],
    ["a fact of the wrong type", withFacts({ currency: 7 }), "facts.currency is not a string"],
    ["a fact too many", withFacts({ isVip: true }), "facts.isVip is not declared"],
    [
      "a fact that is missing",
      asked({ facts: { currency: "USD", refundableMinor: 1 } }),
      "facts.daysSinceDelivery is missing",
    ],
    ["a fact that is null", withFacts({ currency: null }), "facts.currency is missing"],
    ["an argument that is missing", asked({ args: { orderId: "1", reason: "late" } }), "args.amountMinor is missing"],
    ["a fraction", asked({ args: { ...question.args, amountMinor: 0.5 } }), "args.amountMinor is not a whole number"],
    [
      "a number too large to be exact",
      asked({ args: { ...question.args, amountMinor: 2 ** 53 } }),
      "args.amountMinor is not a whole number",
    ],
    [
      "a value that looks like Cedar's own",
      withFacts({ currency: { __entity: { type: "Agent", id: "desk" } } }),
      "facts.currency is not a string",
    ],
    ["an inherited name", asked({ action: "constructor" }), "no action constructor"],
  ])("%s", (_name, answer, error) => {
    expect(answer).toMatchObject({ isPermitted: false, permits: [] });
    expect(answer.errors.join()).toContain(error);
  });

  test("an exception inside is an answer too", () => {
    const args: Record<string, string> = { orderId: "1", reason: "late" };
    Object.defineProperty(args, "amountMinor", {
      enumerable: true,
      get: () => {
        throw new Error("broken getter");
      },
    });
    expect(asked({ args })).toEqual({
      isPermitted: false,
      permits: [],
      forbids: [],
      errors: ["The policy engine failed: broken getter"],
    });
  });

  test("an argument that no schema names is not seen by the policies", () => {
    expect(asked({ args: { ...question.args, note: "approve me" } }).isPermitted).toBe(true);
  });
});

describe("arguments and facts", () => {
  const rich = z.strictObject({
    note: z.string().nullable(),
    tags: z.array(z.enum(["a", "b"])),
    lines: z.array(z.strictObject({ sku: z.string(), count: z.int() })),
    from: z.strictObject({ city: z.string(), postcode: z.string().nullable() }),
  });
  const value = {
    note: null,
    tags: ["a", "a"],
    lines: [{ sku: "x", count: 1 }],
    from: { city: "Portland", postcode: "97201" },
  };
  const words = { tools: [actionWith({ name: "send", input: rich, facts: rich })], totals: [] };
  const askedWhen = (condition: string, facts: JsonObject = value, args: JsonObject = value) =>
    load(`@id("p") permit (principal, action == Action::"send", resource) when { ${condition} };`, words).ask({
      ...question,
      action: "send",
      args,
      facts,
    });

  test.each([
    ["null is absent", "!(context.facts has note) && !(context.args has note)", true],
    [
      "what is nullable may be there",
      'context.facts.from has postcode && context.facts.from.postcode == "97201"',
      true,
    ],
    ["an array is a set", 'context.facts.tags.containsAll(["a"]) && !context.facts.tags.contains("b")', true],
    ["records may lie in sets", 'context.facts.lines.contains({ sku: "x", count: 1 })', true],
    ["and differ by what they hold", 'context.facts.lines.contains({ sku: "x", count: 2 })', false],
  ])("%s", (_name, condition, isPermitted) => {
    expect(askedWhen(condition)).toMatchObject({ isPermitted, errors: [] });
  });

  test("a mistake inside is named by its path", () => {
    const wrong = { ...value, tags: "a", lines: [{ sku: 1, count: 1, extra: true }], from: [] };
    expect(askedWhen("true || context.args has note", wrong).errors).toEqual([
      "facts.tags is not a set",
      "facts.lines[0].sku is not a string",
      "facts.lines[0].extra is not declared",
      "facts.from is not a record",
    ]);
    expect(
      askedWhen("context.args.tags.isEmpty()", value, { ...value, tags: [], from: { city: "x", planet: "y" } }),
    ).toMatchObject({ isPermitted: true });
  });
});

describe("totals", () => {
  const policies = load(`
    @id("cap") permit (principal, action == Action::"refund_order", resource) when { context.totals.customerRefunds30d + context.args.amountMinor <= 15000 };
    @id("other") permit (principal, action in [Action::"find_orders", Action::"undo_refund_order"], resource);`);

  test("only those that the action's policies name are kept", () => {
    expect(policies.totalsOf("refund_order")).toEqual(["customerRefunds30d"]);
    expect(policies.totalsOf("find_orders")).toEqual([]);
    expect(policies.totalsOf("unknown")).toEqual([]);
    expect(
      load('@id("any") permit (principal, action, resource) when { context.totals.caseRefunds < 5 };').totalsOf(
        "find_orders",
      ),
    ).toEqual(["caseRefunds"]);
    const whole = load(
      '@id("whole") permit (principal, action, resource) when { context.totals == { caseRefunds: 0, customerRefunds30d: 0 } };',
    );
    expect(whole.totalsOf("find_orders")).toEqual(["caseRefunds", "customerRefunds30d"]);
  });

  test("a total that a policy names must be given, one that none names need not", () => {
    expect(policies.ask(question).errors).toEqual(["totals.customerRefunds30d is missing"]);
    expect(policies.ask({ ...question, totals: { customerRefunds30d: 12500 } }).isPermitted).toBe(true);
    expect(policies.ask({ ...question, totals: { customerRefunds30d: 12501 } }).isPermitted).toBe(false);
    expect(policies.ask({ ...question, totals: { customerRefunds30d: 0.5 } }).errors).toEqual([
      "totals.customerRefunds30d is not a whole number",
    ]);
  });
});

describe("a loaded set", () => {
  test("shows a policy as a person wrote it", () => {
    const policies = load(`// first\n${designPolicies}`);
    expect(policies.textOf("return-window")).toBe(
      '@id("return-window") @reason("The 30-day return window has passed.")\nforbid (principal, action == Action::"refund_order", resource) when { context.facts.daysSinceDelivery > 30 };',
    );
    expect(policies.textOf("nobody")).toBeNull();
  });

  test("has a hash of its files that does not depend on their order", () => {
    const one = { path: "a.cedar", text: '@id("a") permit (principal, action, resource);' };
    const other = { path: "b.cedar", text: '@id("b") permit (principal, action, resource);' };
    const hashOfLoad = (files: readonly { path: string; text: string }[]) => {
      const result = cedarPolicyEngine.load(files, vocabulary);
      return result.kind === "loaded" ? result.policies.hash : null;
    };
    expect(hashOfLoad([one, other])).toBe(hashOfLoad([other, one]));
    expect(hashOfLoad([one, other])).not.toBe(hashOfLoad([one]));
  });

  test("two loaded sets do not disturb each other", () => {
    const strict = load('@id("p") permit (principal, action, resource) when { context.assurance.confirmed };');
    const open = load('@id("p") permit (principal, action, resource);');
    expect([
      strict.ask(question).isPermitted,
      open.ask(question).isPermitted,
      strict.ask(question).isPermitted,
    ]).toEqual([false, true, false]);
  });

  test("is still judged when its conditions are as deep as they may be", () => {
    const chain = `${'context.facts.currency != "EUR" && '.repeat(90)}true`;
    const brackets = `${"(".repeat(48)}context.facts.refundableMinor > 0${")".repeat(48)}`;
    const sum = `${"context.facts.refundableMinor + ".repeat(90)}0 > 0`;
    const texts = [chain, brackets, sum].map(
      (condition, index) =>
        `@id("p${index}") permit (principal, action == Action::"refund_order", resource) when { ${condition} };`,
    );
    expect(
      load(texts.join("\n"))
        .ask(question)
        .permits.map(({ id }) => id),
    ).toEqual(["p0", "p1", "p2"]);
  });

  test("without a policy permits nothing", () => {
    expect(load("// nothing yet\n").ask(question)).toEqual({
      isPermitted: false,
      permits: [],
      forbids: [],
      errors: [],
    });
  });
});
