import { join } from "node:path";
import { type ErrorCode, PurserError } from "@purser/contract";
import type { Tool } from "@purser/kit";
import { createModuleLoader } from "./module-loader.ts";
import { toolProblems } from "./checks/check-tool.ts";
import type { BlueprintFile } from "./reading/read-files.ts";
import type { BlueprintProblem } from "./reading/problem.ts";
import { loadOverlays } from "./remote/load-overlays.ts";
import type { Settings } from "./settings/settings.ts";
import { type TieredTools, withTiers } from "./tiers.ts";

/** A tool with the file that it stands in. */
export type PlacedTool = { tool: Tool; path: string };
export type ToolsLoad = {
  tools: readonly PlacedTool[];
  ownTiers: TieredTools["ownTiers"];
  problems: readonly BlueprintProblem[];
};

/**
 * Loads the TypeScript files under `tools/`, and the tools of other servers that overlays name, with the tiers of the deployment. A file's default export is
 * a tool or a list of tools; a file without one is code that the others share. `settings` are null when they have mistakes.
 */
export async function loadTools(
  directory: string,
  files: readonly BlueprintFile[],
  settings: Settings | null,
): Promise<ToolsLoad> {
  const loader = createModuleLoader(directory, { isFresh: true });
  const tools: PlacedTool[] = [];
  const problems: BlueprintProblem[] = [];
  for (const { path } of files.filter(isToolFile)) {
    try {
      const exported = exportsOf(await loader.importDefault(join(directory, path)));
      tools.push(...exported.tools.map((tool) => ({ tool, path })));
      problems.push(...exported.mistakes.map((message) => problemIn(path, "PUR-2104", message)));
    } catch (error) {
      problems.push(whyItDidNotLoad(error, path));
    }
  }
  const overlays = loadOverlays(files, settings);
  tools.push(...overlays.tools);
  problems.push(...overlays.problems);
  const seen = new Map<string, string>();
  const textOf = (wanted: string): string => files.find(({ path }) => path === wanted)?.text ?? "";
  for (const { tool, path } of tools) {
    const first = seen.get(tool.name);
    if (first === undefined) seen.set(tool.name, path);
    else {
      const message = `A tool named ${tool.name} stands in ${first} already.`;
      problems.push({ code: "PUR-2106", path, ...placeOf(tool, tool.name, textOf(path)), message });
    }
    problems.push(
      ...toolProblems(tool).map(({ code, message, near }) => ({
        code,
        path,
        ...placeOf(tool, near, textOf(path)),
        message,
      })),
    );
  }
  if (problems.length > 0) return { tools, ownTiers: new Map(), problems };
  const tiered = withTiers(
    files,
    tools.map(({ tool }) => tool),
  );
  const placed = tools.map(({ tool, path }, at) => ({ tool: tiered.tools[at] ?? tool, path }));
  return { tools: placed, ownTiers: tiered.ownTiers, problems: tiered.problems };
}

function isToolFile({ path }: BlueprintFile): boolean {
  return path.startsWith("tools/") && path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.endsWith(".d.ts");
}

/** The tools of a file. A tool that nobody would find is a mistake, and so is a file that gives nothing. */
function exportsOf(exported: unknown): { tools: readonly Tool[]; mistakes: readonly string[] } {
  const candidates: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  const tools = candidates.filter(isTool);
  if (tools.length > 0 || typeof exported !== "object" || exported === null) return { tools, mistakes: [] };
  const named = Object.entries(exported).filter(([, value]) => isTool(value));
  if (named.length > 0)
    return {
      tools,
      mistakes: named.map(([name]) => `${name} is a tool and not the default export: write export default.`),
    };
  return {
    tools,
    mistakes: Object.keys(exported).length > 0 ? [] : ["It exports nothing: a tool is the default export."],
  };
}

function isTool(value: unknown): value is Tool {
  if (typeof value !== "object" || value === null || !("kind" in value) || !("name" in value)) return false;
  return (value.kind === "lookup" || value.kind === "action") && typeof value.name === "string";
}

function whyItDidNotLoad(error: unknown, path: string): BlueprintProblem {
  const place = placeIn(error, path);
  if (error instanceof PurserError) return { code: error.code, path, ...place, message: error.detail };
  const [message = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return { code: "PUR-2104", path, ...place, message: message.trim() };
}

function placeIn(error: unknown, path: string): { line: number; column: number } {
  const stack = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : "";
  const found = new RegExp(`${path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d+):(\\d+)`).exec(stack);
  return { line: Number(found?.[1] ?? 1), column: Number(found?.[2] ?? 1) };
}

/** Where a text stands in a tool's file: after the tool's name, since a file may have several. */
function placeOf({ name }: Tool, near: string, text: string): { line: number; column: number } {
  const start = Math.max(0, text.indexOf(name));
  const found = [text.indexOf(near, start), text.indexOf(near), start].find((at) => at >= 0) ?? 0;
  const before = text.slice(0, found).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

function problemIn(path: string, code: ErrorCode, message: string): BlueprintProblem {
  return { code, path, line: 1, column: 1, message };
}
