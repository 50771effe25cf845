import type { PolicyEngine, Tool } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { TotalDefinition } from "../guardrails/totals.ts";
import type { Blueprint } from "./blueprint.ts";
import { checkConnections } from "./checks/check-connections.ts";
import { connectionsFile } from "./connections.ts";
import { checkCustomers } from "./checks/check-customers.ts";
import { checkPauses } from "./checks/check-pauses.ts";
import { checkPermitted } from "./checks/check-permitted.ts";
import { checkPolicyExamples, readPolicyExamples } from "./checks/check-policy-examples.ts";
import { checkRouter } from "./checks/check-router.ts";
import { checkSentences } from "./checks/check-sentences.ts";
import { checkSettings } from "./checks/check-settings.ts";
import { evalProblems } from "./evals.ts";
import type { FactsFromOutside } from "./known-facts.ts";
import { knowledgeLookup } from "./knowledge/knowledge-lookup.ts";
import { loadKnowledge } from "./knowledge/load-knowledge.ts";
import type { Knowledge } from "./knowledge/section.ts";
import { loadProcedures } from "./load-procedures.ts";
import { loadReplies } from "./replies.ts";
import { loadSensitive } from "./sensitive/load-sensitive.ts";
import { checkSla } from "./settings/sla.ts";
import { checkTeam, teamOf } from "./settings/team.ts";
import { loadTools, type PlacedTool } from "./load-tools.ts";
import { loadUnderstanding } from "./load-understanding.ts";
import type { BlueprintLoad, BlueprintProblem } from "./reading/problem.ts";
import { type BlueprintFile, type FilesRead, readFolder } from "./reading/read-files.ts";
import { loadProperties, propertiesFile } from "./properties.ts";
import { readYaml } from "./reading/read-yaml.ts";
import { rememberLast } from "./remember-last.ts";
import { type Settings, settingsSchema } from "./settings/settings.ts";
import { tiersPath } from "./tiers.ts";
import { toolboxOf } from "./toolbox.ts";
import { givenByTriggers, loadTriggers, triggersFile } from "./triggers.ts";

export type BlueprintLoader = (directory: string) => Promise<BlueprintLoad<Blueprint>>;

/** Reads and checks a blueprint: all or nothing, with every mistake found, so that a broken one never replaces a running one. */
export function loadBlueprint(directory: string, policyEngine: PolicyEngine): Promise<BlueprintLoad<Blueprint>> {
  return blueprintLoader(policyEngine)(directory);
}

/**
 * Loads one blueprint after another, as `loadBlueprint` does. What has the same files as in the last one that loaded, and
 * rests on nothing that changed, is taken from that one: its tools are not imported again, and what was trained to understand its
 * messages serves on. Nothing is remembered of a blueprint that was rejected.
 */
export function blueprintLoader(policyEngine: PolicyEngine): BlueprintLoader {
  let last = { files: new Map<string, BlueprintFile>(), parts: partsOf(policyEngine) };
  return async (directory) => {
    const before = last;
    // Whoever asks meanwhile begins anew: two loads never share what only one of them has made.
    last = { files: new Map(), parts: partsOf(policyEngine) };
    const read = await readFolder(directory);
    const files = read.files.map((file) => {
      const same = before.files.get(file.path);
      return same?.text === file.text ? same : file;
    });
    const load = await assemble(directory, { files, problems: read.problems }, before.parts);
    if (load.kind === "loaded") last = { files: new Map(files.map((file) => [file.path, file])), parts: before.parts };
    return load;
  };
}

/** What a blueprint is made of: each part of its own files, and of the parts that it rests on. */
function partsOf(policyEngine: PolicyEngine) {
  return {
    settings: rememberLast((file: BlueprintFile | undefined) =>
      readYaml("blueprint.yaml", file?.text ?? "", settingsSchema),
    ),
    totals: rememberLast(totalsOf),
    // Tools with the same files are the same wherever the folder lies.
    tools: rememberLast(loadTools, (_directory, files, settings) => [files, settings]),
    knowledge: rememberLast(loadKnowledge),
    ownTools: rememberLast(ownTools),
    toolbox: rememberLast((tools: readonly PlacedTool[]) => toolboxOf(tools.map(({ tool }) => tool))),
    outside: rememberLast(outsideOf),
    procedures: rememberLast(
      (files: readonly BlueprintFile[], tools: readonly PlacedTool[] | null, outside: FactsFromOutside | null) =>
        loadProcedures(files, tools === null ? null : byName(tools), outside),
    ),
    policies: rememberLast(
      (
        files: readonly BlueprintFile[],
        tools: readonly PlacedTool[] | null,
        totals: readonly TotalDefinition[] | null,
      ) => loadPolicies(files, tools, totals, policyEngine),
    ),
    examples: rememberLast(readPolicyExamples),
    properties: rememberLast(loadProperties),
    understanding: rememberLast(loadUnderstanding),
    sensitive: rememberLast((files: readonly BlueprintFile[], settings: Settings) =>
      loadSensitive(files, teamOf(settings)),
    ),
    triggers: rememberLast(loadTriggers),
    replies: rememberLast(loadReplies),
    settingsProblems: rememberLast(settingsProblems),
    connectionProblems: rememberLast(checkConnections),
    exampleProblems: rememberLast(checkPolicyExamples),
    evalProblems: rememberLast((files: readonly BlueprintFile[], tools: readonly PlacedTool[] | null) =>
      evalProblems(files, tools === null ? null : tools.map(({ tool }) => tool.name)),
    ),
  };
}

type Parts = ReturnType<typeof partsOf>;

/** Makes a blueprint of its files: each part is given the files that it is made of, and no other. */
async function assemble(directory: string, read: FilesRead, parts: Parts): Promise<BlueprintLoad<Blueprint>> {
  const { files } = read;
  if (!files.some(isSettings) && !read.problems.some(isSettings))
    return { kind: "rejected", problems: [noBlueprintAt(directory), ...read.problems] };
  const { settings, tools, ownTiers, procedures, totals, policies, examples, problems } = await assembleBase(
    directory,
    read,
    parts,
  );
  if (settings.kind === "rejected" || procedures.kind === "rejected" || policies.kind === "rejected" || tools === null)
    return { kind: "rejected", problems };
  const toolbox = parts.toolbox(tools);
  const understanding = parts.understanding(select(files, "understanding/"), procedures.value);
  const triggers = parts.triggers(select(files, triggersFile, connectionsFile), procedures.value, settings.value);
  const sensitive = parts.sensitive(select(files, "sensitive.yaml"), settings.value);
  const replies = parts.replies(select(files, "replies/"), toolbox);
  const properties = parts.properties(select(files, propertiesFile), policies.policies, toolbox);
  problems.push(
    ...problemsIn(sensitive, understanding, triggers, replies, properties),
    ...checkPeople(settings, procedures.value),
    ...checkNamed(settings, toolbox, procedures.value),
    ...checkPermitted(procedures.value, policies.policies, tools),
    ...parts.exampleProblems(examples, policies.policies, toolbox, settings.value),
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
    ownTiers,
    procedures: procedures.value,
    understanding: understanding.value,
    sensitive: sensitive.value,
    replies: replies.value,
    triggers: triggers.value,
  };
  return { kind: "loaded", value };
}

/** What the other parts rest on, with all that is wrong in it. */
async function assembleBase(directory: string, { files, problems: fileProblems }: FilesRead, parts: Parts) {
  const settingsFile = files.find(isSettings);
  const settings = parts.settings(settingsFile);
  const loaded = await parts.tools(directory, filesOfTools(files), settings.kind === "loaded" ? settings.value : null);
  const knowledge = parts.knowledge(select(files, "knowledge/"));
  const own = parts.ownTools(knowledge, settings);
  const tools = loaded.problems.length > 0 || own === null ? null : [...loaded.tools, ...own];
  const procedures = parts.procedures(
    select(files, "procedures/"),
    tools,
    parts.outside(settings, select(files, triggersFile)),
  );
  const totals = settings.kind === "loaded" ? parts.totals(settings.value) : null;
  const guardrails = select(files, "guardrails/");
  const written = guardrails.filter(({ path }) => path.endsWith(".cedar"));
  const policies = parts.policies(written, tools, totals);
  const { examples, problems: exampleProblems } = parts.examples(
    guardrails.filter(({ path }) => path.endsWith(".test.yaml")),
  );
  const problems = [
    ...fileProblems,
    ...(settingsFile === undefined ? [] : parts.settingsProblems(settings, tools)),
    ...loaded.problems,
    ...parts.connectionProblems(select(files, connectionsFile), loaded.tools),
    ...problemsIn(knowledge, procedures, policies),
    ...exampleProblems,
    ...parts.evalProblems(select(files, "evals/"), tools),
  ];
  return { settings, tools, ownTiers: loaded.ownTiers, procedures, totals, policies, examples, problems };
}

function isSettings({ path }: { path: string }): boolean {
  return path === "blueprint.yaml";
}

/** The files with these paths, and those below the folders, which end with a slash. */
function select(files: readonly BlueprintFile[], ...wanted: readonly string[]): readonly BlueprintFile[] {
  return files.filter(({ path }) =>
    wanted.some((name) => (name.endsWith("/") ? path.startsWith(name) : path === name)),
  );
}

/** All that code can read when it is imported: everything but what the host alone reads. */
function filesOfTools(files: readonly BlueprintFile[]): readonly BlueprintFile[] {
  return files.filter(
    ({ path }) =>
      path === tiersPath || !/^(?:guardrails|procedures|understanding|replies|evals|recordings)\//.test(path),
  );
}

function settingsProblems(
  settings: ReturnType<typeof readYaml<Settings>>,
  tools: readonly PlacedTool[] | null,
): readonly BlueprintProblem[] {
  if (settings.kind === "rejected") return settings.problems;
  return [...checkSettings(settings, tools), ...checkPauses(settings, tools), ...checkSentences(settings)];
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
  if (tools === null || totals === null) return { kind: "rejected", problems: policyEngine.check(files) };
  const words = { tools: tools.map(({ tool }) => tool), totals: totals.map(({ name }) => name) };
  return policyEngine.load(files, words);
}

/**
 * The lookup over the blueprint's pages; its code is the host's. Null where what it is made of is mistaken: that a procedure
 * names it is no mistake of its own then.
 */
function ownTools(knowledge: BlueprintLoad<Knowledge | null>, settings: BlueprintLoad<Settings>): PlacedTool[] | null {
  if (knowledge.kind === "rejected") return null;
  if (knowledge.value === null) return [];
  if (settings.kind === "rejected") return null;
  return [{ tool: knowledgeLookup(knowledge.value, settings.value.timeZone), path: "knowledge" }];
}

/** Null when it is not known for the mistakes in it. */
function outsideOf(settings: BlueprintLoad<Settings>, files: readonly BlueprintFile[]): FactsFromOutside | null {
  const given = givenByTriggers(files);
  return settings.kind === "rejected" || given === null ? null : { slots: settings.value.slots, given };
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
