import type { FactsOutcome } from "@purser/kit";
import type { Operation } from "../../tools/operation.ts";
import { type StepContext, toolContext } from "../step-context.ts";

/** Before each further try. A system that is down for longer is not waited for under a lease. */
const pausesMs = [500, 2_000] as const;

/** Reads what the guard judges, with patience: a system that stumbles once is no reason to deny a wish. */
export async function readFacts(operation: Operation, context: StepContext, attempt = 1): Promise<FactsOutcome> {
  const read = (): Promise<FactsOutcome> => operation.readFacts(toolContext(context, attempt));
  let outcome = await read();
  for (const pauseMs of pausesMs) {
    if (outcome.kind !== "failed") return outcome;
    await context.world.sleep(pauseMs, new AbortController().signal);
    outcome = await read();
  }
  return outcome;
}
