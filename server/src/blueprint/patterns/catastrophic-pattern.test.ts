import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCatastrophic } from "./catastrophic-pattern.ts";
import { stepCounter } from "./count-steps.ts";
import { readPattern } from "./pattern-tree.ts";

const endless = [
  "(a+)+$",
  "^(a|a)*$",
  "^(\\d+)*$",
  "(\\w+\\s?)*$",
  "(x+x+)+y",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "\\b(?:[a-z0-9]+(?:-[a-z0-9]+)*)+@",
  "^(?:.*,)*x",
  "(\\s*foo\\s*)*$",
  "^(?=(a+)+b)",
  "(?:a{1,30}){1,30}$",
  "(?:(?:ha)+|ha)*!",
  "^(?:\\p{L}+)+$",
  "^(?:a?){40}a{40}$",
];
const fine = [
  "L-\\d{3,6}",
  "\\b[A-Z]{2}\\d{4,}\\b",
  "(?:not|never)\\s+(?:in|at)",
  "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+",
  "^(a?)*$",
  "(?:[^\\n]*\\n)*x",
  "\\p{L}+ \\p{Lu}\\p{L}+",
  "^\\s*(?:yes|no|\\u0061)\\s*$",
  "(?<year>\\d{4})-\\k<year>",
  "👍+ ?👎*",
  ".*a.*b",
];

describe("a pattern", () => {
  it.each(endless)("that would hang on some text is found: %s", (pattern) => {
    expect(isCatastrophic(pattern, "iu")).toBe(true);
  });

  it.each(fine)("that comes to an end on each is let through: %s", (pattern) => {
    expect(isCatastrophic(pattern, "iu")).toBe(false);
  });

  it("takes the same steps each time, and as many more as what is repeated", () => {
    const counted = (pattern: string, text: string) => stepCounter(readPattern(pattern), "")(text, 1_000_000);
    expect(counted("^a*$", `${"a".repeat(10)}!`)).toEqual(counted("^a*$", `${"a".repeat(10)}!`));
    const steps = [10, 20, 30].map((length) => counted("^a*$", "a".repeat(length))).map(stepsOf);
    expect((steps[2] ?? 0) - (steps[1] ?? 0)).toBe((steps[1] ?? 0) - (steps[0] ?? 0));
    expect(counted("^(a+)+$", `${"a".repeat(60)}!`)).toEqual({ kind: "endless" });
  });

  it("is found in a text by the counted steps where the engine finds it", () => {
    const edges = ["(?=a)", "(?!b)", "\\b", "\\B", "^", "$"];
    const atoms = ["a", "b", "[ab]", "[^a]", "\\w", ".", "(?:ab|a)", "(a|b)?", "(?:a*b)", "(?:a|(?:b|aa)*)"];
    const times = ["", "*", "+", "?", "{2}", "{1,3}?", "{2,}", "+?"];
    const repeated = fc
      .tuple(fc.constantFrom(...atoms), fc.constantFrom(...times))
      .map(([atom, often]) => `(?:${atom})${often}`);
    const part = fc.oneof(fc.constantFrom(...edges), repeated);
    const text = fc.array(fc.constantFrom("a", "b", " "), { maxLength: 7 }).map((letters) => letters.join(""));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), text, (parts, searched) => {
        const pattern = parts.join("");
        const { kind } = stepCounter(readPattern(pattern), "")(searched, 1_000_000);
        expect([pattern, searched, kind]).toEqual([
          pattern,
          searched,
          new RegExp(pattern).test(searched) ? "found" : "not-found",
        ]);
      }),
      { numRuns: 500 },
    );
  });
});

function stepsOf(counted: ReturnType<ReturnType<typeof stepCounter>>): number {
  return counted.kind === "endless" ? 0 : counted.steps;
}
