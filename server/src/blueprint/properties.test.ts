import { describe, expect, test } from "vitest";
import { guardedBy, propertiesIn } from "../proofs/test-guarded.ts";

const guarded = guardedBy(`@id("all") permit (principal, action, resource);`);

describe("guardrails/properties.yaml", () => {
  test("says what is never and what is always permitted, and for which actions", () => {
    const yaml = `
- name: lookups
  never: { tier: lookup, except: [] }
  without: { identity: 1 }
- name: some
  always: [refund_order, give_credit]
  when: context.args.amountMinor > 100
  given: { confirmed: true, approvedBy: lead, approvals: 2 }
- name: each
  everyPolicy: matters
  except: [all]
`;
    expect(propertiesIn(yaml, guarded)).toMatchObject([
      {
        name: "lookups",
        line: 2,
        claim: { kind: "never", actions: ["find_orders"], when: null, without: { identity: 1 } },
      },
      { name: "some", claim: { kind: "always", actions: ["refund_order", "give_credit"], given: { approvals: 2 } } },
      { name: "each", claim: { kind: "every-policy-matters", except: ["all"] } },
    ]);
  });

  test.each([
    ["nothing claimed", "- name: one\n", /^1 PUR-2103 0: say one of never, always and everyPolicy$/],
    ["two claims", "- name: one\n  never: refund_order\n  always: refund_order\n", /say one of/],
    ["a key that there is not", "- name: one\n  never: refund_order\n  unless: 3\n", /^3 PUR-2103 .*unless/],
    [
      "assurance that does not go with it",
      "- name: one\n  never: refund_order\n  given: { identity: 1 }\n",
      /^3 PUR-2103 0.given: given goes with always$/,
    ],
    [
      "assurance that names nothing",
      "- name: one\n  never: refund_order\n  without: {}\n",
      /^3 PUR-2103 .*name at least one of/,
    ],
    ["an action that there is not", "- name: one\n  never: refund\n", /^2 PUR-2190 one: there is no action refund\.$/],
    [
      "a tier without actions",
      "- name: one\n  never: { tier: coordinate }\n",
      /^2 PUR-2190 one: no action is left to speak of\.$/,
    ],
    [
      "an exception that is none",
      "- name: one\n  never: { tier: draft, except: [refund_order] }\n",
      /refund_order is excepted and not among them anyway/,
    ],
    [
      "an argument that there is not",
      "- name: one\n  never: refund_order\n  when: context.args.amount > 3\n",
      /^3 PUR-2190 one: Attribute `args\.amount` .*not found; did you mean `amountMinor`\?$/,
    ],
    [
      "an argument that only one of the actions has",
      '- name: one\n  never: [refund_order, give_credit]\n  when: context.args.reason == "late"\n',
      /^3 PUR-2190 one: Attribute `args\.reason` .*give_credit/,
    ],
    [
      "a condition that is none",
      "- name: one\n  never: refund_order\n  when: context.args.amountMinor >\n",
      /^3 PUR-2190 one: /,
    ],
    [
      "a condition that ends too early",
      "- name: one\n  never: refund_order\n  when: 'true }; permit (principal, action, resource) when { true'\n",
      /^3 PUR-2190 one: /,
    ],
    [
      "a condition that is no truth",
      "- name: one\n  never: refund_order\n  when: context.args.amountMinor\n",
      /^3 PUR-2190 one: /,
    ],
    [
      "arithmetic that may fail",
      "- name: one\n  never: refund_order\n  when: context.args.amountMinor * context.args.amountMinor > 3\n",
      /^3 PUR-2190 one: This arithmetic could exceed 64 bits/,
    ],
    [
      "a guardrail that there is not",
      "- name: one\n  everyPolicy: matters\n  except: [nobody]\n",
      /^3 PUR-2190 one: there is no guardrail with the id nobody\.$/,
    ],
    [
      "the same name twice",
      "- name: one\n  never: refund_order\n- name: one\n  never: refund_order\n",
      /^3 PUR-2190 one: another property has this name\.$/,
    ],
  ])("is refused with its line: %s", (_what, yaml, expected) => {
    const [first, ...others] = propertiesIn(yaml, guarded);
    expect(first).toMatch(expected);
    expect(others).toEqual([]);
  });
});
