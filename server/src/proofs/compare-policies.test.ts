import type { Solver } from "@purser/kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openZ3 } from "../solvers/z3/index.ts";
import { comparePolicies } from "./compare-policies.ts";
import { comparisonInWords } from "./tell-comparison.ts";
import { guardedBy } from "./test-guarded.ts";

let solver: Solver;
beforeAll(async () => {
  solver = await openZ3();
});
afterAll(() => solver.close());

const before = `@id("small") permit (principal, action == Action::"refund_order", resource)
when { context.assurance.identity >= 2 && context.args.amountMinor <= 100 };
@id("large") permit (principal, action == Action::"refund_order", resource)
when { context.assurance.identity >= 2 && context.assurance.approved };
@id("window") @reason("The window has passed.") forbid (principal, action == Action::"refund_order", resource)
when { context.facts has daysSinceDelivery && context.facts.daysSinceDelivery > 30 };`;

async function compare(from: string, to: string) {
  return comparePolicies(guardedBy(from), guardedBy(to), { isSingleOperator: false }, solver);
}

describe("the comparison of two versions", () => {
  test("proves that nothing changes when the same is said otherwise", async () => {
    const same = before.replace("amountMinor <= 100", "amountMinor < 101").replace("> 30 }", ">= 31 }");
    const comparison = await compare(before, same);
    expect(comparison).toMatchObject({
      changes: [],
      open: [],
      unchanged: ["refund_order", "give_credit", "find_orders"],
    });
    expect(comparisonInWords(comparison)).toEqual([
      "Nothing changes: proved for 3 actions, over all arguments, facts and totals, with every assurance.",
    ]);
  });

  test("says what is newly permitted, with how much, what it needed before, and an example at the edge", async () => {
    const words = comparisonInWords(await compare(before, before.replace("<= 100", "<= 101")));
    expect(words).toEqual([
      "Newly permitted: refund_order with identity level 2.",
      "  Before, it needed identity level 2 and the approval of a teammate.",
      expect.stringMatching(/^ {2}For example: args\.amountMinor = 101, /),
      "Proved to be the same: what is permitted, and how the rest is refused, for 2 actions.",
    ]);
  });

  test("says what is newly forbidden, and by which sentence", async () => {
    const words = comparisonInWords(await compare(before, before.replace("> 30 }", "> 29 }")));
    expect(words).toEqual([
      "Newly forbidden: refund_order (window: The window has passed).",
      "  Before, identity level 2 was enough.",
      expect.stringMatching(/facts\.daysSinceDelivery = 30/),
      "Newly forbidden: refund_order (window: The window has passed).",
      "  Before, identity level 2 and the approval of a teammate was enough.",
      expect.stringMatching(/facts\.daysSinceDelivery = 30/),
      "Proved to be the same: what is permitted, and how the rest is refused, for 2 actions.",
    ]);
  });

  test("says what needs more than before", async () => {
    const lead = before.replace(
      "context.assurance.approved }",
      "context.assurance.approved && context.assurance.approverRole >= 2 }",
    );
    expect(comparisonInWords(await compare(before, lead)).slice(0, 2)).toEqual([
      "Newly forbidden: refund_order with no more than identity level 2 and the approval of a teammate.",
      "  Now it needs identity level 2 and the approval of a lead.",
    ]);
  });

  test("says that an action has moved on the spectrum, and what that permits or forbids", async () => {
    const drafted = guardedBy(before, { refund_order: "draft" });
    const told = async (from: typeof drafted, to: typeof drafted) =>
      comparisonInWords(await comparePolicies(from, to, { isSingleOperator: false }, solver)).slice(0, 3);
    expect(await told(guardedBy(before), drafted)).toEqual([
      "Moved: refund_order from execute to draft: a teammate approves each.",
      "Newly forbidden: refund_order with no more than identity level 2.",
      "  Now it needs identity level 2 and the approval of a teammate.",
    ]);
    expect(await told(drafted, guardedBy(before))).toEqual([
      "Moved: refund_order from draft to execute: it waits for no teammate any more.",
      "Newly permitted: refund_order with identity level 2.",
      "  Before, it needed identity level 2 and the approval of a teammate.",
    ]);
  });

  test("gives examples that both versions themselves decide as it says", async () => {
    const looser = before.replace("<= 100", "<= 500");
    const { changes } = await compare(before, looser);
    const [older, newer] = [guardedBy(before), guardedBy(looser)];
    expect(changes).not.toEqual([]);
    for (const { question, before: leastBefore, after: leastAfter } of changes) {
      const [least] = leastAfter;
      if (least === undefined) throw new Error("It is not permitted.");
      expect(newer.policies.ask({ ...question, assurance: least }).isPermitted).toBe(true);
      expect(older.policies.ask({ ...question, assurance: least }).isPermitted).toBe(false);
      for (const assurance of leastBefore)
        expect(older.policies.ask({ ...question, assurance }).isPermitted).toBe(true);
    }
  });

  test("claims nothing of an action with a guardrail that is not covered", async () => {
    const uncovered = `${before}
@id("lines") forbid (principal, action == Action::"refund_order", resource) unless { !context.facts.lines.isEmpty() };`;
    const { unchanged, open } = await compare(uncovered, uncovered.replace("<= 100", "<= 101"));
    expect(unchanged).not.toContain("refund_order");
    expect(open.map(({ action }) => action)).toEqual(["refund_order"]);
    expect(open[0]?.reason).toContain("the guardrail lines is not covered");
  });

  test("says what was denied and can be approved now, and what is permitted no more and goes to a person", async () => {
    const [small = "", large = "", window = ""] = before
      .split("@id")
      .slice(1)
      .map((each) => `@id${each}`);
    const open = `${small}${large}${window.replace("> 30 }", "> 60 }")}`;
    expect(comparisonInWords(await compare(before, open))).toContain(
      "  Before, it was denied (window: The window has passed).",
    );
    const handed = window.replace("> 30 }", "> 29 }").replace("@reason", "@escalate @reason");
    expect(comparisonInWords(await compare(before, `${small}${large}${handed}`))).toContain(
      "Newly forbidden: refund_order (window: The window has passed), and handed to a person.",
    );
    expect(comparisonInWords(await compare(large, small))[1]).toBe(
      "  Before, it needed identity level 2 and the approval of a teammate.",
    );
    expect(comparisonInWords(await compare(small, large))).toContain("  Before, it was handed to a person.");
  });

  test("says what was handed to a person and is denied now, with the sentence that she hears", async () => {
    const escalated = before.replace("@reason", "@escalate @reason");
    const was = "  Before: the person reads “The window has passed.”.";
    const now = "  Now: the customer hears “The window has passed.”.";
    expect(comparisonInWords(await compare(escalated, before)).slice(0, 4)).toEqual([
      "Denied now, and handed to a person before: refund_order.",
      was,
      now,
      expect.stringMatching(/^ {2}For example: .*facts\.daysSinceDelivery = (?:3[1-9]|[4-9]\d|\d{3,})/),
    ]);
    const { refusals, unchanged } = await compare(before, escalated);
    expect(refusals.map((each) => [each.before.kind, each.after.kind])).toEqual([["deny", "escalate"]]);
    expect(unchanged).not.toContain("refund_order");
  });

  test("says what she hears that is another sentence, though the same is permitted", async () => {
    const reworded = before.replace("The window has passed.", "That was too long ago.");
    const comparison = await compare(before, reworded);
    expect(comparison.changes).toEqual([]);
    expect(comparisonInWords(comparison)).toEqual([
      "Refused with other words: refund_order, denied as before.",
      "  Before: the customer hears “The window has passed.”.",
      "  Now: the customer hears “That was too long ago.”.",
      expect.stringMatching(/^ {2}For example: .*daysSinceDelivery/),
      "Proved to be the same: what is permitted, and how the rest is refused, for 2 actions.",
    ]);
  });

  test("says of what nothing permitted that it is forbidden with a sentence now", async () => {
    const more = `${before}
@id("fraud") @reason("We cannot refund that.") forbid (principal, action == Action::"refund_order", resource)
when { context.args.amountMinor > 1000000 };`;
    const both = { kind: "deny", reasons: ["The window has passed.", "We cannot refund that."] };
    const { changes, refusals } = await compare(before, more);
    expect(changes.length).toBeGreaterThan(0);
    expect(refusals).toMatchObject([{ before: { kind: "deny", reasons: ["The window has passed."] }, after: both }]);
    const credit = `@id("credit") @reason("Not here.") forbid (principal, action == Action::"give_credit", resource);`;
    const unpermitted = await compare(before, `${before}\n${credit}`);
    expect(unpermitted.refusals).toMatchObject([
      {
        action: "give_credit",
        before: { kind: "escalate", reasons: ["No guardrail permits this."] },
        after: { kind: "deny", reasons: ["Not here."] },
      },
    ]);
  });

  test("takes another text of a guardrail that is not covered for another guardrail", async () => {
    const uncovered = `${before}
@id("lines") forbid (principal, action == Action::"refund_order", resource) unless { !context.facts.lines.isEmpty() };`;
    const { unchanged, open } = await compare(uncovered, uncovered.replace("!context.facts", "context.facts"));
    expect(unchanged).not.toContain("refund_order");
    expect(open.map(({ action }) => action)).toEqual(["refund_order"]);
    expect((await compare(uncovered, uncovered)).open).toEqual([]);
  });
});
