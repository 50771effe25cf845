import { z } from "zod";
import { caseIdSchema, pauseIdSchema, proposalIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { jsonObjectSchema } from "./json.ts";
import { decisionSchema, pauseKindSchema, pauseSchema, pauseStateSchema } from "./pause.ts";

/** A pause as queues list it; `mayAnswer` is `customer` or the lowest role that may. */
export const pauseSummarySchema = z.strictObject({
  pauseId: pauseIdSchema,
  caseId: caseIdSchema,
  kind: pauseKindSchema,
  state: pauseStateSchema,
  mayAnswer: z.string(),
  openedAt: instantSchema,
  expiresAt: instantSchema,
});
export const pausePageSchema = z.strictObject({ pauses: z.array(pauseSummarySchema) });

/** A pause with what the person reads, and the digest that an answer must name. */
export const pauseViewSchema = pauseSchema.extend({ caseId: caseIdSchema, state: pauseStateSchema });
export type PauseView = z.infer<typeof pauseViewSchema>;

const answererNameSchema = z.enum(["teammate", "customer"]).default("teammate");

export const answerPauseRequestSchema = z.strictObject({
  digest: z.string().min(1).max(100),
  decision: decisionSchema,
  reason: z.string().min(1).max(2000).exactOptional(),
  /** The arguments that an edit changes; only with `edit`. */
  args: jsonObjectSchema.exactOptional(),
  /** For a pause of kind input. */
  value: jsonObjectSchema.exactOptional(),
  /** How long a teammate has had it before them, as the page that shows it has counted. */
  lookedMs: z.int().nonnegative().max(86_400_000).exactOptional(),
  /** Who answers: the holder of the key, or, for a key of a channel, the customer of the case. */
  as: answererNameSchema,
  surface: z.enum(["api", "cli", "console", "chat"]).default("api"),
});
export const answeredPauseSchema = z.strictObject({ caseId: caseIdSchema, pauseId: pauseIdSchema });

/** What an expired pause was about is proposed anew. */
export const proposeAgainRequestSchema = z.strictObject({ as: answererNameSchema });
export const proposedAgainSchema = z.strictObject({ caseId: caseIdSchema, proposalId: proposalIdSchema });
