import type { EventBody } from "@purser/contract";
import type { Procedure } from "../../blueprint/procedure.ts";
import type { CaseState } from "../../cases/case-state.ts";
import type { CaseView } from "../reasoner.ts";
import { requestsPath } from "./own-paths.ts";

/** What this case is about by now. */
export function inHand({ state }: CaseView): readonly string[] {
  return requestsInHand(state, []);
}

export function inHandProcedures(view: CaseView): readonly Procedure[] {
  return inHand(view).flatMap((name) => view.blueprint.procedures.get(name) ?? []);
}

/** The requests of this case by now: those of the last message that had any, in order, but none that is only guessed. */
export function requestsInHand(
  state: CaseState,
  bodies: readonly EventBody<"message.understood">[],
): readonly string[] {
  const heard = bodies.findLast(({ next, requests }) => next === "act" && requests.length > 0);
  if (heard !== undefined) return heard.requests.map(({ procedure }) => procedure);
  if (bodies.at(-1)?.next === "ask") return [];
  const kept = state.values[requestsPath]?.value;
  if (Array.isArray(kept)) return kept.filter((name) => typeof name === "string");
  return state.procedure === null ? [] : [state.procedure];
}
