import type { CaseStatus } from "@purser/contract";
import type { CaseState } from "./case-state.ts";
import { hasOpenChildren } from "./child-cases.ts";
import { isChoiceDue } from "./decide.ts";

/**
 * What the outside sees. A case with an open pause or an unsettled call is never resolved, and a pause is never `working`.
 * A case waits for its child cases, so it is never anything else while one of them waits.
 * A closed case whose actions are taken back is closed again when that is over.
 */
export function statusOf(state: CaseState): CaseStatus {
  if (state.lifecycle === "erased") return "closed";
  if (state.lifecycle === "closed") {
    if (state.proposals.length === 0) return "closed";
    return state.pauses.length > 0 ? "waiting" : "working";
  }
  if (state.owner.kind !== "agent") return "handed-off";
  if (state.pauses.length > 0 || hasOpenChildren(state)) return "waiting";
  if (state.calls.length > 0) return "working";
  if (state.lifecycle === "resolved") return "resolved";
  if (state.identification.pending !== null) return "working";
  if (isChoiceDue(state)) return "working";
  const isWaiting =
    state.proposals.every(({ phase }) => phase.kind === "identifying" || phase.kind === "held") && !state.needsThought;
  return isWaiting ? "waiting" : "working";
}
