import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Means, planTo } from "./planner.ts";

const means = (name: string, needs: string[], gives: string[], cost = 1): Means => ({ name, needs, gives, cost });
const namesOf = (plan: ReturnType<typeof planTo>): string[] =>
  plan.kind === "plan" ? plan.steps.map(({ name }) => name) : [];

describe("planner", () => {
  test("steps come in an order in which each has what it needs", () => {
    const all = [
      means("mail", ["label"], ["sent"]),
      means("label", ["exchange"], ["label"]),
      means("find", [], ["order"]),
      means("exchange", ["order"], ["exchange"]),
    ];
    expect(namesOf(planTo(["sent"], new Set(), all))).toEqual(["find", "exchange", "label", "mail"]);
  });

  test("what is known needs no step", () => {
    const all = [means("find", [], ["order"]), means("exchange", ["order"], ["exchange"])];
    expect(namesOf(planTo(["exchange"], new Set(["order"]), all))).toEqual(["exchange"]);
  });

  test("of two ways the cheaper is taken, all that it needs counted", () => {
    const all = [
      means("direct", [], ["size"], 5),
      means("look", [], ["order"], 1),
      means("read", ["order"], ["size"], 1),
    ];
    expect(namesOf(planTo(["size"], new Set(), all))).toEqual(["look", "read"]);
  });

  test("a fact that nothing gives is named", () => {
    expect(planTo(["label"], new Set(), [means("label", ["exchange"], ["label"])])).toEqual({
      kind: "impossible",
      missing: ["label"],
    });
  });

  test("tools that need each other are no way", () => {
    const all = [means("one", ["b"], ["a"]), means("two", ["a"], ["b"])];
    expect(planTo(["a"], new Set(), all).kind).toBe("impossible");
  });

  test("every plan can be carried out step by step and reaches what is wanted", () => {
    const path = fc.constantFrom("a", "b", "c", "d", "e", "f", "g");
    const some = fc.array(path, { maxLength: 3 });
    const anyMeans = fc.record({
      name: fc.uuid(),
      needs: some,
      gives: fc.array(path, { minLength: 1, maxLength: 2 }),
      cost: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(anyMeans, { maxLength: 12 }), some, some, (all, known, wanted) => {
        const plan = planTo(wanted, new Set(known), all);
        if (plan.kind === "impossible") return plan.missing.length > 0;
        const have = new Set<string>(known);
        for (const step of plan.steps) {
          if (!step.needs.every((need) => have.has(need))) return false;
          for (const given of step.gives) have.add(given);
        }
        return wanted.every((each) => have.has(each));
      }),
    );
  });
});
