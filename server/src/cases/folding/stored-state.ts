import { z } from "zod";
import { type CaseState, foldVersion } from "../case-state.ts";
import type { StoredState } from "../case-store.ts";

/**
 * A state is stored when it holds so many events more than the stored one: to fold a few again costs less than to write
 * the whole state with each turn, and most cases end before they have so many.
 */
export const eventsBetweenStates = 24;

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
  return storedStateSchema.parse(JSON.parse(stored.text));
}

/**
 * Its form is not checked again: the text is authenticated by its encryption, so it is what this fold wrote. A test ties
 * the form to `foldVersion`.
 */
const storedStateSchema = z.custom<CaseState>((value) => typeof value === "object" && value !== null);
