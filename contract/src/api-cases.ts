import { z } from "zod";
import { namedFilesSchema, saysSomething } from "./attachment.ts";
import { caseStatusSchema } from "./case-status.ts";
import { eventKindSchema } from "./events.ts";
import { caseOwnerSchema } from "./handoff.ts";
import { identityLevelSchema } from "./identity.ts";
import { callKeySchema, caseIdSchema, customerIdSchema, hashSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { jsonObjectSchema } from "./json.ts";
import { pauseSchema } from "./pause.ts";
import { caseCostSchema, routeSchema } from "./route.ts";

const notBlank = /\S/u;

/** A name that others gave: without control characters, and without the mark of a character that was none. */
function idText(longest: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\uFFFD]*$/u, "it holds a character that no name has")
    .regex(notBlank, "it is blank");
}

const shortText = z.string().min(1).max(500);
const messageText = z.string().min(1).max(20_000).regex(notBlank, "it is blank");

/** `POST /v1/cases`: what a channel or a program knows when a case begins. */
export const openCaseRequestSchema = z.strictObject({
  /** The customer's id in the systems of record, or her e-mail address there. */
  customer: idText(200).exactOptional(),
  /** In place of `customer` and `level`: the host site's signed word that she has logged in. */
  token: z.string().min(1).max(4000).exactOptional(),
  channel: idText(60).default("chat"),
  subject: shortText.exactOptional(),
  goal: shortText.exactOptional(),
  /** A procedure to run for her; its goal is the case's when none is given. */
  procedure: z.string().min(1).max(100).exactOptional(),
  text: messageText.exactOptional(),
  /** How well the caller knows that it is she; without it 1 when a customer is named, else 0. */
  level: identityLevelSchema.exactOptional(),
});
export type OpenCaseRequest = z.infer<typeof openCaseRequestSchema>;

/** `POST /v1/triggers/{name}`: for whom it is started. */
export const startTriggerRequestSchema = openCaseRequestSchema.pick({
  customer: true,
  token: true,
  subject: true,
  text: true,
  level: true,
});
export type StartTriggerRequest = z.infer<typeof startTriggerRequestSchema>;

/** `isNew` is false when the same delivery opened the case before. */
export const openedCaseSchema = z.strictObject({ caseId: caseIdSchema, isNew: z.boolean() });

export const sendMessageRequestSchema = z
  .strictObject({
    from: z.literal("customer").default("customer"),
    text: z.string().max(20_000).default(""),
    attachments: namedFilesSchema,
    /** The sender's id of this message; the same one twice is stored once. */
    messageId: idText(200).exactOptional(),
  })
  .refine(saysSomething, "it says nothing, and names no file");
export const acceptedMessageSchema = z.strictObject({ caseId: caseIdSchema, isNew: z.boolean() });

/** How the customer has shown who she is, as the channel has proved it; `expiresAt` null for as long as the case lives. */
export const changeIdentityRequestSchema = z.strictObject({
  level: identityLevelSchema,
  method: z.string().min(1).max(60),
  expiresAt: instantSchema.nullable().default(null),
});

/** `message` is what she is told, as of the teammate who does it; absent where she is told nothing. */
export const closeCaseRequestSchema = z.strictObject({ reason: shortText, message: messageText.exactOptional() });
export const reopenCaseRequestSchema = z.strictObject({ reason: shortText, message: messageText.exactOptional() });
/** `POST …/merge`: the case of the same customer that goes on. */
export const mergeCaseRequestSchema = z.strictObject({ into: caseIdSchema, reason: shortText });
export const addNoteRequestSchema = z.strictObject({ text: messageText });
export const changedCaseSchema = z.strictObject({ caseId: caseIdSchema });

/** A case as lists show it; no personal data. */
export const caseSummarySchema = z.strictObject({
  caseId: caseIdSchema,
  status: caseStatusSchema,
  channel: z.string(),
  customerId: customerIdSchema.nullable(),
  version: z.int(),
  /** Whether a worker has, or is at, something to do with it now. */
  isRunnable: z.boolean(),
  openedAt: instantSchema,
  updatedAt: instantSchema,
  wakeAt: instantSchema.nullable(),
});
export type CaseSummary = z.infer<typeof caseSummarySchema>;
/** `next` is the cursor of the following page; null on the last one. */
export const casePageSchema = z.strictObject({ cases: z.array(caseSummarySchema), next: z.string().nullable() });

export const caseViewSchema = caseSummarySchema.extend({
  customerRef: z.string().nullable(),
  subject: z.string().nullable(),
  goal: z.string().nullable(),
  procedure: z.string().nullable(),
  identity: z.strictObject({ level: identityLevelSchema, method: z.string(), expiresAt: instantSchema.nullable() }),
  owner: caseOwnerSchema,
  blueprintHash: hashSchema,
  pauses: z.array(pauseSchema),
  /** Calls that are under way or in doubt, and those found done. */
  calls: z.array(
    z.strictObject({
      key: callKeySchema,
      tool: z.string(),
      args: jsonObjectSchema,
      state: z.enum(["open", "done", "undone"]),
      undoOf: callKeySchema.nullable(),
    }),
  ),
  /** What it has cost so far, in this currency, and since when which reasoner thinks; null while there is no choice. */
  cost: caseCostSchema.extend({ currency: z.string() }),
  route: z.strictObject({ route: routeSchema, since: instantSchema, why: z.string() }).nullable(),
  /** The case that this one goes on in. */
  mergedInto: caseIdSchema.nullable(),
  /** The case that this one is a part of. */
  parent: caseIdSchema.nullable(),
  /** Parts of the work in cases of their own. While one is open this case is `waiting`. */
  children: z.array(
    z.strictObject({
      caseId: caseIdSchema,
      goal: z.string(),
      state: z.enum(["open", "resolved", "closed", "unresolved", "stopped"]),
    }),
  ),
});
export type CaseView = z.infer<typeof caseViewSchema>;

/** An event as the API shows it; `body` has the form of its kind, and is null once it has been erased. */
export const eventViewSchema = z.strictObject({
  seq: z.int().positive(),
  at: instantSchema,
  kind: eventKindSchema,
  actorId: z.string(),
  hash: hashSchema,
  body: jsonObjectSchema.nullable(),
});
export type EventView = z.infer<typeof eventViewSchema>;
/** `next` is what to give as `after` for the following page; null when the log ends here. */
export const eventPageSchema = z.strictObject({ events: z.array(eventViewSchema), next: z.int().nullable() });

/** What one event says in plain sentences. */
export const explanationSchema = z.strictObject({
  seq: z.int().positive(),
  at: instantSchema,
  kind: eventKindSchema,
  sentences: z.array(z.string()),
});
export const whySchema = z.strictObject({
  caseId: caseIdSchema,
  status: caseStatusSchema,
  cost: caseCostSchema.extend({ currency: z.string() }),
  explanations: z.array(explanationSchema),
});
export type Why = z.infer<typeof whySchema>;
