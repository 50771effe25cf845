import { fileURLToPath } from "node:url";
import type { Tool } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { type ScriptLine, scriptedReasoner } from "../../server/src/agent/scripted-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { connectionsFile, connectionsSchema, type WebhookRule } from "../../server/src/blueprint/connections.ts";
import { knowledgeLookup } from "../../server/src/blueprint/knowledge/knowledge-lookup.ts";
import { loadKnowledge } from "../../server/src/blueprint/knowledge/load-knowledge.ts";
import { loadProperties } from "../../server/src/blueprint/properties.ts";
import { type BlueprintFile, readBlueprintFiles } from "../../server/src/blueprint/reading/read-files.ts";
import { readYaml } from "../../server/src/blueprint/reading/read-yaml.ts";
import { settingsSchema } from "../../server/src/blueprint/settings/settings.ts";
import { builtInSensitive } from "../../server/src/blueprint/sensitive/load-sensitive.ts";
import { noUnderstanding } from "../../server/src/blueprint/understanding.ts";
import { toolboxOf } from "../../server/src/blueprint/toolbox.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import lines from "./script.ts";
import { beyondScript } from "./simulated-reasoner.ts";

/** The example's folder. */
export const larkspurDirectory = fileURLToPath(new URL("../../examples/larkspur", import.meta.url));

/**
 * The example's blueprint: its own tools, guardrails and settings. The tools are imported here and not loaded at run
 * time, which takes longer than all simulations together; that they load is a test of the blueprint. `more` is added to it.
 */
export async function openLarkspur(
  version: LarkspurVersion = "published",
  more: { tools: readonly Tool[]; files: readonly BlueprintFile[] } = { tools: [], files: [] },
): Promise<Blueprint> {
  const own = (await readBlueprintFiles(larkspurDirectory)).map((file) => ({ ...file, text: changed(file, version) }));
  const files = [...own, ...more.files];
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
    ...ownTools.map((tool) =>
      version === "renamed" && tool.name === "refund_order" ? { ...tool, name: "pay_back" } : tool,
    ),
    ...more.tools,
    ...(knowledge.value === null ? [] : [knowledgeLookup(knowledge.value, settings.value.timeZone)]),
  ];
  const guardrails = files.filter(({ path }) => path.endsWith(".cedar"));
  const loaded = cedarPolicyEngine.load(guardrails, { tools, totals: totals.map(({ name }) => name) });
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  const toolbox = toolboxOf(tools);
  const properties = loadProperties(files, loaded.policies, toolbox);
  if (properties.kind === "rejected") throw new Error(JSON.stringify(properties.problems));
  return {
    hash: hashOf(files.map(({ path, text }) => ({ path, text }))),
    directory: larkspurDirectory,
    settings: settings.value,
    toolbox,
    ownTiers: new Map(),
    procedures: new Map(),
    triggers: new Map(),
    understanding: noUnderstanding,
    properties: properties.value,
    sensitive: builtInSensitive,
    replies: [],
    policies: loaded.policies,
    totals,
  };
}

/**
 * `stricter` and `looser` have another limit for refunds that need nobody's yes, in cents; in `renamed` the tool
 * `refund_order` is `pay_back`.
 */
export type LarkspurVersion = "published" | "stricter" | "looser" | "renamed";
export const smallRefundMinor: Readonly<Record<LarkspurVersion, number>> = {
  published: 2_500,
  stricter: 400,
  looser: 9_000,
  renamed: 2_500,
};

function changed({ path, text }: { path: string; text: string }, version: LarkspurVersion): string {
  if (version === "renamed") return text.replaceAll("refund_order", "pay_back");
  if (path !== "guardrails/refunds.cedar" || version === "published") return text;
  const limit = (of: LarkspurVersion): string => `context.args.amountMinor <= ${smallRefundMinor[of]} &&`;
  if (!text.includes(limit("published"))) throw new Error("The limit of small refunds is not where it was.");
  return text.replace(limit("published"), limit(version));
}

/** How webhooks about labels are read. */
export async function openLabelWebhooks(): Promise<WebhookRule> {
  const files = await readBlueprintFiles(larkspurDirectory);
  const text = files.find(({ path }) => path === connectionsFile)?.text ?? "";
  const read = readYaml(connectionsFile, text, connectionsSchema);
  const rule = read.kind === "rejected" ? undefined : read.value.systems["shipping"]?.webhooks;
  if (rule === undefined) throw new Error("The carrier sends no webhooks.");
  return rule;
}

const modules = import.meta.glob<{ default?: Tool | readonly Tool[] }>(
  ["../../examples/larkspur/tools/*.ts", "!**/*.test.ts"],
  { eager: true },
);
const ownTools: readonly Tool[] = Object.values(modules).flatMap((module) => module.default ?? []);

/** What a customer may write besides what the script has an action for. */
const smallTalk: readonly ScriptLine[] = [{ matches: /thank you so much/, says: "You are welcome." }];

/** Deterministic, as a recorded model answer is. */
export const larkspurReasoner: Reasoner = beyondScript(scriptedReasoner([...lines, ...smallTalk]));
