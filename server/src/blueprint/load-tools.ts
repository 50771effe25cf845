import { join } from "node:path";
import type { Tool } from "@purser/kit";
import { createModuleLoader } from "./module-loader.ts";
import type { BlueprintFile } from "./read-files.ts";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";

/**
 * Loads the TypeScript files under `tools/`. A file's default export is a tool or a list of tools; a file without one
 * is code that the others share.
 */
export async function loadTools(
  directory: string,
  files: readonly BlueprintFile[],
): Promise<BlueprintLoad<readonly Tool[]>> {
  const loader = createModuleLoader(directory, { isFresh: true });
  const tools: { tool: Tool; path: string }[] = [];
  const problems: BlueprintProblem[] = [];
  for (const { path } of files.filter(isToolFile)) {
    try {
      const exported = await loader.importDefault(join(directory, path));
      tools.push(...toolsIn(exported).map((tool) => ({ tool, path })));
    } catch (error) {
      problems.push({
        code: "PUR-2104",
        path,
        ...placeIn(error, path),
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  const seen = new Map<string, string>();
  for (const { tool, path } of tools) {
    const first = seen.get(tool.name);
    if (first !== undefined)
      problems.push({
        code: "PUR-2106",
        path,
        line: 1,
        column: 1,
        message: `A tool named ${tool.name} stands in ${first} already.`,
      });
    seen.set(tool.name, path);
    problems.push(...missingIn(tool, path));
  }
  return problems.length > 0
    ? { kind: "rejected", problems }
    : { kind: "loaded", value: tools.map(({ tool }) => tool) };
}

function isToolFile({ path }: BlueprintFile): boolean {
  return path.startsWith("tools/") && path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.endsWith(".d.ts");
}

function toolsIn(exported: unknown): Tool[] {
  const candidates: unknown[] = Array.isArray(exported) ? exported : [exported];
  return candidates.filter(isTool);
}

function isTool(value: unknown): value is Tool {
  if (typeof value !== "object" || value === null || !("kind" in value) || !("name" in value)) return false;
  return (value.kind === "lookup" || value.kind === "action") && typeof value.name === "string";
}

/** What an action must declare beyond what its type forces: a file may be JavaScript, or its types ignored. */
function missingIn(tool: Tool, path: string): BlueprintProblem[] {
  if (tool.kind !== "action") return [];
  const required = ["readFacts", "describe", "simulate", "execute", "verify", "undo"] as const;
  const missing = required.filter((name) => tool[name] === undefined);
  if (tool.once === "key" && tool.keyLifetimeMs === null) {
    return [
      {
        code: "PUR-2105",
        path,
        line: 1,
        column: 1,
        message: `${tool.name} is repeated by key and declares no keyLifetimeMs.`,
      },
    ];
  }
  return missing.map((name) => ({
    code: "PUR-2105",
    path,
    line: 1,
    column: 1,
    message: `${tool.name} declares no ${name}.`,
  }));
}

function placeIn(error: unknown, path: string): { line: number; column: number } {
  const stack = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : "";
  const found = new RegExp(`${path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d+):(\\d+)`).exec(stack);
  return { line: Number(found?.[1] ?? 1), column: Number(found?.[2] ?? 1) };
}
