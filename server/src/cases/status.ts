import type { CaseStatus } from "@purser/contract";
import type { CaseState } from "./case-state.ts";

/** What the outside sees. A case with an open pause or an unsettled call is never resolved, and a pause is never `working`. */
export function statusOf(state: CaseState): CaseStatus {
  if (state.lifecycle === "closed" || state.lifecycle === "erased") return "closed";
  if (state.owner.kind !== "agent") return "handed-off";
  if (state.pauses.length > 0) return "waiting";
  if (state.calls.length > 0) return "working";
  if (state.lifecycle === "resolved") return "resolved";
  if (state.identification.pending !== null) return "working";
  const isWaiting = state.proposals.every(({ phase }) => phase.kind === "identifying") && !state.needsThought;
  return isWaiting ? "waiting" : "working";
}
