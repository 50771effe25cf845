import type { CallKey, CustomerId, Instant, JsonObject } from "@purser/contract";
import type { z } from "zod";
import type { ActionOutcome, FactsOutcome, Finding, LookupOutcome } from "./action-outcome.ts";
import type { Systems } from "./system-client.ts";

/**
 * How consequential an action is. A `draft` waits for a teammate's approval whatever the policies permit, and until then
 * the customer hears of it only that somebody looks at it.
 */
export type ActionTier = "draft" | "execute" | "coordinate";

/** The customer of the case, never an argument: `customerRef` is her id in the systems of record. */
export type ToolCustomer = { id: CustomerId; ref: string };

/** What every function of a tool gets. Times are the store's; days are counted in the shop's time zone. */
export type ToolContext = {
  customer: ToolCustomer | null;
  systems: Systems;
  now: Instant;
  /** Calendar days from then to today in the shop's time zone; negative for the future. */
  daysSince: (then: Instant) => number;
  /** Six digits for her who must show who she is; only for the action that mails them, and never written into the log. */
  oneTimeCode?: string;
};

/** What an action would change, told without changing it. */
export type Simulation =
  | {
      kind: "would-do";
      changes: readonly { record: string; field: string; from: string | number | null; to: string | number | null }[];
    }
  | { kind: "would-refuse"; detail: string }
  | { kind: "cannot-tell"; detail: string };

/** A record that an action touches, as `type` and `id`; two actions on one record do not run at the same time. */
export type TouchedRecord = { type: string; id: string };

/** A lookup with its types erased, as the engine calls it. Arguments are parsed by the tool's own schema first. */
export type Lookup = {
  kind: "lookup";
  name: string;
  title: string;
  input: z.core.$ZodType<JsonObject>;
  output: z.core.$ZodType<JsonObject>;
  /** For each argument the fact that fills it, such as `{ orderId: "order.id" }`. */
  needs: Readonly<Record<string, string>>;
  /** The facts that its answer gives, as paths into its output. */
  gives: readonly string[];
  /** False when the answer belongs to nobody, such as opening hours. */
  isPersonal: boolean;
  /** What the customer is told while it runs, such as “looking up your order”; nothing where it is absent. */
  doing?: string;
  run: (context: ToolContext & { args: JsonObject }) => Promise<LookupOutcome>;
};

/** How an action's effect is kept to one when the outcome is unknown; GUARANTEES: the retry rule. */
export type Once = "key" | "natural" | "none";

/** The action is executed only when this time has passed; until then it can be withdrawn, afterwards not. */
export type HeldUndo = { kind: "held"; graceMs: number };

/** An undo with its types erased. */
export type Undo =
  | { kind: "irreversible"; because: string }
  | HeldUndo
  | {
      kind: "reversible" | "compensable";
      withinMs: number;
      /** What stays although it was undone; null only for `reversible`. */
      residue: string | null;
      factsSchema: z.core.$ZodType<JsonObject>;
      sources: Readonly<Record<string, string>>;
      readFacts: (context: UndoContext) => Promise<FactsOutcome>;
      describe: (context: UndoContext & { facts: JsonObject }) => string;
      execute: (context: UndoContext & { facts: JsonObject; key: CallKey; attempt: number }) => Promise<ActionOutcome>;
      verify: (context: UndoContext & { facts: JsonObject; key: CallKey }) => Promise<Finding>;
    };
/** The kinds that take back what was done. */
export type Undoable = Extract<Undo, { kind: "reversible" | "compensable" }>;

const undoPrefix = "undo_";

/** The name that policies and logs use for taking back what a tool has done. */
export function undoNameOf(tool: string): string {
  return `${undoPrefix}${tool}`;
}

/** The tool whose undo bears this name. */
export function toolOfUndo(undoName: string): string {
  return undoName.slice(undoPrefix.length);
}

export function isUndoable(undo: Undo): undo is Undoable {
  return undo.kind === "reversible" || undo.kind === "compensable";
}

/** What an undo knows of the call that it takes back: its arguments, its key and its result. */
export type UndoContext = ToolContext & { args: JsonObject; callKey: CallKey; result: JsonObject };

/** An action with its types erased, as the engine calls it. */
export type Action = {
  kind: "action";
  name: string;
  title: string;
  tier: ActionTier;
  input: z.core.$ZodType<JsonObject>;
  output: z.core.$ZodType<JsonObject>;
  needs: Readonly<Record<string, string>>;
  gives: readonly string[];
  /** Facts that have a known value when the action is done, for planning: `{ "exchange.state": "created" }`. */
  promises: JsonObject;
  factsSchema: z.core.$ZodType<JsonObject>;
  /** The system of record that each fact is read from; text of a customer or a model is no source. */
  sources: Readonly<Record<string, string>>;
  touches: (args: JsonObject) => TouchedRecord;
  /** What one call adds to the totals that policies may name, in whole units. */
  counts: (args: JsonObject) => Readonly<Record<string, number>>;
  readFacts: (context: ToolContext & { args: JsonObject }) => Promise<FactsOutcome>;
  describe: (context: { args: JsonObject; facts: JsonObject }) => string;
  simulate: (context: ToolContext & { args: JsonObject; facts: JsonObject }) => Promise<Simulation>;
  execute: (
    context: ToolContext & { args: JsonObject; facts: JsonObject; key: CallKey; attempt: number },
  ) => Promise<ActionOutcome>;
  verify: (context: ToolContext & { args: JsonObject; facts: JsonObject; key: CallKey }) => Promise<Finding>;
  once: Once;
  keyLifetimeMs: number | null;
  settleMs: number;
  freshForMs: number;
  undo: Undo;
};

export type Tool = Lookup | Action;
