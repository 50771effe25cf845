import type { CallOutcome, JsonObject } from "@purser/contract";
import type { ActionOutcome } from "@purser/kit";
import type { z } from "zod";

/**
 * Runs a function of a plug-in. A tool is written by others, so an exception of its is an answer like any other; the
 * engine's own exceptions pass through nothing but the worker.
 */
export async function safely<Result>(run: () => Promise<Result>, failed: (detail: string) => Result): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/** An exception in `execute`, or a result that does not fit the tool's schema, counts as unknown: it may have happened. */
export async function outcomeOf(
  execute: () => Promise<ActionOutcome>,
  output: z.ZodType<JsonObject> | null,
): Promise<CallOutcome> {
  const outcome = await safely<CallOutcome>(execute, (detail) => ({ kind: "unknown", code: "PUR-3011", detail }));
  if (outcome.kind !== "done" || output === null) return outcome;
  const parsed = output.safeParse(outcome.result);
  if (parsed.success) return { kind: "done", result: parsed.data };
  return { kind: "unknown", code: "PUR-3003", detail: `The result does not fit: ${parsed.error.message}` };
}
