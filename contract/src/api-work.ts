import { z } from "zod";
import { nextActionSchema } from "./api-assist.ts";
import { namedFilesSchema, saysSomething } from "./attachment.ts";
import { caseStatusSchema } from "./case-status.ts";
import { caseOwnerSchema, handoffPacketSchema, handoffTriggerSchema } from "./handoff.ts";
import { identityLevelSchema } from "./identity.ts";
import { callKeySchema, caseIdSchema, pauseIdSchema, proposalIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { jsonObjectSchema } from "./json.ts";

const noteText = z.string().min(1).max(5000);

/** `POST …/return` and `…/release`: what whoever has it next is to know. */
export const leaveCaseRequestSchema = z.strictObject({ note: noteText.exactOptional() });

/** `POST …/assign`: whose it is to take; null for nobody's. */
export const assignCaseRequestSchema = z.strictObject({ teammateId: z.string().min(1).max(60).nullable() });

export const replyToCustomerRequestSchema = z
  .strictObject({ text: z.string().max(20_000).default(""), attachments: namedFilesSchema })
  .refine(saysSomething, "it says nothing, and names no file");

/** `POST …/proposals`: an action of the teammate who has the case; it passes the same guard as the agent's. */
export const proposeByHandRequestSchema = z.strictObject({
  tool: z.string().min(1).max(100),
  args: jsonObjectSchema.default({}),
  reason: z.string().min(1).max(2000).default("Proposed by hand."),
});
/**
 * How far a proposal has come: `working` it is being judged or carried out · `waiting` for what `awaits` says · else how it
 * ended, as in the case's log.
 */
export const proposalProgressSchema = z.enum([
  "working",
  "waiting",
  "done",
  "denied",
  "escalated",
  "declined",
  "expired",
  "withdrawn",
  "superseded",
  "refused",
  "failed",
  "unsettled",
  "joined",
  "undone",
  "stopped",
]);

/** Who or what a proposal waits for. */
const awaitedSchema = z.discriminatedUnion("kind", [
  /** `from` is `customer`, or the lowest role that may answer. */
  z.strictObject({
    kind: z.literal("answer"),
    pauseId: pauseIdSchema,
    from: z.string(),
    question: z.string(),
    expiresAt: instantSchema,
  }),
  /** The customer shows who she is, at this level; null when it is told with the question. */
  z.strictObject({ kind: z.literal("identity"), level: identityLevelSchema.nullable() }),
  /** Decided, and done at this time unless it is called off. */
  z.strictObject({ kind: z.literal("release"), at: instantSchema, callKey: callKeySchema }),
]);

/** One proposal of a case as it stands. */
export const proposalViewSchema = z.strictObject({
  caseId: caseIdSchema,
  proposalId: proposalIdSchema,
  progress: proposalProgressSchema,
  awaits: awaitedSchema.nullable(),
  /** Why it ended as it did, a sentence each; empty when the progress says all. */
  reasons: z.array(z.string()),
  /** The call that was found done, to take it back with, and what the system of record answered. */
  call: z.strictObject({ key: callKeySchema, result: jsonObjectSchema }).nullable(),
});
export type ProposalView = z.infer<typeof proposalViewSchema>;

export const proposedByHandSchema = z.strictObject({ caseId: caseIdSchema, proposalId: proposalIdSchema });

/** A case that people have; no personal data but the reason, which may name what the customer wrote of. */
export const queuedCaseSchema = z.strictObject({
  caseId: caseIdSchema,
  queue: z.string(),
  trigger: handoffTriggerSchema.nullable(),
  topic: z.string().nullable(),
  assignedTo: z.string().nullable(),
  teammateId: z.string().nullable(),
  since: instantSchema,
  why: z.string(),
});
/** What must not be answered by a machine first, then what waits longest. */
export const queuePageSchema = z.strictObject({ cases: z.array(queuedCaseSchema) });

/** What a teammate reads of a case, made from its log now; `text` is the same for a person to read. */
export const briefingSchema = z.strictObject({
  caseId: caseIdSchema,
  status: caseStatusSchema,
  owner: caseOwnerSchema,
  packet: handoffPacketSchema,
  text: z.array(z.string()),
  next: nextActionSchema,
});
export type Briefing = z.infer<typeof briefingSchema>;
