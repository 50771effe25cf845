import type { Json, JsonObject } from "@purser/contract";
import type { Tool } from "@purser/kit";
import { z } from "zod";

/** A tool's arguments from known facts, `fixed` ones above them; null while one that is required is not known or does not fit. */
export function argumentsOf(tool: Tool, fixed: JsonObject, values: JsonObject): JsonObject | null {
  const parsed = z.safeParse(tool.input, given(tool, fixed, values));
  return parsed.success ? parsed.data : null;
}

/** The first of a tool's arguments that cannot be what it is said to be, with why; null where all fit. */
export function unfitArgument(
  tool: Tool,
  fixed: JsonObject,
  values: JsonObject,
): { argument: string; why: string } | null {
  const [issue] = z.safeParse(tool.input, given(tool, fixed, values)).error?.issues ?? [];
  return issue === undefined ? null : { argument: String(issue.path[0] ?? ""), why: issue.message };
}

function given(tool: Tool, fixed: JsonObject, values: JsonObject): JsonObject {
  const args: Record<string, Json> = { ...fixed };
  for (const [argument, path] of Object.entries(tool.needs)) {
    const value = values[path];
    if (value !== undefined && value !== null && !Object.hasOwn(fixed, argument)) args[argument] = value;
  }
  return args;
}
