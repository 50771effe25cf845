import type { Assurance, IdentityLevel, TeammateRole } from "@purser/contract";
import type { PolicySet } from "@purser/kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cedarPolicyEngine } from "./index.ts";
import { designPolicies } from "./test-policies.ts";
import { shopVocabulary } from "./test-tools.ts";

function load(text: string) {
  return cedarPolicyEngine.load([{ path: "guardrails/a.cedar", text: `\n${text}` }], shopVocabulary);
}

const permitWhen = (condition: string) =>
  `@id("a") permit (principal, action == Action::"refund_order", resource) when { ${condition} };`;
const permitUnless = (condition: string) =>
  `@id("a") permit (principal, action == Action::"refund_order", resource) unless { ${condition} };`;
const forbidWhen = (condition: string) =>
  `@id("a") forbid (principal, action == Action::"refund_order", resource) when { ${condition} };`;
const forbidUnless = (condition: string) =>
  `@id("a") forbid (principal, action == Action::"refund_order", resource) unless { ${condition} };`;
const whole = "{ identity: 0, confirmed: false, approved: false, approverRole: 0, approvals: 0 }";

describe("a policy in which more assurance could allow less is refused, with its line", () => {
  test.each([
    ["a negated flag", permitWhen("!context.assurance.confirmed")],
    ["a doubly negated flag", permitWhen("!(!context.assurance.confirmed)")],
    ["a negation around a conjunction", permitWhen("!(context.facts.isFlagged && context.assurance.approved)")],
    ["a flag compared with false", permitWhen("context.assurance.confirmed == false")],
    ["a flag compared with true", permitWhen("context.assurance.confirmed == true")],
    ["a flag unlike another", permitWhen("context.assurance.confirmed != context.assurance.approved")],
    ["the unless of a permit", permitUnless("context.assurance.confirmed")],
    ["the when of a forbid", forbidWhen("context.assurance.approved")],
    ["a level in the when of a forbid", forbidWhen("context.assurance.identity >= 2")],
    ["a level below a number", permitWhen("context.assurance.identity < 2")],
    ["a level at most a number", permitWhen("context.assurance.identity <= 2")],
    ["a number above a level", permitWhen("2 > context.assurance.identity")],
    ["a level equal to a number", permitWhen("context.assurance.identity == 2")],
    ["fewer approvers than a number", permitWhen("context.assurance.approvals < 2")],
    ["a role unlike a number", forbidUnless("context.assurance.approverRole != 3")],
    ["a level against a fact", permitWhen("context.assurance.identity >= context.facts.paidMinor")],
    ["a level against a role", permitWhen("context.assurance.identity >= context.assurance.approverRole")],
    ["a level in arithmetic", permitWhen("0 - context.assurance.identity >= -1")],
    ["a negative level", permitWhen("-context.assurance.identity >= -1")],
    ["the condition of an if", permitWhen("if context.assurance.confirmed then false else true")],
    ["a branch of an if", permitWhen("if context.facts.isFlagged then context.assurance.confirmed else true")],
    ["a flag in a set", permitWhen("[false].contains(context.assurance.confirmed)")],
    ["the whole record", permitWhen(`context.assurance == ${whole}`)],
    ["the record in a set", permitWhen(`[context.assurance].contains(${whole})`)],
    ["the record through another", permitWhen("{ a: context.assurance }.a.confirmed")],
    ["whether there is assurance", permitWhen("context has assurance")],
    ["whether there is a part of it", permitWhen("context has assurance.confirmed")],
    ["whether it has a part", permitWhen("context.assurance has confirmed")],
    ["the context as a value", permitWhen("context == context")],
    ["the context in a record", permitWhen("{ c: context }.c.assurance.confirmed")],
    ["the context chosen by an if", permitWhen("(if true then context else context).assurance.confirmed")],
    ["the name in brackets", forbidWhen('context["assurance"]["confirmed"]')],
    [
      "a second clause",
      `@id("a") permit (principal, action == Action::"refund_order", resource) when { context.assurance.confirmed } unless { context.assurance.approved };`,
    ],
  ])("%s", (_name, text) => {
    const result = load(text);
    const problems = result.kind === "rejected" ? result.problems : [];
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "PUR-2110", path: "guardrails/a.cedar", line: 2, column: 1 }),
    );
  });
});

describe("a policy in which assurance only helps is loaded", () => {
  test.each([
    ["the flags", permitWhen("context.assurance.confirmed && (context.assurance.approved || context.facts.isFlagged)")],
    ["the ranks", permitWhen("context.assurance.identity >= 2 && context.assurance.approverRole > 1")],
    ["the number of approvers", permitWhen("context.assurance.approvals >= 2")],
    [
      "the ranks the other way round",
      permitWhen("2 <= context.assurance.identity || 1 < context.assurance.approverRole"),
    ],
    ["the unless of a forbid", forbidUnless("context.assurance.identity >= 3 || context.assurance.approved")],
    ["the name in brackets", permitWhen('context["assurance"]["confirmed"]')],
    [
      "negations of what is no assurance",
      permitWhen("!context.facts.isFlagged && context.assurance.confirmed && context has facts.currency"),
    ],
    ["an argument that is called so", permitWhen('context.args.reason == "assurance"')],
  ])("%s", (_name, text) => {
    expect(load(text).kind).toBe("loaded");
  });
});

const roles: readonly (TeammateRole | null)[] = [null, "teammate", "lead", "admin"];
const assurance: fc.Arbitrary<Assurance> = fc.record({
  identity: fc.constantFrom<IdentityLevel>(0, 1, 2, 3),
  confirmed: fc.boolean(),
  approved: fc.boolean(),
  approverRole: fc.constantFrom(...roles),
});
const highest = (one: Assurance, other: Assurance): Assurance => ({
  identity: one.identity > other.identity ? one.identity : other.identity,
  confirmed: one.confirmed || other.confirmed,
  approved: one.approved || other.approved,
  approverRole:
    roles.indexOf(one.approverRole) > roles.indexOf(other.approverRole) ? one.approverRole : other.approverRole,
});
const money = fc.oneof(
  fc.integer({ min: 1, max: 20000 }),
  fc.constantFrom(2500, 2501, 10000, 10001, 18000, Number.MAX_SAFE_INTEGER),
);
const situation = fc.record({
  amountMinor: money,
  refundableMinor: money,
  daysSinceDelivery: fc.integer({ min: -1, max: 40 }),
  currency: fc.constantFrom("USD", "EUR"),
  isFlagged: fc.boolean(),
  spentMinor: fc.constantFrom(0, 12500, 15000, Number.MAX_SAFE_INTEGER),
});

function isPermitted(
  policies: PolicySet,
  { amountMinor, spentMinor, ...facts }: typeof situation extends fc.Arbitrary<infer Value> ? Value : never,
  held: Assurance,
): boolean {
  const answer = policies.ask({
    agent: "desk",
    action: "refund_order",
    resource: { type: "order", id: "1" },
    args: { orderId: "1", amountMinor, reason: "late" },
    facts: { ...facts, paidMinor: facts.refundableMinor },
    totals: { customerRefunds30d: spentMinor },
    assurance: held,
  });
  expect(answer.errors).toEqual([]);
  return answer.isPermitted;
}

test.each([
  [
    "the design",
    designPolicies.replace(
      "{ context.facts.daysSinceDelivery",
      "{ context.facts has daysSinceDelivery && context.facts.daysSinceDelivery",
    ),
  ],
  [
    "every form of assurance",
    [
      permitWhen(
        "context.assurance.identity >= 1 && context.args.amountMinor + context.totals.customerRefunds30d <= 15000 && (context.assurance.confirmed || context.facts.isFlagged)",
      ),
      permitWhen("context.assurance.approved && context.assurance.approverRole > 1").replace('"a"', '"b"'),
      forbidUnless(
        "context.assurance.identity >= 2 || 2 <= context.assurance.approverRole || context.args.amountMinor < 100",
      ).replace('"a"', '"c"'),
    ].join("\n"),
  ],
])("with the policies of %s, more assurance never takes a permission away", (_name, text) => {
  const result = load(text);
  if (result.kind === "rejected") throw new Error(JSON.stringify(result.problems));
  const { policies } = result;
  fc.assert(
    fc.property(
      situation,
      assurance,
      assurance,
      (given, one, other) => !isPermitted(policies, given, one) || isPermitted(policies, given, highest(one, other)),
    ),
    { numRuns: 400 },
  );
});
