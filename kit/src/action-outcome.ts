import type { ErrorCode, JsonObject } from "@purser/contract";

/**
 * How one execution of an action ended.
 *
 * `refused`: they said no, nothing changed. `failed`: known not to have happened. `unknown`: it may have happened;
 * the kernel asks `verify` before anything is tried again. When in doubt between `failed` and `unknown`, say `unknown`.
 */
export type ActionOutcome<Result extends JsonObject = JsonObject> =
  | { kind: "done"; result: Result }
  | { kind: "refused"; code: ErrorCode; detail: string }
  | { kind: "failed"; code: ErrorCode; retry: "safe" | "never"; detail: string }
  | { kind: "unknown"; code: ErrorCode; detail: string };

/**
 * What the system of record says of one key.
 *
 * `not-done` counts only after the action's settle time. `key-safe`: no look-up is possible, and sending the same key
 * again is harmless. `doubled`: the system shows more than one effect under the key; a person must look.
 */
export type Finding<Result extends JsonObject = JsonObject> =
  | { kind: "done"; result: Result }
  | { kind: "not-done"; detail: string }
  | { kind: "key-safe"; detail: string }
  | { kind: "doubled"; detail: string }
  | { kind: "unknown"; detail: string };

/** What a look-up found; `refused` when there is no such record for this customer. */
export type LookupOutcome<Result extends JsonObject = JsonObject> =
  | { kind: "found"; result: Result }
  | { kind: "refused"; code: ErrorCode; detail: string }
  | { kind: "failed"; code: ErrorCode; detail: string };

/** The facts that the guard judges, or why there are none. */
export type FactsOutcome<Facts extends JsonObject = JsonObject> =
  | { kind: "read"; facts: Facts }
  | { kind: "refused"; code: ErrorCode; detail: string }
  | { kind: "failed"; code: ErrorCode; detail: string };
