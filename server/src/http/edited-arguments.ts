import type { PauseId } from "@purser/contract";
import type { PauseAnswer } from "../conversations/pauses/answer-pause.ts";
import { fittingArguments } from "../conversations/fitting-arguments.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import type { ApiServices } from "./api-services.ts";

/**
 * An edit ends the question that it answers, so one that its action cannot take is refused before: else the customer
 * would be asked the same once more.
 *
 * @throws PurserError PUR-2164 the arguments do not fit.
 */
export async function refuseUnfitEdit(
  pauseId: PauseId,
  { decision, args }: PauseAnswer,
  { desk, world }: ApiServices,
): Promise<void> {
  if (decision !== "edit" || args === undefined) return;
  const row = await desk.store.findPause(desk.tenant, pauseId);
  if (row === null) return;
  const { state } = await readCaseNow(row.caseId, desk);
  const pause = state.pauses.find((candidate) => candidate.pauseId === pauseId);
  const step = state.proposals.find(({ proposalId }) => proposalId === pause?.proposalId)?.step;
  const blueprint = await world.blueprints.pinned(state.blueprintHash);
  if (step?.kind === "call" && blueprint !== null)
    fittingArguments(step.call.tool, { ...step.call.args, ...args }, blueprint.toolbox);
}
