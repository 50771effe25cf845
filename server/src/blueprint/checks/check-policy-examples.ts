import type { Judgement } from "@purser/contract";
import { type PolicySet, isUndoable, undoNameOf } from "@purser/kit";
import { z } from "zod";
import { type PolicyExample, policyExamplesSchema, runPolicyExample } from "../../guardrails/policy-example.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { BlueprintFile } from "../reading/read-files.ts";
import { type Place, readYaml } from "../reading/read-yaml.ts";
import type { Settings } from "../settings/settings.ts";
import { isDraftIn, type Toolbox } from "../toolbox.ts";

/** An example with its file, which one it is there from 0 on, and the place of its name. */
export type PlacedExample = Place & { path: string; index: number; example: PolicyExample };
export type ExamplesRead = { examples: readonly PlacedExample[]; problems: readonly BlueprintProblem[] };

/** Reads `guardrails/*.test.yaml`: given facts, expected verdicts. */
export function readPolicyExamples(files: readonly BlueprintFile[]): ExamplesRead {
  const examples: PlacedExample[] = [];
  const problems: BlueprintProblem[] = [];
  for (const { path, text } of files) {
    if (!path.startsWith("guardrails/") || !path.endsWith(".test.yaml")) continue;
    const read = readYaml(path, text, policyExamplesSchema);
    if (read.kind === "rejected") problems.push(...read.problems);
    else
      examples.push(
        ...read.value.map((example, index) => ({ path, index, example, ...read.placeOf([index, "name"]) })),
      );
  }
  return { examples, problems };
}

/** An example of which the policies say something else. */
export type ExampleOtherwise = { placed: PlacedExample; expected: string; got: string; judgement: Judgement };

/** Runs the examples of those tools that there are; a draft is judged as one. */
export function examplesOtherwise(
  examples: readonly PlacedExample[],
  policies: PolicySet,
  toolbox: Toolbox,
  { singleOperator: isSingleOperator }: Pick<Settings, "singleOperator">,
): readonly ExampleOtherwise[] {
  const actions = namesForPolicies(toolbox);
  return examples.flatMap((placed) => {
    const { example } = placed;
    if (!actions.has(example.action)) return [];
    const isDraft = isDraftIn(toolbox, example.action);
    const failure = runPolicyExample(example, policies, { isSingleOperator, isDraft });
    return failure === null ? [] : [{ placed, ...failure }];
  });
}

/** What is wrong with the examples, or with the policies, where these say something else. */
export function checkPolicyExamples(
  examples: readonly PlacedExample[],
  policies: PolicySet,
  toolbox: Toolbox,
  settings: Pick<Settings, "singleOperator" | "totals">,
): readonly BlueprintProblem[] {
  const actions = namesForPolicies(toolbox);
  const unknown = examples.filter(({ example }) => !actions.has(example.action));
  return [
    ...unknown.map(({ path, line, column, example }): BlueprintProblem => {
      const message = `${example.name}: there is no tool ${example.action}.`;
      return { code: "PUR-2107", path, line, column, message };
    }),
    ...examples.flatMap(({ path, line, column, example }): readonly BlueprintProblem[] =>
      whatIsNot(example, toolbox, settings).map((message) => {
        return { code: "PUR-2107", path, line, column, message: `${example.name}: ${message}` };
      }),
    ),
    ...examplesOtherwise(examples, policies, toolbox, settings).map(({ placed, expected, got }): BlueprintProblem => {
      const { path, line, column, example } = placed;
      return { code: "PUR-2111", path, line, column, message: `${example.name}: expected ${expected}, got ${got}.` };
    }),
  ];
}

/** Facts and totals of an example that there are not: no guardrail would look at them. */
function whatIsNot(
  { action: name, facts, totals }: PolicyExample,
  { actions }: Toolbox,
  settings: Pick<Settings, "totals">,
): readonly string[] {
  const action = actions.get(name);
  const schema = action === undefined ? null : z.toJSONSchema(action.factsSchema, { unrepresentable: "any" });
  const known = Object.keys(schema?.properties ?? {});
  const named = Object.keys(settings.totals);
  return [
    ...Object.keys(facts)
      .filter((fact) => known.length > 0 && !known.includes(fact))
      .map((fact) => `${name} has no fact ${fact}; it has ${known.join(", ")}.`),
    ...Object.keys(totals)
      .filter((total) => !named.includes(total))
      .map(
        (total) => `there is no total ${total}; blueprint.yaml has ${named.length === 0 ? "none" : named.join(", ")}.`,
      ),
  ];
}

/** The names that policies can speak of. */
function namesForPolicies({ lookups, actions }: Toolbox): ReadonlySet<string> {
  const undos = [...actions.values()].filter(({ undo }) => isUndoable(undo)).map(({ name }) => undoNameOf(name));
  return new Set([...lookups.keys(), ...actions.keys(), ...undos]);
}
