import type { PolicyEngine, Tool } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { TotalDefinition } from "../guardrails/totals.ts";
import type { Blueprint } from "./blueprint.ts";
import { checkConnections } from "./check-connections.ts";
import { checkCustomers } from "./check-customers.ts";
import { checkPauses } from "./check-pauses.ts";
import { checkPolicyExamples, readPolicyExamples } from "./check-policy-examples.ts";
import { checkRouter } from "./check-router.ts";
import { checkSettings } from "./check-settings.ts";
import { evalProblems } from "./evals.ts";
import { knowledgeLookup } from "./knowledge/knowledge-lookup.ts";
import { loadKnowledge } from "./knowledge/load-knowledge.ts";
import type { Knowledge } from "./knowledge/section.ts";
import { loadProcedures } from "./load-procedures.ts";
import { loadReplies } from "./replies.ts";
import { loadSensitive } from "./sensitive/load-sensitive.ts";
import { checkSla } from "./sla.ts";
import { checkTeam, teamOf } from "./team.ts";
import { loadTools, type PlacedTool } from "./load-tools.ts";
import { loadUnderstanding } from "./load-understanding.ts";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";
import { type BlueprintFile, readFolder } from "./read-files.ts";
import { loadProperties } from "./properties.ts";
import { readYaml } from "./read-yaml.ts";
import { type Settings, settingsSchema } from "./settings.ts";
import { toolboxOf } from "./toolbox.ts";
import { loadTriggers } from "./triggers.ts";

/** Reads and checks a blueprint: all or nothing, with every mistake found, so that a broken one never replaces a running one. */
export async function loadBlueprint(directory: string, policyEngine: PolicyEngine): Promise<BlueprintLoad<Blueprint>> {
  const { files, problems: fileProblems } = await readFolder(directory);
  const settingsFile = files.find(({ path }) => path === "blueprint.yaml");
  if (settingsFile === undefined && fileProblems.every(({ path }) => path !== "blueprint.yaml"))
    return { kind: "rejected", problems: [noBlueprintAt(directory), ...fileProblems] };
  const settings = readYaml("blueprint.yaml", settingsFile?.text ?? "", settingsSchema);
  const loaded = await loadTools(directory, files, settings.kind === "loaded" ? settings.value : null);
  const knowledge = loadKnowledge(files);
  const tools = loaded.problems.length > 0 ? null : [...loaded.tools, ...ownTools(knowledge, settings)];
  const procedures = loadProcedures(files, tools === null ? null : byName(tools));
  const totals = settings.kind === "loaded" ? totalsOf(settings.value) : null;
  const policies = loadPolicies(files, tools, totals, policyEngine);
  const examples = readPolicyExamples(files);
  const problems = [
    ...fileProblems,
    ...(settingsFile === undefined ? [] : settingsProblems(settings, tools)),
    ...toolProblems(files, loaded),
    ...problemsIn(knowledge, procedures, policies),
    ...problemsOfTrials(files, examples),
  ];
  if (settings.kind === "rejected" || procedures.kind === "rejected" || policies.kind === "rejected" || tools === null)
    return { kind: "rejected", problems };
  const toolbox = toolboxOf(tools.map(({ tool }) => tool));
  const understanding = loadUnderstanding(files, procedures.value);
  const triggers = loadTriggers(files, procedures.value, settings.value);
  const sensitive = loadSensitive(files, teamOf(settings.value));
  const replies = loadReplies(files, toolbox);
  const properties = loadProperties(files, policies.policies, toolbox);
  problems.push(
    ...problemsIn(sensitive, understanding, triggers, replies, properties),
    ...checkPeople(settings, procedures.value),
    ...checkNamed(settings, toolbox, procedures.value),
    ...checkPolicyExamples(examples.examples, policies.policies, toolbox, settings.value),
  );
  if (
    problems.length > 0 ||
    triggers.kind === "rejected" ||
    understanding.kind === "rejected" ||
    sensitive.kind === "rejected" ||
    replies.kind === "rejected" ||
    properties.kind === "rejected"
  )
    return { kind: "rejected", problems };
  const value: Blueprint = {
    hash: hashOf(files.map(({ path, text }) => ({ path, text }))),
    directory,
    settings: settings.value,
    policies: policies.policies,
    properties: properties.value,
    totals: totals ?? [],
    toolbox,
    ownTiers: loaded.ownTiers,
    procedures: procedures.value,
    understanding: understanding.value,
    sensitive: sensitive.value,
    replies: replies.value,
    triggers: triggers.value,
  };
  return { kind: "loaded", value };
}

function settingsProblems(
  settings: ReturnType<typeof readYaml<Settings>>,
  tools: readonly PlacedTool[] | null,
): readonly BlueprintProblem[] {
  if (settings.kind === "rejected") return settings.problems;
  return [...checkSettings(settings, tools), ...checkPauses(settings, tools)];
}

function toolProblems(
  files: readonly BlueprintFile[],
  { problems, tools }: Awaited<ReturnType<typeof loadTools>>,
): readonly BlueprintProblem[] {
  return [...problems, ...checkConnections(files, tools)];
}

/** Of what is written to try the blueprint out. */
function problemsOfTrials(
  files: readonly BlueprintFile[],
  { problems }: ReturnType<typeof readPolicyExamples>,
): readonly BlueprintProblem[] {
  return [...problems, ...evalProblems(files)];
}

/** What the settings and procedures say of people. */
function checkPeople(
  { value, placeOf }: Parameters<typeof checkCustomers>[0],
  procedures: Blueprint["procedures"],
): readonly BlueprintProblem[] {
  const team = teamOf(value);
  return [
    ...checkTeam(placeOf, team, procedures),
    ...checkSla(placeOf, value.sla, team, value.businessHours !== undefined),
  ];
}

/** What the settings name of tools and procedures. */
function checkNamed(
  settings: Parameters<typeof checkCustomers>[0],
  toolbox: Blueprint["toolbox"],
  procedures: Blueprint["procedures"],
): readonly BlueprintProblem[] {
  return [...checkCustomers(settings, toolbox), ...checkRouter(settings, procedures)];
}

/** What was found in those parts that cannot be loaded. */
function problemsIn(
  ...parts: readonly ({ kind: "loaded" } | { kind: "rejected"; problems: readonly BlueprintProblem[] })[]
): readonly BlueprintProblem[] {
  return parts.flatMap((part) => (part.kind === "rejected" ? part.problems : []));
}

/** Without tools or totals only what does not depend on them is told; the rest would follow from their mistakes. */
function loadPolicies(
  files: readonly BlueprintFile[],
  tools: readonly PlacedTool[] | null,
  totals: readonly TotalDefinition[] | null,
  policyEngine: PolicyEngine,
): ReturnType<PolicyEngine["load"]> {
  const policyFiles = files.filter(({ path }) => path.startsWith("guardrails/") && path.endsWith(".cedar"));
  if (tools === null || totals === null) return { kind: "rejected", problems: policyEngine.check(policyFiles) };
  const words = { tools: tools.map(({ tool }) => tool), totals: totals.map(({ name }) => name) };
  return policyEngine.load(policyFiles, words);
}

/** The lookup over the blueprint's pages; its code is the host's. */
function ownTools(knowledge: BlueprintLoad<Knowledge | null>, settings: BlueprintLoad<Settings>): PlacedTool[] {
  if (knowledge.kind === "rejected" || knowledge.value === null || settings.kind === "rejected") return [];
  return [{ tool: knowledgeLookup(knowledge.value, settings.value.timeZone), path: "knowledge" }];
}

function byName(tools: readonly PlacedTool[]): ReadonlyMap<string, Tool> {
  return new Map(tools.map(({ tool }) => [tool.name, tool]));
}

function totalsOf(settings: Settings): TotalDefinition[] {
  return Object.entries(settings.totals).map(([name, { of, scope, window }]) => ({
    name,
    of,
    scope,
    windowMs: window ?? null,
  }));
}

function noBlueprintAt(directory: string): BlueprintProblem {
  const message = `There is no blueprint.yaml in ${directory}.`;
  return { code: "PUR-2101", path: "blueprint.yaml", line: 1, column: 1, message };
}
