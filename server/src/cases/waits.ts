import type { CaseState } from "./case-state.ts";

/** The purpose of a timer that looks again at what a case waits for outside. */
export const awaitPurpose = "await";

export function isAwaiting({ timers }: Pick<CaseState, "timers">): boolean {
  return timers.some(({ purpose }) => purpose === awaitPurpose);
}

/** A case has one time at which it looks again: a later one takes the place of the one before. */
export function withoutAwaiting<State extends Pick<CaseState, "timers">>(state: State): State {
  return isAwaiting(state)
    ? { ...state, timers: state.timers.filter(({ purpose }) => purpose !== awaitPurpose) }
    : state;
}

/**
 * Something may have come about outside: the reasoner looks, and thinks as often about it as about a message. What limits
 * a wait is its own end.
 */
export function lookingAgain(state: CaseState): CaseState {
  return { ...state, needsThought: true, counters: { ...state.counters, thoughtsSinceMessage: 0 } };
}
