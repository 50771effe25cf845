import type { CallKey } from "@purser/contract";
import type { CaseState } from "../../cases/case-state.ts";

/** The calls whose effects stand, so that a reply may speak of them. */
export function claimsOf({ doneCalls }: Pick<CaseState, "doneCalls">): CallKey[] {
  return doneCalls.filter(({ isUndone, undoOf }) => !isUndone && undoOf === null).map(({ key }) => key);
}
