import { checkAskedOnce } from "./asked-once.ts";
import { checkBoundApproval } from "./bound-approval.ts";
import { checkDecided } from "./decided.ts";
import { checkEnds } from "./ends.ts";
import { checkHeldOnce } from "./held-once.ts";
import type { History, Violation } from "./history.ts";
import { checkIntentFirst } from "./intent-first.ts";
import { checkLimitsInSum } from "./limits-in-sum.ts";
import { checkNoMeansNo } from "./no-means-no.ts";
import { checkNothingLeaks } from "./nothing-leaks.ts";
import { checkNothingLost } from "./nothing-lost.ts";
import { checkOneEffect } from "./one-effect.ts";
import { checkOneLog } from "./one-log.ts";
import { checkRightPerson } from "./right-person.ts";
import { checkSettleFirst } from "./settle-first.ts";
import { checkUndoTrue } from "./undo-true.ts";
import { checkWordsMatch } from "./words-match.ts";

/** The invariants that hold at every moment. */
export const alwaysChecks = {
  "I1 one effect": checkOneEffect,
  "I2 intent first": checkIntentFirst,
  "I3 decided": checkDecided,
  "I4 bound approval": checkBoundApproval,
  "I5 no means no": checkNoMeansNo,
  "I6 settle first": checkSettleFirst,
  "I7 one log": checkOneLog,
  "I8 nothing lost": checkNothingLost,
  "I10 right person": checkRightPerson,
  "I11 limits in sum": checkLimitsInSum,
  "I12 held once": checkHeldOnce,
  "I12 undo is true": checkUndoTrue,
  "I13 nothing leaks": checkNothingLeaks,
  "I14 asked once": checkAskedOnce,
} as const;

/** Those that hold once all faults have healed and everything has run on. */
export const finalChecks = { "I9 words match": checkWordsMatch, "I15 ends": checkEnds } as const;

/** Every violation in what was left behind, as `invariant: sentence`; the replay of I14 needs the kernel and is checked beside this. */
export function checkHistory(history: History): readonly Violation[] {
  return Object.entries({ ...alwaysChecks, ...finalChecks }).flatMap(([name, check]) =>
    check(history).map((sentence) => `${name}: ${sentence}`),
  );
}
