import type { PolicyQuestion } from "./policy-question.ts";
import type { SolverValue } from "./solver.ts";

/** A policy of one action as a term of sort Bool; `uncovered` says why the term is a free symbol instead, null otherwise. */
export type PolicyTerm = {
  id: string;
  effect: "permit" | "forbid";
  /** What is said when it forbids; null where it says nothing of its own. */
  reason: string | null;
  /** Whether a person decides when it forbids. */
  escalates: boolean;
  term: string;
  uncovered: string | null;
};

/** A free symbol: its sort, and what is known of it, a term of sort Bool. */
export type PolicySymbol = { name: string; sort: string; bound: string };

/** What the guard may rely on, as symbols: `identity`, `approverRole` and `approvals` of sort Int, the others Bool. */
export const assuranceSymbols = {
  identity: "assurance.identity",
  confirmed: "assurance.confirmed",
  approved: "assurance.approved",
  approverRole: "assurance.approverRole",
  approvals: "assurance.approvals",
} as const;

/**
 * The policies of one action in SMT-LIB 2. Arguments, facts and totals are free symbols, as is assurance.
 *
 * Of the arguments and facts that the tools' schemas allow none is left out. Where a schema says more than types, choices
 * and bounds of whole numbers, some are taken in that it would refuse.
 */
export type PolicyLogic = {
  action: string;
  /** Everything that the terms speak of; what the tools' schemas say of it is its bound. */
  symbols: readonly PolicySymbol[];
  policies: readonly PolicyTerm[];
  /** The question that a model stands for; what has no value in it gets one that the schemas allow. */
  questionOf: (values: ReadonlyMap<string, SolverValue>) => PolicyQuestion;
  /** What of a question these terms speak of, by its dotted path, such as `args.amountMinor`; null for what is absent. */
  partsOf: (
    values: ReadonlyMap<string, SolverValue>,
    terms: readonly string[],
  ) => ReadonlyMap<string, SolverValue | null>;
};

/** A condition of a property, for each of its actions. */
export type PolicyCondition = {
  /** A term over the symbols of the action's logic; throws for an action that it was not read for. */
  termOf: (action: string) => { term: string; uncovered: string | null };
  /** Whether the engine itself finds it true; false also where it finds an error. */
  holds: (question: PolicyQuestion) => boolean;
};

/** A condition as somebody wrote it, and the actions that it is to be said of. */
export type WrittenCondition = { actions: readonly string[]; text: string };
export type ConditionReading = { kind: "read"; condition: PolicyCondition } | { kind: "wrong"; message: string };
