import type { EventBody, Json, JsonObject } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseState } from "../../../cases/case-state.ts";
import type { CaseView } from "../../reasoner.ts";
import { requestsPath } from "../understanding/own-paths.ts";

/** What this case is about by now. */
export function inHand({ state }: CaseView): readonly string[] {
  return requestsInHand(state, []);
}

/** Nothing was said to her yet, so nothing of hers is an answer. */
export function isBeginning({ messages }: CaseView): boolean {
  return !messages.some(({ direction }) => direction === "out");
}

export function inHandProcedures(view: CaseView): readonly Procedure[] {
  return inHand(view).flatMap((name) => view.blueprint.procedures.get(name) ?? []);
}

/**
 * The requests of this case by now: those of the last message that had any, in order, but none that is only guessed. What is
 * kept of the messages just heard, `heardValues`, says which others go on beside them.
 */
export function requestsInHand(
  state: CaseState,
  bodies: readonly EventBody<"message.understood">[],
  heardValues: JsonObject = {},
): readonly string[] {
  const together = namesIn(heardValues[requestsPath]);
  if (together !== null) return together;
  const heard = bodies.findLast(({ next, requests }) => next === "act" && requests.length > 0);
  if (heard !== undefined) return heard.requests.map(({ procedure }) => procedure);
  if (bodies.at(-1)?.next === "ask") return [];
  return namesIn(state.values[requestsPath]?.value) ?? (state.procedure === null ? [] : [state.procedure]);
}

function namesIn(kept: Json | undefined): readonly string[] | null {
  return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : null;
}
