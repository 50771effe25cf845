import { type CaseState, caseStateSchema, foldVersion } from "./case-state.ts";
import type { StoredState } from "./case-store.ts";

/** The state as text for the store. */
export function writeStoredState(state: CaseState): string {
  return JSON.stringify(state);
}

/**
 * The stored state, or null when there is none or it was written by another fold; the caller then folds from zero, so
 * it must have read the whole log.
 */
export function readStoredState(stored: StoredState | null): CaseState | null {
  if (stored === null || stored.foldVersion !== foldVersion) return null;
  return caseStateSchema.parse(JSON.parse(stored.text));
}
