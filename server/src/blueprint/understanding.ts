import { z } from "zod";

/** What examples may mean that are no request: each has its own way on. */
const meaningSchema = z.enum(["person", "out-of-scope", "small-talk"]);

/**
 * A file of `understanding/`: more examples of a procedure, or of what is none; groups of words that say much the same.
 * `meaning: person` beside a procedure says that whoever asks for it wants a person.
 */
export const understandingFileSchema = z
  .strictObject({
    procedure: z.string().optional(),
    meaning: meaningSchema.optional(),
    examples: z.array(z.string().min(1)).default([]),
    words: z.record(z.string(), z.array(z.string().min(1)).min(1)).default({}),
  })
  .refine(
    ({ procedure, meaning, examples }) => examples.length === 0 || procedure !== undefined || meaning !== undefined,
    { message: "examples need a procedure or a meaning", path: ["examples"] },
  )
  .refine(({ procedure, meaning }) => procedure === undefined || meaning === undefined || meaning === "person", {
    message: "what a procedure serves is in scope",
    path: ["meaning"],
  });

/** All that a blueprint gives for understanding messages. */
export type Understanding = {
  /** By procedure, the examples of its header first. */
  examples: ReadonlyMap<string, readonly string[]>;
  /** What no procedure serves, greetings and thanks among it. */
  outOfScope: readonly string[];
  /** Procedures that a customer asks for who wants a person. */
  personProcedures: ReadonlySet<string>;
  /** Words and phrases that say much the same, by the name of their group. */
  words: ReadonlyMap<string, readonly string[]>;
  /** The groups that stand beside out-of-scope examples: their words speak of something else. */
  foreignWords: ReadonlyMap<string, readonly string[]>;
};

/** That of a blueprint without procedures. */
export const noUnderstanding: Understanding = {
  examples: new Map(),
  outOfScope: [],
  personProcedures: new Set(),
  words: new Map(),
  foreignWords: new Map(),
};
