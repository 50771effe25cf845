import type { PolicyProblem, PolicyVocabulary } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { cedarPolicyEngine } from "./index.ts";
import { actionWith, lookupWith, shopVocabulary } from "./test-tools.ts";

function problemsOf(text: string, words: PolicyVocabulary = shopVocabulary): readonly PolicyProblem[] {
  const result = cedarPolicyEngine.load([{ path: "guardrails/a.cedar", text }], words);
  return result.kind === "rejected" ? result.problems : [];
}

describe("a load is rejected, with the place", () => {
  test.each([
    [
      "a syntax error",
      '// é\n@id("a") permit (principal, action, resource)\nwhen { context.args == };',
      "PUR-2109",
      3,
      24,
      "unexpected token",
    ],
    ["a policy without an id", "\n  permit (principal, action, resource);", "PUR-2109", 2, 3, "@id"],
    ["an empty id", '@id("") permit (principal, action, resource);', "PUR-2109", 1, 1, "@id"],
    ["an unknown annotation", '@id("a") @reson("x") permit (principal, action, resource);', "PUR-2109", 1, 1, "@reson"],
    [
      "a reason without a sentence",
      '@id("a") @reason forbid (principal, action, resource);',
      "PUR-2109",
      1,
      1,
      "@reason",
    ],
    [
      "a permit that escalates",
      '@id("a") @escalate permit (principal, action, resource);',
      "PUR-2109",
      1,
      1,
      "@escalate",
    ],
    [
      "an id that is there already",
      '@id("a") permit (principal, action, resource);\n@id("a") forbid (principal, action, resource);',
      "PUR-2106",
      2,
      1,
      "already",
    ],
    [
      "an unknown action",
      '@id("a")\npermit (principal, action == Action::"refund_ordr", resource);',
      "PUR-2109",
      2,
      30,
      "unrecognized action",
    ],
    [
      "an unknown argument",
      '@id("é") permit (principal, action == Action::"refund_order", resource)\nwhen { "é" == "é" && context.args.amount > 3 };',
      "PUR-2109",
      2,
      22,
      "not found",
    ],
    [
      "an unknown fact",
      '@id("a") permit (principal, action == Action::"refund_order", resource) when { context.facts.isVip };',
      "PUR-2109",
      1,
      80,
      "not found",
    ],
    [
      "an undeclared total",
      '@id("a") permit (principal, action == Action::"refund_order", resource) when { context.totals.other > 3 };',
      "PUR-2109",
      1,
      80,
      "not found",
    ],
    [
      "types that do not fit",
      '@id("a") permit (principal, action == Action::"refund_order", resource) when { context.args.amountMinor == "1" };',
      "PUR-2109",
      1,
      80,
      "not compatible",
    ],
    [
      "an optional argument without has",
      '@id("a") permit (principal, action == Action::"change_address", resource) when { context.args.line2 == "" };',
      "PUR-2109",
      1,
      82,
      "optional",
    ],
    [
      "a condition that is never true",
      '@id("a") permit (principal, action, resource) when { 1 == 2 && true };\n',
      "PUR-2109",
      1,
      1,
      "impossible",
    ],
    [
      "letters that look like others",
      '@id("a") permit (principal, action == Action::"refund_order", resource) when { context.facts.currency == "UЅD" };',
      "PUR-2109",
      1,
      106,
      "mixed scripts",
    ],
    ["a template", '@id("a") permit (principal == ?principal, action, resource);', "PUR-2109", 1, 1, "template"],
    [
      "arithmetic that may overflow",
      '@id("a") permit (principal, action == Action::"refund_order", resource) when { context.args.amountMinor * context.args.amountMinor > 4 };',
      "PUR-2109",
      1,
      1,
      "64 bits",
    ],
    [
      "an extension function",
      '@id("a") permit (principal, action, resource) when { ip("127.0.0.1").isLoopback() };',
      "PUR-2109",
      1,
      1,
      "function",
    ],
    [
      "brackets too deep to parse",
      `@id("a") permit (principal, action, resource) when {${"(".repeat(3000)}true${")".repeat(3000)}};`,
      "PUR-2109",
      1,
      102,
      "deep",
    ],
    [
      "ifs too deep to parse",
      `@id("a") permit (principal, action, resource) when {${"if true then true else ".repeat(3000)}true};`,
      "PUR-2109",
      1,
      1180,
      "deep",
    ],
    [
      "a chain too long to parse",
      `@id("a") permit (principal, action == Action::"refund_order", resource) when {${'context.facts.currency != "x" && '.repeat(500)}true};`,
      "PUR-2109",
      1,
      8359,
      "too deep",
    ],
    [
      "a condition too deep to judge",
      `@id("a") permit (principal, action == Action::"refund_order", resource) when {${'context.facts.currency != "x" && '.repeat(200)}true};`,
      "PUR-2109",
      1,
      1,
      "operators deep",
    ],
  ])("%s", (_name, text, code, line, column, message) => {
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ code, path: "guardrails/a.cedar", line, column });
    expect(problem?.message).toContain(message);
  });

  test("all mistakes of all files are told at once, in reading order", () => {
    const result = cedarPolicyEngine.load(
      [
        {
          path: "b.cedar",
          text: '@id("b") permit (principal, action, resource) when { context.assurance.identity < 2 };\npermit (principal, action, resource);',
        },
        { path: "a.cedar", text: "permit (principal" },
      ],
      shopVocabulary,
    );
    const problems = result.kind === "rejected" ? result.problems : [];
    expect(problems.map(({ path, line, code }) => `${path}:${line} ${code}`)).toEqual([
      "a.cedar:1 PUR-2109",
      "b.cedar:1 PUR-2110",
      "b.cedar:2 PUR-2109",
    ]);
  });

  test("an id or a file that stands in two places", () => {
    const file = (path: string) => ({ path, text: '@id("a") permit (principal, action, resource);' });
    expect(cedarPolicyEngine.load([file("a.cedar"), file("b.cedar")], shopVocabulary)).toMatchObject({
      problems: [{ code: "PUR-2106", path: "b.cedar" }],
    });
    expect(cedarPolicyEngine.load([file("a.cedar"), file("a.cedar")], shopVocabulary).kind).toBe("rejected");
  });

  test("a commented copy of a policy does not move its place", () => {
    const policy = '@id("a") permit (principal, action, resource) when { context.assurance.identity < 2 };';
    expect(problemsOf(`// ${policy}\n\n  ${policy}`)).toMatchObject([{ code: "PUR-2110", line: 3, column: 3 }]);
  });

  test("the eleventh policy of a file is found at its line", () => {
    const policies = Array.from(
      { length: 11 },
      (_, index) =>
        `@id("p${index}") permit (principal, action, resource)${index === 10 ? " when { context.x }" : ""};`,
    );
    expect(problemsOf(policies.join("\n"))).toMatchObject([{ line: 11, column: 56 }]);
  });
});

describe("what a tool's schema has no form for", () => {
  const odd = z.strictObject({
    weight: z.number(),
    parts: z.array(z.strictObject({ size: z.union([z.string(), z.int()]), name: z.string() })),
    pair: z.tuple([z.string(), z.string()]),
    open: z.record(z.string(), z.string()),
    __entity: z.string(),
    kind: z.literal("shoe"),
    count: z.int().nullable(),
  });
  const permit = (condition: string) =>
    `@id("a") permit (principal, action == Action::"act", resource) when { ${condition} };`;

  test("a fact is a problem that names the tool and the field", () => {
    const words = { tools: [actionWith({ name: "act", input: z.strictObject({}), facts: odd })], totals: [] };
    const problems = problemsOf("", words);
    expect(problems.map(({ message }) => message.split(" has no form")[0])).toEqual(
      ["weight", "parts[].size", "pair", "open", "__entity"].map((field) => `The fact ${field} of act`),
    );
    expect(problems[0]).toMatchObject({ code: "PUR-2109", path: "tools" });
  });

  test("a fact of taking an action back is one too", () => {
    const words = {
      tools: [
        actionWith({
          name: "act",
          input: z.strictObject({}),
          facts: z.strictObject({}),
          undoFacts: z.strictObject({ fee: z.number() }),
        }),
      ],
      totals: [],
    };
    expect(problemsOf("", words)[0]?.message).toContain("The fact fee of undo_act");
  });

  test("an argument is only hidden from the policies", () => {
    const words = { tools: [actionWith({ name: "act", input: odd, facts: z.strictObject({}) })], totals: [] };
    expect(
      problemsOf(permit('context.args.kind == "shoe" && context.args has count && context.args.count > 1'), words),
    ).toEqual([]);
    expect(problemsOf(permit('context.args.parts.contains({ name: "lace" })'), words)).toEqual([]);
    expect(problemsOf(permit("context.args.weight == 1"), words)[0]?.message).toContain("weight");
  });

  test("two tools that give one action", () => {
    const words = {
      tools: [
        actionWith({
          name: "act",
          input: z.strictObject({}),
          facts: z.strictObject({}),
          undoFacts: z.strictObject({}),
        }),
        lookupWith("undo_act", z.strictObject({})),
      ],
      totals: [],
    };
    expect(problemsOf("", words)).toMatchObject([{ code: "PUR-2106", path: "tools" }]);
  });
});
