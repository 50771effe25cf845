import type { Assurance, Hash, JsonObject, PolicyReference } from "@purser/contract";
import type { Tool, TouchedRecord } from "./tool.ts";

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

/**
 * One question to the policies. `action` is the tool's name, or `undo_` and the name for taking it back.
 * Numbers are whole; `assurance.approverRole` is told as a rank: 0 nobody, 1 teammate, 2 lead, 3 admin.
 */
export type PolicyQuestion = {
  agent: string;
  action: string;
  resource: TouchedRecord;
  args: JsonObject;
  facts: JsonObject;
  totals: Readonly<Record<string, number>>;
  assurance: Assurance;
};

/** The answer. Any diagnostic is an error, and an answer with errors permits nothing. */
export type PolicyAnswer = {
  isPermitted: boolean;
  permits: readonly PolicyReference[];
  forbids: readonly (PolicyReference & { escalates: boolean })[];
  errors: readonly string[];
};

/** A validated, preparsed set of policies. */
export type PolicySet = {
  /** SHA-256 over all files, in the order of their paths. */
  hash: Hash;
  /** The totals that the policies of an action name; only these are kept and locked. */
  totalsOf: (action: string) => readonly string[];
  /** The text of one policy by its `@id`, as a person wrote it; null when there is none. */
  textOf: (policyId: string) => string | null;
  ask: (question: PolicyQuestion) => PolicyAnswer;
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
