import { z } from "zod";
import { attachmentSchema, fileBoundsSchema, namedFilesSchema, saysSomething } from "./attachment.ts";
import { hashSchema, caseIdSchema, pauseIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";

const clientIdSchema = z.string().regex(/^[\w-]{16,64}$/, "16 to 64 letters, digits, - or _");
const saysNothing = "it says nothing, and names no file";

/** A message as the visitor's own program names it: the same name twice is stored once. */
const visitorMessageShape = {
  messageId: clientIdSchema,
  text: z.string().max(20_000),
  attachments: namedFilesSchema,
} as const;

/**
 * A secret of 32 random bytes in base64url, made before the first message is sent and kept until a session is there. The
 * same key opens the same conversation, so that what was sent twice, or from two tabs at once, opens one.
 */
export const conversationKeySchema = z.string().regex(/^[\w-]{43}$/, "32 bytes in base64url");

/** She asks for a person with it: the agent does not answer first. */
const personShape = { wantsPerson: z.boolean().exactOptional() };

/** `POST /v1/visitor/conversations`: the first message. */
export const openConversationRequestSchema = z
  .strictObject({
    key: conversationKeySchema,
    ...visitorMessageShape,
    ...personShape,
  })
  .refine(saysSomething, saysNothing);

/** `POST /v1/visitor/messages`. */
export const visitorMessageRequestSchema = z
  .strictObject({ ...visitorMessageShape, ...personShape })
  .refine(saysSomething, saysNothing);

/** `POST /v1/visitor/identity`: the host site's signed word that she has logged in. */
export const visitorIdentityRequestSchema = z.strictObject({ token: z.string().min(1).max(4000) });

/** `POST /v1/visitor/answers`: a click on a button of a question, for the digest of what the button showed. */
export const visitorAnswerRequestSchema = z.strictObject({
  pauseId: pauseIdSchema,
  digest: hashSchema,
  decision: z.enum(["yes", "no"]),
});

/** How content she was, 1 the least and 5 the most. */
export const ratingSchema = z.int().min(1).max(5);

/** `POST /v1/visitor/rating`. */
export const visitorRatingRequestSchema = z.strictObject({
  rating: ratingSchema,
  comment: z.string().trim().min(1).max(2000).exactOptional(),
});

/**
 * Who may read and write one conversation: whoever has `session`. `caseId` is null for somebody who is known and has no
 * open conversation yet; `isKnown` says whether the host site has vouched for her.
 */
export const visitorSessionSchema = z.strictObject({
  session: z.string(),
  caseId: caseIdSchema.nullable(),
  isKnown: z.boolean(),
  expiresAt: instantSchema,
});
export type VisitorSession = z.infer<typeof visitorSessionSchema>;

const entryShape = { seq: z.int().positive(), at: instantSchema } as const;

/** What a customer sees of her case, in its order: what was said, asked and settled, and who is there. Nothing else. */
export const visitorEntrySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("message"),
    ...entryShape,
    from: z.enum(["customer", "agent", "teammate"]),
    /** The person's; null for the agent, for herself, and for somebody whose name is not known here. */
    name: z.string().nullable(),
    text: z.string(),
    attachments: z.array(attachmentSchema),
    /** As her own program named it; null for one that came another way. */
    messageId: z.string().nullable(),
    /** The question that it asks. */
    asks: pauseIdSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal("asked"),
    ...entryShape,
    pauseId: pauseIdSchema,
    digest: hashSchema,
    /** The exact action, as its tool describes it. */
    title: z.string(),
    text: z.string(),
    expiresAt: instantSchema,
  }),
  z.strictObject({
    kind: z.literal("settled"),
    ...entryShape,
    pauseId: pauseIdSchema,
    how: z.enum(["yes", "no", "expired", "withdrawn"]),
  }),
  /** People have the case; `opensAt` is when they are there again, null when they are. */
  z.strictObject({ kind: z.literal("handed-over"), ...entryShape, opensAt: instantSchema.nullable() }),
  z.strictObject({ kind: z.literal("joined"), ...entryShape, name: z.string().nullable() }),
  z.strictObject({ kind: z.literal("left"), ...entryShape, returnsToAgent: z.boolean() }),
  z.strictObject({ kind: z.literal("resolved"), ...entryShape }),
  z.strictObject({ kind: z.literal("reopened"), ...entryShape }),
  z.strictObject({ kind: z.literal("closed"), ...entryShape }),
  z.strictObject({ kind: z.literal("rated"), ...entryShape, rating: ratingSchema }),
]);
export type VisitorEntry = z.infer<typeof visitorEntrySchema>;

/** `GET /v1/visitor/entries`; `next` is what to give as `after`: entries after it are new. */
export const visitorEntriesSchema = z.strictObject({
  entries: z.array(visitorEntrySchema),
  next: z.int().nonnegative(),
});
export type VisitorEntries = z.infer<typeof visitorEntriesSchema>;

/** `GET /v1/visitor/welcome`: what a visitor is told before she writes. */
export const visitorWelcomeSchema = z.strictObject({
  name: z.string(),
  agentName: z.string(),
  /** Whether people are there now, and when they are again; null while they are. */
  opensAt: instantSchema.nullable(),
  timeZone: z.string(),
  files: fileBoundsSchema,
});
export type VisitorWelcome = z.infer<typeof visitorWelcomeSchema>;
