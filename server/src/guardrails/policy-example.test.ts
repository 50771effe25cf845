/// <reference types="vite/types/importMeta.d.ts" />
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PolicySet, Tool } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { knowledgeLookup } from "../blueprint/knowledge/knowledge-lookup.ts";
import { cedarPolicyEngine } from "../policies/cedar/index.ts";
import { shopVocabulary } from "../policies/cedar/test-tools.ts";
import { policyExampleSchema, policyExamplesSchema, runPolicyExample } from "./policy-example.ts";
import { strictness } from "./stricter.ts";

const folder = fileURLToPath(new URL("../../../examples/larkspur/guardrails/", import.meta.url));
const names = readdirSync(folder);
const modules = import.meta.glob<{ default?: Tool }>(["../../../examples/larkspur/tools/*.ts", "!**/*.test.ts"], {
  eager: true,
});
const tools = [
  ...Object.values(modules).flatMap((module) => module.default ?? []),
  knowledgeLookup({ sections: [], synonyms: [] }, "UTC"),
];
const policies = load();

function load(): PolicySet {
  const files = names
    .filter((name) => name.endsWith(".cedar"))
    .map((name) => ({ path: `guardrails/${name}`, text: readFileSync(`${folder}${name}`, "utf8") }));
  const result = cedarPolicyEngine.load(files, { tools, totals: shopVocabulary.totals });
  if (result.kind === "rejected") throw new Error(JSON.stringify(result.problems, null, 1));
  return result.policies;
}

const fileNames = names.filter((name) => name.endsWith(".test.yaml"));
const examples = fileNames.flatMap((fileName) =>
  policyExamplesSchema
    .parse(parse(readFileSync(`${folder}${fileName}`, "utf8")))
    .map((example) => ({ fileName, example })),
);

describe("the guardrails of the example business", () => {
  test.each(examples)("$fileName: $example.name", ({ example }) => {
    const isDraft = tools.some((tool) => tool.name === example.action && "tier" in tool && tool.tier === "draft");
    expect(runPolicyExample(example, policies, { isSingleOperator: false, isDraft })).toBeNull();
  });

  test("have an example of every policy, and of every file", () => {
    const reasons = new Set(examples.flatMap(({ example }) => example.reasons ?? []));
    const ids = names
      .filter((name) => name.endsWith(".cedar"))
      .flatMap((name) =>
        [...readFileSync(`${folder}${name}`, "utf8").matchAll(/@id\("([^"]+)"\)/g)].map((match) => match[1]),
      );
    expect(ids.filter((id) => id === undefined || !reasons.has(id))).toEqual([]);
    expect(fileNames.map((name) => name.replace(".test.yaml", ".cedar"))).toEqual(
      names.filter((name) => name.endsWith(".cedar")),
    );
  });

  test("have an example of every verdict", () => {
    expect(new Set(examples.map(({ example }) => example.expect))).toEqual(new Set(strictness));
  });
});

describe("an example that fails", () => {
  const given = policyExampleSchema.parse({
    name: "small",
    action: "refund_order",
    args: { orderId: "1", amountMinor: 20000, reason: "late" },
    facts: { currency: "USD", refundableMinor: 30000, daysSinceDelivery: 3, isFlagged: false, paidMinor: 30000 },
    expect: "confirm-then-approve",
  });

  test("says what was expected and what the policies say", () => {
    expect(runPolicyExample(given, policies)).toBeNull();
    expect(runPolicyExample({ ...given, role: "teammate" }, policies)).toMatchObject({
      expected: "confirm-then-approve by teammate",
      got: "confirm-then-approve by lead because of refund-large",
    });
    expect(runPolicyExample({ ...given, expect: "identify", neededLevel: 3, reasons: ["x"] }, policies)?.expected).toBe(
      "identify at level 3 because of x",
    );
    const unknown = { ...given, level: 1 as const, expect: "identify" as const };
    expect(runPolicyExample({ ...unknown, neededLevel: 2 }, policies)).toBeNull();
    expect(runPolicyExample({ ...unknown, neededLevel: 3 }, policies)?.got).toContain("identify at level 2");
  });

  test("tells facts that do not fit", () => {
    expect(runPolicyExample({ ...given, facts: {} }, policies)?.got).toContain(
      "The guardrails could not be evaluated. facts.currency is missing",
    );
  });

  test("counts every reason, not only the first", () => {
    const late = {
      ...given,
      facts: { ...given.facts, daysSinceDelivery: 31, refundableMinor: 1 },
      expect: "deny" as const,
    };
    expect(runPolicyExample({ ...late, reasons: ["return-window", "refund-bound"] }, policies)).toBeNull();
    expect(runPolicyExample({ ...late, reasons: ["return-window"] }, policies)?.got).toContain(
      "because of refund-bound, return-window",
    );
  });

  test("an unknown field is refused", () => {
    expect(policyExampleSchema.safeParse({ ...given, expects: "allow" }).success).toBe(false);
    expect(policyExamplesSchema.safeParse([]).success).toBe(false);
  });
});
