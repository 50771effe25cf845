import type { CaseState, DoneCall } from "./case-state.ts";

/** The calls whose effects stand, the oldest first: what was not taken back, and is no taking back itself. */
export function standingCalls({ doneCalls }: Pick<CaseState, "doneCalls">): DoneCall[] {
  return doneCalls.filter(({ isUndone, undoOf }) => !isUndone && undoOf === null);
}
