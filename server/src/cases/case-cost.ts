import type { CaseCost } from "@purser/contract";
import type { CaseState } from "./case-state.ts";

export const nothingSpent: CaseCost = { thoughts: 0, calls: 0, tokens: 0, costMicros: 0, durationMs: 0 };

/** All that a case has cost, also what was spent before a person gave it back; with that of the child cases that have ended. */
export function caseCostOf({ counters, spentBefore }: Pick<CaseState, "counters" | "spentBefore">): CaseCost {
  return {
    thoughts: counters.thoughts + spentBefore.thoughts,
    calls: counters.calls + spentBefore.calls,
    tokens: counters.tokens + spentBefore.tokens,
    costMicros: counters.costMicros + spentBefore.costMicros,
    durationMs: counters.durationMs + spentBefore.durationMs,
  };
}
