import { z } from "zod";
import { caseStatusSchema } from "./case-status.ts";
import { caseOwnerSchema, handoffPacketSchema, handoffTriggerSchema } from "./handoff.ts";
import { caseIdSchema, proposalIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { jsonObjectSchema } from "./json.ts";

const noteText = z.string().min(1).max(5000);

/** `POST …/return` and `…/release`: what whoever has it next is to know. */
export const leaveCaseRequestSchema = z.strictObject({ note: noteText.exactOptional() });

/** `POST …/assign`: whose it is to take; null for nobody's. */
export const assignCaseRequestSchema = z.strictObject({ teammateId: z.string().min(1).max(60).nullable() });

export const replyToCustomerRequestSchema = z.strictObject({ text: z.string().min(1).max(20_000) });

/** `POST …/proposals`: an action of the teammate who has the case; it passes the same guard as the agent's. */
export const proposeByHandRequestSchema = z.strictObject({
  tool: z.string().min(1).max(100),
  args: jsonObjectSchema.default({}),
  reason: z.string().min(1).max(2000).default("Proposed by hand."),
});
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
});
export type Briefing = z.infer<typeof briefingSchema>;
