import { z } from "zod";
import { caseIdSchema, hashSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";

/** How consequential a tool is, from least to most. */
export const tierSchema = z.enum(["lookup", "draft", "execute", "coordinate"]);
export type Tier = z.infer<typeof tierSchema>;

const undoViewSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("irreversible"), because: z.string() }),
  z.strictObject({ kind: z.literal("held"), graceMs: z.int() }),
  z.strictObject({
    kind: z.enum(["reversible", "compensable"]),
    withinMs: z.int(),
    /** What stays although it was undone; null where nothing does. */
    residue: z.string().nullable(),
  }),
]);

export const toolViewSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  tier: tierSchema,
  /** The arguments by name, with the fact that fills each; null for one that is given. */
  arguments: z.array(z.strictObject({ name: z.string(), from: z.string().nullable() })),
  gives: z.array(z.string()),
  /** The systems of record that the facts of its guardrails come from. */
  systems: z.array(z.string()),
  /** How a repeat is kept to one effect; null for a lookup. */
  once: z.enum(["key", "natural", "none"]).nullable(),
  /** Null for a lookup. */
  undo: undoViewSchema.nullable(),
});
export type ToolView = z.infer<typeof toolViewSchema>;

export const procedureViewSchema = z.strictObject({
  name: z.string(),
  /** How it is offered to a customer. */
  title: z.string(),
  goal: z.string(),
  /** Markdown. */
  prose: z.string(),
  path: z.string(),
  /** How customers ask for it, those of its own file first. */
  examples: z.array(z.string()),
  tools: z.array(z.string()),
  /** Done together or not at all. */
  together: z.array(z.string()),
  /** Procedures that are offered when this one cannot be done. */
  otherwise: z.array(z.string()),
});
export type ProcedureView = z.infer<typeof procedureViewSchema>;

export const policyViewSchema = z.strictObject({
  id: z.string(),
  effect: z.enum(["permit", "forbid"]),
  /** What the customer or the person hears when it forbids. */
  reason: z.string().nullable(),
  /** Whether what it forbids goes to a person. */
  escalates: z.boolean(),
  /** Null for one that holds for all. */
  actions: z.array(z.string()).nullable(),
  path: z.string(),
  sentence: z.string(),
  /** As it was written. */
  text: z.string(),
});
export type PolicyView = z.infer<typeof policyViewSchema>;

/** The version in force. */
export const blueprintViewSchema = z.strictObject({
  name: z.string(),
  hash: hashSchema,
  currency: z.string(),
  procedures: z.array(procedureViewSchema),
  tools: z.array(toolViewSchema),
  policies: z.array(policyViewSchema),
  knowledge: z.array(
    z.strictObject({
      path: z.string(),
      title: z.string(),
      /** Calendar days. */
      asOf: z.string(),
      validUntil: z.string().nullable(),
      sections: z.array(z.strictObject({ heading: z.string(), text: z.string() })),
    }),
  ),
  triggers: z.array(z.strictObject({ name: z.string(), procedure: z.string(), channel: z.string() })),
  channels: z.array(z.string()),
});
export type BlueprintView = z.infer<typeof blueprintViewSchema>;

/** What customers asked and knowledge has no answer to, the latest first. */
export const unansweredPageSchema = z.strictObject({
  questions: z.array(z.strictObject({ caseId: caseIdSchema, at: instantSchema, question: z.string() })),
});
export type UnansweredPage = z.infer<typeof unansweredPageSchema>;
