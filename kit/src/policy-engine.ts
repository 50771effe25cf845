import type { Assurance, Hash, PolicyReference } from "@purser/contract";
import type { ConditionReading, PolicyLogic, WrittenCondition } from "./policy-logic.ts";
import type { PolicyQuestion } from "./policy-question.ts";
import type { Tool } from "./tool.ts";

/** A policy file as read: its path below the blueprint, and its text. */
export type PolicyFile = { path: string; text: string };

/** What the policies are checked against: tools with their schemas, and the names of the totals. */
export type PolicyVocabulary = { tools: readonly Tool[]; totals: readonly string[] };

/** A mistake in a policy file, with the place for a person; lines and columns start at 1. */
export type PolicyProblem = {
  code: "PUR-2106" | "PUR-2109" | "PUR-2110";
  path: string;
  line: number;
  column: number;
  message: string;
};

/** The answer. Any diagnostic is an error, and an answer with errors permits nothing. */
export type PolicyAnswer = {
  isPermitted: boolean;
  permits: readonly PolicyReference[];
  forbids: readonly (PolicyReference & { escalates: boolean })[];
  errors: readonly string[];
};

/** A policy as somebody wrote it. */
export type WrittenPolicy = PolicyReference & {
  escalates: boolean;
  /** The actions that it names; null for one that holds for all. */
  actions: readonly string[] | null;
  path: string;
  text: string;
};

/** A whole number that a policy compares with what is asked for, known or counted. */
export type PolicyLimit = {
  policyId: string;
  /** Which of the policy's limits, from 0 in reading order. */
  index: number;
  /** What is compared, as people say it: “the amount asked for”. */
  what: string;
  /** Within which the policy applies, as far as this number goes. */
  bound: "at most" | "less than" | "at least" | "more than";
  /** The arguments, facts and totals that are compared: `args.amountMinor`. */
  paths: readonly string[];
  value: number;
  /** Which value permits more than this one, whatever else the policies say; null where that cannot be told from the policy. */
  widens: "higher" | "lower" | null;
  path: string;
  /** The place of the number for a person, from 1, and in the text of its file, from 0. */
  line: number;
  start: number;
  end: number;
};

/** What of an assurance policies can name. */
export type AssuranceField = keyof Required<Assurance>;

/** How a sentence says amounts in the smallest unit of a currency, and actions; null leaves an action its name. */
export type SentenceWords = { money: (minor: number) => string; action: (name: string) => string | null };

/** A validated, preparsed set of policies. */
export type PolicySet = {
  /** SHA-256 over all files, in the order of their paths. */
  hash: Hash;
  /** The totals that the policies of an action name; only these are kept and locked. */
  totalsOf: (action: string) => readonly string[];
  /** What the policies of an action name of the assurance: two that differ in nothing else get the same answer. */
  assuranceOf: (action: string) => readonly AssuranceField[];
  /** All policies, in the order in which they stand in their files. */
  policies: readonly WrittenPolicy[];
  /** The limits of all policies, in the same order. */
  limits: readonly PolicyLimit[];
  /** A policy as a sentence; null when there is none of this `@id`. */
  sentenceOf: (policyId: string, words: SentenceWords) => string | null;
  /** The text of one policy by its `@id`, as a person wrote it; null when there is none. */
  textOf: (policyId: string) => string | null;
  ask: (question: PolicyQuestion) => PolicyAnswer;
  /** The names of all actions that policies can speak of: tools, and `undo_` with the names of those that can be undone. */
  actions: readonly string[];
  /** The policies of an action as logic, to prove something of them; throws for an action that there is not. */
  logicOf: (action: string) => PolicyLogic;
  /** Reads conditions of properties, each as it stands after `when` in a policy, over its actions; in the order given. */
  readConditions: (conditions: readonly WrittenCondition[]) => readonly ConditionReading[];
};

export type PolicyLoad =
  | { kind: "loaded"; policies: PolicySet }
  | { kind: "rejected"; problems: readonly PolicyProblem[] };

/** The port of a policy engine. Loading is strict: a warning rejects as well as an error. It never reads a clock. */
export type PolicyEngine = {
  name: string;
  /** The mistakes that can be seen without the tools: for a blueprint whose tools cannot be loaded either. */
  check: (files: readonly PolicyFile[]) => readonly PolicyProblem[];
  load: (files: readonly PolicyFile[], vocabulary: PolicyVocabulary) => PolicyLoad;
};
