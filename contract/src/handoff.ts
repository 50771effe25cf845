import { z } from "zod";
import { attachmentSchema } from "./attachment.ts";
import { instantSchema } from "./instant.ts";
import { jsonSchema } from "./json.ts";
import { toolCallSchema } from "./tool-call.ts";

/** What made a case a person's. */
export const handoffTriggerSchema = z.enum([
  /** She asked for a person. */
  "person-asked",
  /** She is angry or worn out, message after message. */
  "frustration",
  /** It is about more than the deployment lets be done without a person. */
  "value",
  /** What is known does not say whether she may have it. */
  "eligibility",
  /** A guardrail says that a person decides. */
  "guardrail",
  /** The same was tried several times and did not work. */
  "repeated-failure",
  /** Nobody can tell what became of an action, or it came out late. */
  "unknown-outcome",
  /** The thoughts, actions or money that one case may cost are spent. */
  "budget-spent",
  /** No model answered for as long as the case may wait, and rules alone do not lead on. */
  "model-unavailable",
  /** What must not be answered by a machine. */
  "sensitive",
  "not-understood",
  /** No tool and no procedure leads further. */
  "no-way",
  /** A question to a teammate was not answered in time. */
  "no-answer",
  /** A teammate took it without being asked to. */
  "taken-over",
  /** The case cannot be carried on by the software that runs now. */
  "cannot-run",
]);
export type HandoffTrigger = z.infer<typeof handoffTriggerSchema>;

export const handoffWishSchema = z.strictObject({
  by: z.string(),
  reason: z.string(),
  /** Set when the customer asked for a person by a button; else the software that runs cannot carry the case on. */
  trigger: handoffTriggerSchema.extract(["person-asked"]).exactOptional(),
});

/** What a teammate needs in order to go on without asking anybody; made from the log, whatever the trigger. */
export const handoffPacketSchema = z.strictObject({
  trigger: handoffTriggerSchema,
  /** Which of the blueprint's sensitive topics, when that is the trigger. */
  topic: z.string().nullable(),
  why: z.string(),
  wants: z.string(),
  /** What is known, from where, and since when. */
  known: z.array(z.strictObject({ name: z.string(), value: jsonSchema, source: z.string(), at: instantSchema })),
  done: z.array(z.string()),
  open: z.array(z.string()),
  /** What she has sent, oldest first; absent from packets that are older than files, and where there is none. */
  files: z.array(attachmentSchema.pick({ fileId: true, name: true, type: true })).exactOptional(),
  /** What the customer was told would happen, and has not; `until` is the time that was named. */
  promises: z.array(z.strictObject({ text: z.string(), until: instantSchema.nullable(), at: instantSchema })),
  /** What to do first, and the action with its arguments where there is one to be proposed by hand. */
  suggestion: z.strictObject({ text: z.string(), call: toolCallSchema.nullable() }),
  /** Of the messages that were understood, how many sounded angry or worn out, and whether the last one did. */
  sentiment: z.strictObject({ isFrustrated: z.boolean(), frustratedMessages: z.int(), messages: z.int() }),
});
export type HandoffPacket = z.infer<typeof handoffPacketSchema>;

/** Who has a case: the agent, a queue of people, or one teammate; never two. */
export const caseOwnerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("agent") }),
  z.strictObject({
    kind: z.literal("queue"),
    queue: z.string(),
    trigger: handoffTriggerSchema.nullable(),
    topic: z.string().nullable(),
    why: z.string(),
    /** Whose it is to take; others may take it all the same. */
    assignedTo: z.string().nullable(),
    since: instantSchema,
  }),
  z.strictObject({
    kind: z.literal("teammate"),
    teammateId: z.string(),
    /** Where it goes when the teammate gives it up. */
    queue: z.string(),
    since: instantSchema,
  }),
]);
export type CaseOwner = z.infer<typeof caseOwnerSchema>;

/** The queue of all that no other is for. */
export const defaultQueue = "default";
