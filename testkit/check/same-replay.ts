import { isDeepStrictEqual } from "node:util";
import { type CaseEvent, type Instant, plusMs } from "@purser/contract";
import { type CaseHistory, eventsIn, type History, type Violation } from "./history.ts";

/** What is under test, handed in: the checker shares no code with it. `State` is opaque here. */
export type Replayed<State> = {
  fold: (state: State | null, event: CaseEvent) => State;
  /** As the store keeps it, and back. */
  write: (state: State) => string;
  read: (text: string) => State;
  decide: (state: State, now: Instant) => unknown;
};

/** Moments after an event at which a step is decided: at once, after a time-out, after a day and after a month. */
const laterMs = [0, 20_000, 86_400_000, 2_592_000_000] as const;

/** I14: a state that was stored and read goes on as the one that was folded from zero, and the same step is decided on it. */
export function checkSameReplay<State>({ cases }: History, kernel: Replayed<State>): readonly Violation[] {
  return cases.flatMap((each) => {
    try {
      return replayProblems(each, kernel);
    } catch (error) {
      return [`${each.caseId} cannot be folded: ${String(error)}`];
    }
  });
}

function replayProblems<State>(each: CaseHistory, kernel: Replayed<State>): Violation[] {
  const problems: Violation[] = [];
  let folded: State | null = null;
  let stored: State | null = null;
  for (const event of eventsIn(each)) {
    folded = kernel.fold(folded, event);
    stored = kernel.fold(stored, event);
    if (!isSame(kernel.write(folded), kernel.write(stored)))
      problems.push(`${each.caseId} folds differently from its stored state at ${event.seq}.`);
    for (const delayMs of laterMs) {
      const now = plusMs(event.at, delayMs);
      if (JSON.stringify(kernel.decide(folded, now)) !== JSON.stringify(kernel.decide(stored, now)))
        problems.push(`${each.caseId} is decided differently at ${event.seq}.`);
    }
    stored = kernel.read(kernel.write(stored));
  }
  return problems;
}

/** The fields of a state that was read stand in another order. */
function isSame(one: string, other: string): boolean {
  return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}
