import { type CallOutcome, findUnfaithful, type JsonObject } from "@purser/contract";
import type { ActionOutcome, FactsOutcome } from "@purser/kit";
import { z } from "zod";

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
  output: z.core.$ZodType<JsonObject> | null,
): Promise<CallOutcome> {
  const outcome = await safely<CallOutcome>(execute, (detail) => ({ kind: "unknown", code: "PUR-3011", detail }));
  if (outcome.kind !== "done" || output === null) return outcome;
  const parsed = z.safeParse(output, outcome.result);
  const unfaithful = parsed.success ? findUnfaithful(parsed.data, "result") : null;
  if (unfaithful !== null)
    return { kind: "unknown", code: "PUR-2131", detail: `${unfaithful.path} is ${unfaithful.what}.` };
  if (parsed.success) return { kind: "done", result: parsed.data };
  return { kind: "unknown", code: "PUR-3003", detail: `The result does not fit: ${parsed.error.message}` };
}

/** Facts, or why there are none; facts that could not be stored as they are count as not read. */
export async function factsOf(read: () => Promise<FactsOutcome>): Promise<FactsOutcome> {
  const outcome = await safely<FactsOutcome>(read, (detail) => ({ kind: "failed", code: "PUR-3011", detail }));
  const unfaithful = outcome.kind === "read" ? findUnfaithful(outcome.facts, "facts") : null;
  return unfaithful === null
    ? outcome
    : { kind: "failed", code: "PUR-2131", detail: `${unfaithful.path} is ${unfaithful.what}.` };
}
