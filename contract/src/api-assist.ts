import { z } from "zod";
import { caseIdSchema, pauseIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { jsonObjectSchema, jsonSchema } from "./json.ts";
import { toolCallSchema } from "./tool-call.ts";

/** What a teammate can do next in a case, the one thing that it needs most: found by rules, from the log alone. */
export const nextActionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("decide"), text: z.string(), pauseId: pauseIdSchema }),
  z.strictObject({ kind: z.literal("take-over"), text: z.string() }),
  z.strictObject({ kind: z.literal("reply"), text: z.string() }),
  z.strictObject({ kind: z.literal("propose"), text: z.string(), call: toolCallSchema }),
  z.strictObject({ kind: z.literal("give-back"), text: z.string() }),
  /** Somebody or something else is at it; `until` where that is known. */
  z.strictObject({ kind: z.literal("wait"), text: z.string(), until: instantSchema.nullable() }),
  z.strictObject({ kind: z.literal("none"), text: z.string() }),
]);
export type NextAction = z.infer<typeof nextActionSchema>;

/** A canned reply of the blueprint in force, filled for one case; what the case does not know stands in brackets in it. */
export const cannedReplySchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  text: z.string(),
  /** The facts that it would show and that the case does not know. */
  missing: z.array(z.string()),
});
export type CannedReplyView = z.infer<typeof cannedReplySchema>;
export const cannedRepliesSchema = z.strictObject({ replies: z.array(cannedReplySchema) });

/** What the agent would write or do now, for a teammate to edit and send; nothing of it has reached anybody. */
export const replyDraftSchema = z.strictObject({
  caseId: caseIdSchema,
  /** Null where it would not write. */
  text: z.string().nullable(),
  /** The action that it would propose first; null for none. */
  call: toolCallSchema.nullable(),
  /** One sentence: why. */
  reason: z.string(),
  /** The lookups that were made for it; that they were stands in the log. */
  lookedUp: z.array(z.string()),
});
export type ReplyDraft = z.infer<typeof replyDraftSchema>;

/** A lookup of the case's blueprint with the arguments that the case knows. */
export const caseLookupSchema = z.strictObject({
  tool: z.string(),
  title: z.string(),
  args: z.record(z.string(), jsonSchema),
});
export const caseLookupsSchema = z.strictObject({ lookups: z.array(caseLookupSchema) });
export const lookUpRequestSchema = z.strictObject({
  tool: z.string().min(1).max(100),
  args: jsonObjectSchema.default({}),
});
/** What a system of record answered, and when it was read; `failed` where it could not be seen. */
export const lookupAnswerSchema = z.strictObject({
  tool: z.string(),
  readAt: instantSchema,
  outcome: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("found"), result: jsonObjectSchema }),
    z.strictObject({ kind: z.enum(["refused", "failed"]), detail: z.string() }),
  ]),
});
export type LookupAnswer = z.infer<typeof lookupAnswerSchema>;

/**
 * What a lookup shows beside a case by itself: of each record the fields that the blueprint names, those that it has. It was read
 * at most a minute before it was asked for; `failed` where it could not be seen, and `refused` where the guardrails do not let it
 * be read as the case stands.
 */
const recordsBesideSchema = z.strictObject({
  tool: z.string(),
  title: z.string(),
  readAt: instantSchema,
  outcome: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("found"), records: z.array(jsonObjectSchema), more: z.int().nonnegative() }),
    z.strictObject({ kind: z.enum(["refused", "failed"]), detail: z.string() }),
  ]),
});
export type RecordsBeside = z.infer<typeof recordsBesideSchema>;
export const caseRecordsSchema = z.strictObject({ lookups: z.array(recordsBesideSchema) });
export type CaseRecords = z.infer<typeof caseRecordsSchema>;
