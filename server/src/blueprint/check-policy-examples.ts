import type { PolicySet } from "@purser/kit";
import { policyExamplesSchema, runPolicyExample } from "../guardrails/policy-example.ts";
import type { BlueprintProblem } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";
import { readYaml } from "./read-yaml.ts";
import type { Settings } from "./settings.ts";
import type { Toolbox } from "./toolbox.ts";

/** Runs `guardrails/*.test.yaml`: given facts, expected verdicts. */
export function checkPolicyExamples(
  files: readonly BlueprintFile[],
  policies: PolicySet,
  { singleOperator }: Settings,
  toolbox: Toolbox,
): BlueprintProblem[] {
  return files
    .filter(({ path }) => path.startsWith("guardrails/") && path.endsWith(".test.yaml"))
    .flatMap(({ path, text }) => {
      const examples = readYaml(path, text, policyExamplesSchema);
      if (examples.kind === "rejected") return examples.problems;
      return examples.value.flatMap((example) => {
        const isDraft = toolbox.actions.get(example.action)?.tier === "draft";
        const failure = runPolicyExample(example, policies, { isSingleOperator: singleOperator, isDraft });
        if (failure === null) return [];
        const line = text.split("\n").findIndex((candidate) => candidate.includes(example.name)) + 1;
        const problem: BlueprintProblem = {
          code: "PUR-2111",
          path,
          line,
          column: 1,
          message: `${example.name}: expected ${failure.expected}, got ${failure.got}.`,
        };
        return [problem];
      });
    });
}
