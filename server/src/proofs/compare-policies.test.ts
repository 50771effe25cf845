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
      "Proved to be the same: what is permitted for 2 actions.",
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
      "Proved to be the same: what is permitted for 2 actions.",
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
});
