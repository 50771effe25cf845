import { PurserError } from "@purser/contract";
import { DatabaseError } from "pg";

/** What a failed statement means for its caller. */
export type DatabaseFailure =
  /** The server undid it because of another transaction; the same statement may succeed now. */
  { kind: "repeat"; error: PurserError } | { kind: "give-up"; error: PurserError };

/**
 * Classes of SQLSTATE that say that the statement itself is wrong; all others are the server's state or the way to it.
 * 0A not supported · 22 bad data · 23 constraint · 42 syntax or names · P0 raised by a function.
 */
const faultyStatementClasses: readonly string[] = ["0A", "22", "23", "42", "P0"];
/** unique_violation · serialization_failure · deadlock_detected: nothing was written. */
const repeatableStates: readonly string[] = ["23505", "40001", "40P01"];

export function readFailure(error: unknown): DatabaseFailure {
  if (error instanceof PurserError) return { kind: "give-up", error };
  const state = error instanceof DatabaseError ? (error.code ?? "") : "";
  const isFaulty = faultyStatementClasses.includes(state.slice(0, 2));
  const failure = new PurserError(isFaulty ? "PUR-5001" : "PUR-1005", describe(error), { cause: error });
  return { kind: repeatableStates.includes(state) ? "repeat" : "give-up", error: failure };
}

/** True when the server refused a statement and the connection goes on. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && error.severity === "ERROR";
}

/** The message only: the detail of a database error may quote a row. */
function describe(error: unknown): string {
  // A host with several addresses has one failure for each, and no message of its own.
  if (error instanceof AggregateError) return error.errors.map(describe).join(" ");
  return error instanceof Error ? error.message : String(error);
}
