import type { PolicyLimit } from "@purser/kit";
import { describe, expect, it } from "vitest";
import { limitsOf } from "./limits.ts";
import { readPolicy } from "./read-policy.ts";

const before = "// Up to 30 days.\n";

function limitsOfPolicy(policy: string): readonly PolicyLimit[] {
  const file = { path: "guardrails/a.cedar", text: before + policy };
  const read = readPolicy({ text: policy, path: file.path, index: before.length });
  if (read.kind === "wrong") throw new Error(read.message);
  return limitsOf(read.policy, [file]);
}

function limitsIn(conditions: string): readonly [string, string, number, string][] {
  const policy = `@id("a") @reason("Within 30 days.")\npermit (principal, action == Action::"refund_2", resource)\n${conditions};`;
  return limitsOfPolicy(policy).map(({ what, bound, value, start, end }) => [
    what,
    bound,
    value,
    (before + policy).slice(start, end),
  ]);
}

it("reads a comparison from either side, and what is summed as one", () => {
  expect(limitsIn("when { context.args.amountMinor <= 2500 && 7 > context.facts.days }")).toEqual([
    ["the amount asked for", "at most", 2500, "2500"],
    ["days", "less than", 7, "7"],
  ]);
  expect(limitsIn("when { context.totals.refunds30d + context.args.amountMinor < 15000 }")).toEqual([
    ["the total of refunds 30d and the amount asked for together", "less than", 15_000, "15000"],
  ]);
});

it("takes no number that is no limit: of assurance, of equality, of arithmetic, in texts and in comments", () => {
  expect(limitsIn("when { context.assurance.identity >= 2 && context.facts.count == 3 }")).toEqual([]);
  expect(limitsIn('when { context.facts.name == "more than 5" } // 6 or 7\nunless { context.facts.isNew }')).toEqual(
    [],
  );
  expect(limitsIn("when { context.facts.weeks * 7 <= 30 && context.facts.weeks <= 9 }")).toEqual([
    ["weeks * 7", "at most", 30, "30"],
    ["weeks", "at most", 9, "9"],
  ]);
});

it("finds the right one of numbers that are written alike", () => {
  const limits = limitsIn(
    "when { context.facts.a == 5 && context.facts.b <= 5 && (context.facts.c > 5 || context.facts.d == 5) }",
  );
  expect(limits.map(([what, bound]) => [what, bound])).toEqual([
    ["b", "at most"],
    ["c", "more than"],
  ]);
});

describe("the direction in which a limit permits more", () => {
  const widensIn = (effect: "permit" | "forbid", conditions: string): readonly (string | null)[] =>
    limitsOfPolicy(`@id("a") ${effect} (principal, action, resource)\n${conditions};`).map(({ widens }) => widens);

  it("is turned by a forbid, by unless and by a negation", () => {
    const atMost = "{ context.args.amountMinor <= 2500 }";
    const atLeast = "{ 30 <= context.facts.days }";
    expect([widensIn("permit", `when ${atMost}`), widensIn("permit", `when ${atLeast}`)]).toEqual([
      ["higher"],
      ["lower"],
    ]);
    expect([widensIn("forbid", `when ${atMost}`), widensIn("forbid", `unless ${atMost}`)]).toEqual([
      ["lower"],
      ["higher"],
    ]);
    expect(widensIn("permit", "unless { context.facts.days > 30 || context.facts.isNew }")).toEqual(["higher"]);
    expect(widensIn("permit", "when { !(context.facts.days > 30 && context.facts.isNew) }")).toEqual(["higher"]);
    expect(widensIn("forbid", "when { if context.facts.isNew then context.facts.days > 30 else false }")).toEqual([
      "higher",
    ]);
  });

  it("is not told where the comparison is only a part of another one", () => {
    expect(widensIn("permit", "when { (context.facts.days > 30) == context.facts.isNew }")).toEqual([null]);
    expect(widensIn("permit", "when { if context.facts.days > 30 then context.facts.isNew else true }")).toEqual([
      null,
    ]);
  });
});
