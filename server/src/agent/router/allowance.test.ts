import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Allowance } from "../reasoner.ts";
import { allowanceOf, type Spending } from "./allowance.ts";

const rank = (most: Allowance["most"]): number => ["rules", "small", "frontier"].indexOf(most);
const spendings = fc.array(
  fc.record({ what: fc.constant("the tokens"), spent: fc.nat(200), limit: fc.integer({ min: 1, max: 100 }) }),
);

describe("what budgets still allow", () => {
  const of = (spent: number): Spending => ({ what: "the tokens that one case may cost", spent, limit: 100 });

  test.each([
    [[], "frontier", null],
    [[of(69)], "frontier", null],
    [[of(70)], "small", "Spent: 70 % of the tokens that one case may cost, 70 of 100."],
    [[of(10), of(99.5)], "small", "Spent: 99 % of the tokens that one case may cost, 99.5 of 100."],
    [[of(100), of(10)], "rules", "Spent: 100 % of the tokens that one case may cost, 100 of 100."],
  ] as const)("of %j is %s", (given, most, why) => {
    expect(allowanceOf(given, 0.7)).toEqual({ most, why });
  });

  test("is never more with another budget beside, or with more spent", () => {
    fc.assert(
      fc.property(spendings, spendings, fc.double({ min: 0, max: 1, noNaN: true }), (some, others, degradeAt) => {
        const alone = allowanceOf(some, degradeAt);
        expect(rank(allowanceOf([...some, ...others], degradeAt).most)).toBeLessThanOrEqual(rank(alone.most));
        const more = some.map(({ spent, ...rest }) => ({ ...rest, spent: spent + 1 }));
        expect(rank(allowanceOf(more, degradeAt).most)).toBeLessThanOrEqual(rank(alone.most));
      }),
    );
  });
});
