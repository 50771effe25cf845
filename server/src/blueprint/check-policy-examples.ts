import { type PolicySet, isUndoable, undoNameOf } from "@purser/kit";
import { type PolicyExample, policyExamplesSchema, runPolicyExample } from "../guardrails/policy-example.ts";
import type { BlueprintProblem } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";
import { type Place, readYaml } from "./read-yaml.ts";
import type { Settings } from "./settings.ts";
import type { Toolbox } from "./toolbox.ts";

/** An example with the file and the place of its name. */
export type PlacedExample = Place & { path: string; example: PolicyExample };
export type ExamplesRead = { examples: readonly PlacedExample[]; problems: readonly BlueprintProblem[] };

/** Reads `guardrails/*.test.yaml`: given facts, expected verdicts. */
export function readPolicyExamples(files: readonly BlueprintFile[]): ExamplesRead {
  const examples: PlacedExample[] = [];
  const problems: BlueprintProblem[] = [];
  for (const { path, text } of files) {
    if (!path.startsWith("guardrails/") || !path.endsWith(".test.yaml")) continue;
    const read = readYaml(path, text, policyExamplesSchema);
    if (read.kind === "rejected") problems.push(...read.problems);
    else examples.push(...read.value.map((example, index) => ({ path, example, ...read.placeOf([index, "name"]) })));
  }
  return { examples, problems };
}

/** Runs the examples; a draft is judged as one. */
export function checkPolicyExamples(
  examples: readonly PlacedExample[],
  policies: PolicySet,
  toolbox: Toolbox,
  { singleOperator: isSingleOperator }: Pick<Settings, "singleOperator">,
): readonly BlueprintProblem[] {
  const actions = namesForPolicies(toolbox);
  return examples.flatMap(({ path, line, column, example }): BlueprintProblem[] => {
    if (!actions.has(example.action)) {
      const message = `${example.name}: there is no tool ${example.action}.`;
      return [{ code: "PUR-2107", path, line, column, message }];
    }
    const isDraft = toolbox.actions.get(example.action)?.tier === "draft";
    const failure = runPolicyExample(example, policies, { isSingleOperator, isDraft });
    if (failure === null) return [];
    const message = `${example.name}: expected ${failure.expected}, got ${failure.got}.`;
    return [{ code: "PUR-2111", path, line, column, message }];
  });
}

/** The names that policies can speak of. */
function namesForPolicies({ lookups, actions }: Toolbox): ReadonlySet<string> {
  const undos = [...actions.values()].filter(({ undo }) => isUndoable(undo)).map(({ name }) => undoNameOf(name));
  return new Set([...lookups.keys(), ...actions.keys(), ...undos]);
}
