import type { PolicyEngine, Tool } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { TotalDefinition } from "../guardrails/totals.ts";
import type { Blueprint } from "./blueprint.ts";
import { checkPolicyExamples } from "./check-policy-examples.ts";
import { loadProcedures } from "./load-procedures.ts";
import { loadTools } from "./load-tools.ts";
import { loadUnderstanding } from "./load-understanding.ts";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";
import { type BlueprintFile, readBlueprintFiles } from "./read-files.ts";
import { readYaml } from "./read-yaml.ts";
import { type Settings, settingsSchema } from "./settings.ts";
import { toolboxOf } from "./toolbox.ts";

/** Reads and checks a blueprint: all or nothing, with every mistake found, so that a broken one never replaces a running one. */
export async function loadBlueprint(directory: string, policyEngine: PolicyEngine): Promise<BlueprintLoad<Blueprint>> {
  const files = await readBlueprintFiles(directory);
  const settingsFile = files.find(({ path }) => path === "blueprint.yaml");
  if (settingsFile === undefined) return missing(directory);
  const settings = readYaml(settingsFile.path, settingsFile.text, settingsSchema);
  const tools = await loadTools(directory, files);
  if (settings.kind === "rejected" || tools.kind === "rejected") {
    return {
      kind: "rejected",
      problems: [settings, tools].flatMap((part) => (part.kind === "rejected" ? part.problems : [])),
    };
  }
  return withPolicies(directory, files, settings.value, tools.value, policyEngine);
}

function withPolicies(
  directory: string,
  files: readonly BlueprintFile[],
  settings: Settings,
  tools: readonly Tool[],
  policyEngine: PolicyEngine,
): BlueprintLoad<Blueprint> {
  const toolbox = toolboxOf(tools);
  const procedures = loadProcedures(files, toolbox);
  const totals = totalsOf(settings);
  const policyFiles = files.filter(({ path }) => path.startsWith("guardrails/") && path.endsWith(".cedar"));
  const loaded = policyEngine.load(policyFiles, { tools, totals: totals.map(({ name }) => name) });
  // What the procedures lack is told by their own problems first.
  const understanding = procedures.kind === "rejected" ? procedures : loadUnderstanding(files, procedures.value);
  if (loaded.kind === "rejected" || procedures.kind === "rejected" || understanding.kind === "rejected") {
    return {
      kind: "rejected",
      problems: [understanding, loaded].flatMap((part) => (part.kind === "rejected" ? part.problems : [])),
    };
  }
  const problems = checkPolicyExamples(files, loaded.policies, settings);
  if (problems.length > 0) return { kind: "rejected", problems };
  const blueprint: Blueprint = {
    hash: hashOf(files.map(({ path, text }) => ({ path, text }))),
    directory,
    settings,
    policies: loaded.policies,
    totals,
    toolbox,
    procedures: procedures.value,
    understanding: understanding.value,
  };
  return { kind: "loaded", value: blueprint };
}

function totalsOf(settings: Settings): TotalDefinition[] {
  return Object.entries(settings.totals).map(([name, { of, scope, window }]) => ({
    name,
    of,
    scope,
    windowMs: window ?? null,
  }));
}

function missing(directory: string): BlueprintLoad<Blueprint> {
  const problem: BlueprintProblem = {
    code: "PUR-2101",
    path: "blueprint.yaml",
    line: 1,
    column: 1,
    message: `There is no blueprint.yaml in ${directory}.`,
  };
  return { kind: "rejected", problems: [problem] };
}
