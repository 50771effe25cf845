import { PurserError } from "@purser/contract";
import type { ActionTier, Tool } from "@purser/kit";
import { parseDocument } from "yaml";
import { z } from "zod";
import type { BlueprintProblem } from "./reading/problem.ts";
import type { BlueprintFile } from "./reading/read-files.ts";
import { readYaml } from "./reading/read-yaml.ts";

/** Where a deployment says how far the agent goes with an action, if it is not what the tool itself says. */
export const tiersPath = "guardrails/tiers.yaml";
const head = "# How far the agent goes by itself with an action, where it is not what its tool says.\n";

const movableTiers = ["draft", "execute", "coordinate"] as const satisfies readonly ActionTier[];
const tiersSchema = z.record(z.string(), z.enum(movableTiers)).nullable();

export type TieredTools = {
  tools: readonly Tool[];
  /** What the tools themselves say of the actions that stand in the file. */
  ownTiers: ReadonlyMap<string, ActionTier>;
  problems: readonly BlueprintProblem[];
};

/** The tools, in their order, with the tiers that the deployment gives them. */
export function withTiers(files: readonly BlueprintFile[], tools: readonly Tool[]): TieredTools {
  const file = files.find(({ path }) => path === tiersPath);
  const read = readYaml(tiersPath, file?.text ?? "", tiersSchema);
  if (read.kind === "rejected") return { tools, ownTiers: new Map(), problems: read.problems };
  const tiers = new Map(Object.entries(read.value ?? {}));
  const problems = [...tiers].flatMap(([name, tier]): BlueprintProblem[] => {
    const message = whyNot(
      tools.find((tool) => tool.name === name),
      name,
      tier,
    );
    return message === null ? [] : [{ code: "PUR-2200", path: tiersPath, ...read.placeOf([name]), message }];
  });
  if (problems.length > 0) return { tools, ownTiers: new Map(), problems };
  const ownTiers = new Map<string, ActionTier>();
  const tiered = tools.map((tool): Tool => {
    const tier = tiers.get(tool.name);
    if (tier === undefined || tool.kind === "lookup") return tool;
    ownTiers.set(tool.name, tool.tier);
    return { ...tool, tier };
  });
  return { tools: tiered, ownTiers, problems };
}

function whyNot(tool: Tool | undefined, name: string, tier: ActionTier): string | null {
  if (tool === undefined) return `There is no action ${name}.`;
  if (tool.kind === "lookup") return `${name} is a lookup: it changes nothing, so there is nothing to wait for.`;
  return tiersFor(tool.tier).includes(tier) ? null : `${name} can be ${tiersFor(tool.tier).join(" or ")}, not ${tier}.`;
}

/** The tiers that an action can have: it waits for a teammate, or goes as far as its tool was written to go. */
export function tiersFor(own: ActionTier): readonly ActionTier[] {
  return own === "coordinate" ? ["draft", "coordinate"] : ["draft", "execute"];
}

/**
 * The files with another tier for this action; other lines stay as they were written.
 *
 * @throws PurserError PUR-2198 for a file of tiers that cannot be read.
 */
export function withTier(files: readonly BlueprintFile[], action: string, tier: ActionTier): readonly BlueprintFile[] {
  const document = parseDocument(files.find(({ path }) => path === tiersPath)?.text ?? head);
  if (document.errors.length > 0) throw new PurserError("PUR-2198", `${tiersPath} is no YAML.`);
  document.set(action, tier);
  const others = files.filter(({ path }) => path !== tiersPath);
  return [...others, { path: tiersPath, text: document.toString() }].toSorted((one, other) =>
    one.path < other.path ? -1 : 1,
  );
}
