import { fileURLToPath } from "node:url";
import type { Tool } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { type ScriptLine, scriptedReasoner } from "../../server/src/agent/scripted-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { knowledgeLookup } from "../../server/src/blueprint/knowledge/knowledge-lookup.ts";
import { loadKnowledge } from "../../server/src/blueprint/knowledge/load-knowledge.ts";
import { readBlueprintFiles } from "../../server/src/blueprint/read-files.ts";
import { readYaml } from "../../server/src/blueprint/read-yaml.ts";
import { settingsSchema } from "../../server/src/blueprint/settings.ts";
import { builtInSensitive } from "../../server/src/blueprint/sensitive/load-sensitive.ts";
import { noUnderstanding } from "../../server/src/blueprint/understanding.ts";
import { toolboxOf } from "../../server/src/blueprint/toolbox.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import lines from "./script.ts";

/** The example's folder. */
export const larkspurDirectory = fileURLToPath(new URL("../../examples/larkspur", import.meta.url));

/**
 * The example's blueprint: its own tools, guardrails and settings. The tools are imported here and not loaded at run
 * time, which takes longer than all simulations together; that they load is a test of the blueprint.
 */
export async function openLarkspur(): Promise<Blueprint> {
  const files = await readBlueprintFiles(larkspurDirectory);
  const settings = readYaml(
    "blueprint.yaml",
    files.find(({ path }) => path === "blueprint.yaml")?.text ?? "",
    settingsSchema,
  );
  if (settings.kind === "rejected") throw new Error(JSON.stringify(settings.problems));
  const totals = Object.entries(settings.value.totals).map(([name, { of, scope, window }]) => ({
    name,
    of,
    scope,
    windowMs: window ?? null,
  }));
  const knowledge = loadKnowledge(files);
  if (knowledge.kind === "rejected") throw new Error(JSON.stringify(knowledge.problems));
  const tools = [
    ...ownTools,
    ...(knowledge.value === null ? [] : [knowledgeLookup(knowledge.value, settings.value.timeZone)]),
  ];
  const guardrails = files.filter(({ path }) => path.endsWith(".cedar"));
  const loaded = cedarPolicyEngine.load(guardrails, { tools, totals: totals.map(({ name }) => name) });
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  return {
    hash: hashOf(files.map(({ path, text }) => ({ path, text }))),
    directory: larkspurDirectory,
    settings: settings.value,
    toolbox: toolboxOf(tools),
    procedures: new Map(),
    triggers: new Map(),
    understanding: noUnderstanding,
    sensitive: builtInSensitive,
    policies: loaded.policies,
    totals,
  };
}

const modules = import.meta.glob<{ default?: Tool | readonly Tool[] }>(
  ["../../examples/larkspur/tools/*.ts", "!**/*.test.ts"],
  { eager: true },
);
const ownTools: readonly Tool[] = Object.values(modules).flatMap((module) => module.default ?? []);

/** What a customer may write besides what the example's script understands. */
const smallTalk: readonly ScriptLine[] = [{ matches: /thank you so much/, says: "You are welcome." }];

/** Follows the example's script; deterministic, as a recorded model answer is. */
export const larkspurReasoner: Reasoner = scriptedReasoner([...lines, ...smallTalk]);
