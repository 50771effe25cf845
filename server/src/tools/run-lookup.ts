import type { Instant, JsonObject, ToolCall } from "@purser/contract";
import type { LookupOutcome, ToolContext } from "@purser/kit";
import { z } from "zod";
import type { Toolbox } from "../blueprint/toolbox.ts";
import { safely } from "./safely.ts";
import { valuesAt } from "./values-at.ts";

export type LookupRead = {
  tool: string;
  args: JsonObject;
  readAt: Instant;
  outcome: { kind: "found"; result: JsonObject } | { kind: "refused" | "failed"; detail: string };
  values: JsonObject;
};

/** One lookup; every failure is a value, so that the reasoner can take another way. */
export async function runLookup(call: ToolCall, toolbox: Toolbox, context: ToolContext): Promise<LookupRead> {
  const base = { tool: call.tool, args: call.args, readAt: context.now, values: {} };
  const lookup = toolbox.lookups.get(call.tool);
  if (lookup === undefined)
    return { ...base, outcome: { kind: "refused", detail: `There is no lookup ${call.tool}.` } };
  const parsed = z.safeParse(lookup.input, call.args);
  if (!parsed.success)
    return {
      ...base,
      outcome: { kind: "refused", detail: `The arguments of ${call.tool} do not fit: ${parsed.error.message}` },
    };
  const outcome = await safely<LookupOutcome>(
    () => lookup.run({ ...context, args: parsed.data }),
    (detail) => ({ kind: "failed", code: "PUR-3011", detail }),
  );
  if (outcome.kind !== "found") return { ...base, outcome: { kind: outcome.kind, detail: outcome.detail } };
  const result = z.safeParse(lookup.output, outcome.result);
  if (!result.success)
    return {
      ...base,
      outcome: { kind: "failed", detail: `The answer of ${call.tool} does not fit: ${result.error.message}` },
    };
  return { ...base, outcome: { kind: "found", result: result.data }, values: valuesAt(result.data, lookup.gives) };
}
