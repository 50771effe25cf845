import type { Json, JsonObject } from "@purser/contract";
import type { Tool } from "@purser/kit";
import { z } from "zod";

/** A tool's arguments from known facts, `fixed` ones above them; null while one that is required is not known. */
export function argumentsOf(tool: Tool, fixed: JsonObject, values: JsonObject): JsonObject | null {
  const args: Record<string, Json> = { ...fixed };
  for (const [argument, path] of Object.entries(tool.needs)) {
    const value = values[path];
    if (value !== undefined && value !== null && !Object.hasOwn(fixed, argument)) args[argument] = value;
  }
  const parsed = z.safeParse(tool.input, args);
  return parsed.success ? parsed.data : null;
}
