import type { Solver } from "@purser/kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openZ3 } from "./index.ts";
import { readValue } from "./read-value.ts";
import { readSExpressions } from "./s-expression.ts";

let solver: Solver;
beforeAll(async () => {
  solver = await openZ3();
});
afterAll(() => solver.close());

describe("Z3", () => {
  test("finds values of every sort", async () => {
    const answer = await solver.solve({
      declarations: [
        "(declare-const yes Bool)",
        "(declare-const count Int)",
        "(declare-const text String)",
        "(declare-const tags (Array String Bool))",
        "(declare-const numbers (Array Int Bool))",
      ],
      assertions: [
        "yes",
        "(= count (- 5))",
        '(= text "a""\\u{e4}\\u{5c}")',
        '(and (not (default tags)) (select tags "x") (select tags "y z") (not (select tags "w")))',
        "(= numbers (store (store ((as const (Array Int Bool)) false) 1 true) 1 false))",
      ],
      read: ["yes", "count", "text", "tags", "numbers"],
    });
    if (answer.kind !== "satisfiable") throw new Error(answer.kind);
    const { tags, ...rest } = Object.fromEntries(answer.values);
    expect(rest).toEqual({ yes: true, count: -5n, text: 'a"ä\\', numbers: [] });
    expect(tags).toEqual(expect.arrayContaining(["x", "y z"]));
  });

  test("says that there are none, and one problem leaves nothing behind for the next", async () => {
    const declarations = ["(declare-const count Int)"];
    const none = await solver.solve({ declarations, assertions: ["(< count 3)", "(> count 3)"], read: ["count"] });
    expect(none).toEqual({ kind: "unsatisfiable" });
    const one = await solver.solve({ declarations, assertions: ["(> count 3)", "(< count 5)"], read: ["count"] });
    expect(one).toEqual({ kind: "satisfiable", values: new Map([["count", 4n]]) });
  });

  test("takes long problems as they are", async () => {
    const assertions = Array.from({ length: 300 }, (_, index) => `(not (= count ${index}))`);
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        solver.solve({
          declarations: ["(declare-const count Int)"],
          assertions: [...assertions, "(<= 0 count 300)"],
          read: ["count"],
        }),
      ),
    );
    expect(answers).toEqual(answers.map(() => ({ kind: "satisfiable", values: new Map([["count", 300n]]) })));
  });

  test("does not guess where an example cannot be written down", async () => {
    const answer = await solver.solve({
      declarations: ["(declare-const tags (Array String Bool))"],
      assertions: ["(= tags ((as const (Array String Bool)) true))"],
      read: ["tags"],
    });
    expect(answer.kind === "unknown" ? answer.reason : answer.kind).toContain("cannot be written down");
  });

  test("refuses a problem that is not well formed, and answers the next", async () => {
    const wrong = { declarations: [], assertions: ["(> nobody 3)"], read: [] };
    await expect(solver.solve(wrong)).rejects.toThrow(/does not understand.*nobody/s);
    expect(await solver.solve({ declarations: [], assertions: ["true"], read: [] })).toMatchObject({
      kind: "satisfiable",
    });
  });
});

describe("what Z3 prints", () => {
  test.each([
    ["true", true],
    ["(- 12)", -12n],
    ['"a""b\\u{1f600}"', 'a"b😀'],
    ["(store (store ((as const (Array Int Bool)) false) 1 true) (- 2) true)", [-2n, 1n]],
    ["(store ((as const (Array Int Bool)) true) 1 true)", null],
    ["(/ 1 2)", null],
  ])("%s is read", (printed, value) => {
    const [expression] = readSExpressions(printed);
    expect(expression === undefined ? undefined : readValue(expression)).toEqual(value);
  });

  test("is not believed when it is cut off", () => {
    expect(() => readSExpressions("(store (a b)")).toThrow("does not end");
    expect(() => readSExpressions('"abc')).toThrow("cannot be read");
  });
});
