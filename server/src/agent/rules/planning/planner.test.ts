import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Means, type Pin, planTo } from "./planner.ts";

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

  const pinned = (name: string): Pin => ({ kind: "means", name });

  test("a pinned step comes at its place though it is not needed, with what it needs before it", () => {
    const all = [
      means("exchange", ["order"], ["exchange"]),
      means("find", [], ["order"]),
      means("weigh", ["scale"], ["weight"]),
      means("borrow", [], ["scale"]),
    ];
    const plan = planTo(["exchange"], new Set(), all, [pinned("weigh"), pinned("exchange")]);
    expect(namesOf(plan)).toEqual(["borrow", "weigh", "find", "exchange"]);
    expect(plan).toMatchObject({ upToPin: 2 });
  });

  test("a pinned fact is come by first", () => {
    const all = [means("send", [], ["sent"]), means("try", [], ["works"])];
    const plan = planTo(["sent"], new Set(), all, [{ kind: "fact", path: "works" }]);
    expect(namesOf(plan)).toEqual(["try", "send"]);
    expect(plan).toMatchObject({ upToPin: 1 });
  });

  test("a step that needs what only a later pinned step gives is no way", () => {
    const all = [means("first", ["b"], ["a"]), means("second", [], ["b"])];
    expect(planTo(["a"], new Set(), all, [pinned("first"), pinned("second")])).toEqual({
      kind: "impossible",
      missing: ["b"],
    });
  });

  test("a pinned step that cannot be used is named", () => {
    const plan = planTo(["a"], new Set(), [means("first", [], ["a"])], [pinned("gone")]);
    expect(plan).toEqual({ kind: "impossible", missing: ["gone"] });
  });

  test("every plan with pins has each of them once, in their order, and can be carried out", () => {
    const path = fc.constantFrom("a", "b", "c", "d", "e", "f", "g");
    const some = fc.array(path, { maxLength: 2 });
    const names = ["one", "two", "three", "four", "five", "six", "seven"];
    const anyMeans = fc.tuple(
      ...names.map((name) => fc.tuple(some, some).map(([needs, gives]) => means(name, needs, gives))),
    );
    const anyPins = fc.shuffledSubarray(names, { maxLength: 4 });
    let reached = 0;
    fc.assert(
      fc.property(anyMeans, anyPins, some, (all, pins, wanted) => {
        const plan = planTo(wanted, new Set(), all, pins.map(pinned));
        if (plan.kind === "impossible") return plan.missing.length > 0;
        reached += 1;
        const have = new Set<string>();
        for (const step of plan.steps) {
          if (!step.needs.every((need) => have.has(need))) return false;
          for (const given of step.gives) have.add(given);
        }
        const order = plan.steps.map(({ name }) => name).filter((name) => pins.includes(name));
        const isUpToFirst = pins.length === 0 || plan.steps[plan.upToPin - 1]?.name === pins[0];
        return order.join() === pins.join() && isUpToFirst && wanted.every((each) => have.has(each));
      }),
    );
    expect(reached).toBeGreaterThan(10);
  });
});
