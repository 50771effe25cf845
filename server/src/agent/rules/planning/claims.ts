import type { CallKey } from "@purser/contract";
import type { CaseState } from "../../../cases/case-state.ts";
import { standingCalls } from "../../../cases/standing-calls.ts";

/** The calls whose effects stand, so that a reply may speak of them. */
export function claimsOf(state: Pick<CaseState, "doneCalls">): CallKey[] {
  return standingCalls(state).map(({ key }) => key);
}
