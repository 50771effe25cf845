import type { CaseEvent } from "@purser/contract";
import type { CaseState } from "../case-state.ts";
import type { StoredState } from "../case-store.ts";
import { type CasePlace, foldLog } from "./fold.ts";
import { readStoredState } from "./stored-state.ts";

/**
 * Of logs that were read: the state after an event, for the last event of each that was folded. A store that keeps a log gives
 * its events as the same objects again, so what was folded once is not folded for each look. Nothing here outlives the
 * events, and an event that was read anew is another object: nothing is told of a log that has changed.
 */
const foldedStates = new WeakMap<CaseEvent, CaseState>();

/**
 * The state of a log as a store read it: the stored state and all events after it. Null when the stored state was written by
 * another fold, so that the whole log has to be read.
 *
 * @throws PurserError as `foldLog` does.
 */
export function foldRead(
  { state: stored, events }: { state: StoredState | null; events: readonly CaseEvent[] },
  place: CasePlace,
): CaseState | null {
  const at = events.findLastIndex((event) => foldedStates.has(event));
  const before = events[at];
  const folded = before === undefined ? undefined : foldedStates.get(before);
  const base = folded ?? readStoredState(stored);
  if (base === null && stored !== null) return null;
  const state = foldLog(base, events.slice(at + 1), place);
  const last = events.at(-1);
  if (before !== undefined) foldedStates.delete(before);
  if (last !== undefined) foldedStates.set(last, state);
  return state;
}
