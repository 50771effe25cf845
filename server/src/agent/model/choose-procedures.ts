import type { EventBody } from "@purser/contract";
import type { Procedure } from "../../blueprint/procedure.ts";
import { requestsInHand } from "../rules/planning/in-hand.ts";
import type { CaseView } from "../reasoner.ts";

/** So many are given in full; the model has the names and goals of all and can ask for another by a plan. */
const mostChosen = 3;

/**
 * The procedures that this step may be about: what was planned and asked for, then what her words are likest to. In the order
 * of their names, so that a prompt with the same ones has the same bytes.
 */
export function chooseProcedures(
  { state, blueprint }: CaseView,
  heard: readonly EventBody<"message.understood">[],
): readonly Procedure[] {
  const likely = heard.flatMap(({ requests, alternatives }) => [
    ...requests.map(({ procedure }) => procedure),
    ...alternatives,
  ]);
  const names = [
    ...(state.plan === null ? [] : [state.plan.procedure]),
    ...requestsInHand(state, heard),
    ...likely,
    ...state.requests.map(({ procedure }) => procedure),
  ];
  return [...new Set(names)]
    .slice(0, mostChosen)
    .toSorted()
    .flatMap((name) => blueprint.procedures.get(name) ?? []);
}
