import type { CaseState } from "../../cases/case-state.ts";

const pattern =
  /\b(never ?mind|changed? (my|her|his|our) minds?|forget (it|about it)|on second thoughts?,? (no|leave|keep|let'?s (not|leave|keep))|leave it( as it is)?|call it off|don'?t (exchange|send|change|bother)|no longer (need|want)|we('| a)?re? (keeping|going to keep)|i('| wi)?ll keep)\b/i;

/** Does she take back what this case is about? Without anything to take back the same words are a request of their own. */
export function isNeverMind(text: string, { requests, proposals, doneCalls }: CaseState): boolean {
  return pattern.test(text) && (requests.length > 0 || proposals.length > 0 || doneCalls.length > 0);
}
