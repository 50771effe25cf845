import type { CallKey, CallOutcome, JsonObject, UndoObstacle } from "@purser/contract";
import type { Description } from "./description.ts";
import type { FactsOutcome, Finding, Once, ToolContext, TouchedRecord } from "@purser/kit";

/**
 * One thing to be judged, done and read back: an action, or the taking back of one. Both pass the same guard, the same
 * pauses and the same retry rule, so the engine does not ask which it has.
 */
export type Operation = {
  /** The name that policies use: the tool's, or `undo_` and the tool's. */
  name: string;
  title: string;
  args: JsonObject;
  undoOf: CallKey | null;
  /** True for an action of tier draft; taking one back is decided by policies alone. */
  isDraft: boolean;
  /** True where the customer confirms it in any case; taking one back is decided by policies alone. */
  asksFirst: boolean;
  touches: TouchedRecord;
  counts: Readonly<Record<string, number>>;
  once: Once;
  keyLifetimeMs: number | null;
  settleMs: number;
  freshForMs: number;
  /** How long it is held before it is executed, so that it can be withdrawn; null for one that is executed at once. */
  graceMs: number | null;
  /** What stays although it was undone; only an undo has one. */
  residue: string | null;
  readFacts: (context: ToolContext) => Promise<FactsOutcome>;
  describe: (context: ToolContext, facts: JsonObject) => Description;
  execute: (context: ToolContext, facts: JsonObject, key: CallKey, attempt: number) => Promise<CallOutcome>;
  verify: (context: ToolContext, facts: JsonObject, key: CallKey) => Promise<Finding>;
  valuesOf: (result: JsonObject) => JsonObject;
};

export type OperationResult = { kind: "ready"; operation: Operation } | ImpossibleOperation;

/** `isFault`: the tool itself has a mistake, and `detail` holds words of its code that are for our side alone. */
export type ImpossibleOperation = { kind: "impossible"; detail: string; obstacle?: UndoObstacle; isFault?: true };

/** What an undo takes back. */
export type UndoneCall = {
  key: CallKey;
  tool: string;
  args: JsonObject;
  result: JsonObject;
  /** The call that this one took back: to undo it is to do that one again. */
  undoOf: CallKey | null;
  isUndone: boolean;
  doneAtMs: number;
};
