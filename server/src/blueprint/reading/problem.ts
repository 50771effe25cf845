import { type ErrorCode, errorTable } from "@purser/contract";

/** A mistake in a blueprint, with the place and the mend for a person; lines and columns start at 1. */
export type BlueprintProblem = { code: ErrorCode; path: string; line: number; column: number; message: string };

export type BlueprintLoad<Value> =
  | { kind: "loaded"; value: Value }
  | { kind: "rejected"; problems: readonly BlueprintProblem[] };

/** One line a problem, as editors and people read it: where, what is wrong, and how to mend it. */
export function formatProblem({ code, path, line, column, message }: BlueprintProblem): string {
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  return `${path}:${line}:${column} ${code} ${sentence} ${errorTable[code].todo}`;
}
