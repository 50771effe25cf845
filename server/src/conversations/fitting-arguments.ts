import { type JsonObject, PurserError } from "@purser/contract";
import { z } from "zod";
import type { Toolbox } from "../blueprint/toolbox.ts";

/**
 * What an action is called with, as its own input has it.
 *
 * @throws PurserError PUR-2164 no such action, or not these arguments: each that does not fit, and why.
 */
export function fittingArguments(tool: string, args: JsonObject, toolbox: Toolbox): JsonObject {
  const action = toolbox.actions.get(tool);
  if (action === undefined)
    throw new PurserError("PUR-2164", `${tool} is not among ${[...toolbox.actions.keys()].join(", ")}.`);
  const parsed = z.safeParse(action.input, args);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || tool}: ${message}`);
  throw new PurserError("PUR-2164", problems.join("; "));
}
