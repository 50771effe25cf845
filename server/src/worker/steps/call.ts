import type { CallKey, NewEvent } from "@purser/contract";
import { operationOfCall } from "../operation-of.ts";
import { type StepContext, toolContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";

/**
 * Makes the call whose intention is committed. An intention of an earlier lease was somebody else's to carry out: it
 * may have happened, so it counts as unknown and is looked up before anything is repeated.
 */
export async function call(key: CallKey, context: StepContext): Promise<StepResult> {
  const started = context.state.calls.find((candidate) => candidate.key === key);
  if (started === undefined) throw new Error(`${context.state.caseId} has no call ${key}.`);
  const { attempt, facts, once } = started;
  const ended = (outcome: Extract<NewEvent, { kind: "call.ended" }>["body"]["outcome"]): NewEvent => ({
    kind: "call.ended",
    body: { key, attempt, outcome },
  });
  if (started.epoch !== context.lease.epoch) {
    return {
      events: [
        ended({
          kind: "unknown",
          code: "PUR-3009",
          detail: "The worker that began this call did not say how it ended.",
        }),
      ],
    };
  }
  const prepared = operationOfCall(started, context);
  if (prepared.kind === "impossible")
    return { events: [ended({ kind: "failed", code: "PUR-3008", retry: "never", detail: prepared.detail })] };
  const outcome = await prepared.operation.execute(toolContext(context, attempt), facts, key, attempt);
  // Without a key a lost answer cannot be asked for again, so it is committed before anything else is tried.
  return { events: [ended(outcome)], commitsFirst: once === "none" };
}
