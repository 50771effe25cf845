import type { Reply } from "@purser/contract";
import type { Blueprint } from "../blueprint/blueprint.ts";
import { hostSays } from "../blueprint/sentences/host-sentences.ts";
import { toolNamed } from "../blueprint/toolbox.ts";
import type { CaseState, DoneCall } from "../cases/case-state.ts";
import { standingCalls } from "../cases/standing-calls.ts";

/** A sentence that only says what the log shows of these calls; `doneAndHandedOff` where a person has what else she wants. */
export function doneSoFar(
  calls: readonly DoneCall[],
  { toolbox, settings }: Blueprint,
  sentence: "doneSoFar" | "doneAndHandedOff" = "doneSoFar",
): Reply {
  const titles = calls.map(({ tool }) => toolNamed(toolbox, tool)?.title ?? tool);
  const text = hostSays(settings, sentence, { titles: [...new Set(titles)] });
  return { text, claims: calls.map(({ key }) => key) };
}

/** What was done since anything was last said to her, and stands. */
export function untoldCalls(state: CaseState): DoneCall[] {
  const lastSaid = state.messages.findLast(({ direction }) => direction === "out")?.seq ?? 0;
  const since = new Set(state.finished.flatMap(({ proposalId, seq }) => (seq > lastSaid ? [proposalId] : [])));
  return standingCalls(state).filter(({ proposalId }) => since.has(proposalId));
}
