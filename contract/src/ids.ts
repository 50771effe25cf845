import { z } from "zod";

/**
 * Ids are a prefix and 20 characters of Crockford base32 in lower case: 100 random bits, or 100 bits derived by a
 * keyed hash. They carry no personal data, so they may stand in the rows of the log.
 */
const idOf = <Brand extends string>(prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{20}$`))
    .brand<Brand>();

export const caseIdSchema = idOf<"CaseId">("case");
export const customerIdSchema = idOf<"CustomerId">("cus");
export const teammateIdSchema = idOf<"TeammateId">("tm");
export const proposalIdSchema = idOf<"ProposalId">("prop");
export const pauseIdSchema = idOf<"PauseId">("pause");
export const messageIdSchema = idOf<"MessageId">("msg");
export const outboxIdSchema = idOf<"OutboxId">("out");
export const timerIdSchema = idOf<"TimerId">("tmr");
export const handoffIdSchema = idOf<"HandoffId">("hand");
export const fileIdSchema = idOf<"FileId">("file");
export const pendingVersionIdSchema = idOf<"PendingVersionId">("pend");

export type CaseId = z.infer<typeof caseIdSchema>;
export type CustomerId = z.infer<typeof customerIdSchema>;
export type TeammateId = z.infer<typeof teammateIdSchema>;
export type ProposalId = z.infer<typeof proposalIdSchema>;
export type PauseId = z.infer<typeof pauseIdSchema>;
export type MessageId = z.infer<typeof messageIdSchema>;
export type OutboxId = z.infer<typeof outboxIdSchema>;
export type TimerId = z.infer<typeof timerIdSchema>;
export type HandoffId = z.infer<typeof handoffIdSchema>;
export type FileId = z.infer<typeof fileIdSchema>;
export type PendingVersionId = z.infer<typeof pendingVersionIdSchema>;

/** The prefix of each kind of id with its schema: what an id maker needs. */
export const idSchemas = {
  case: caseIdSchema,
  cus: customerIdSchema,
  tm: teammateIdSchema,
  prop: proposalIdSchema,
  pause: pauseIdSchema,
  msg: messageIdSchema,
  out: outboxIdSchema,
  tmr: timerIdSchema,
  hand: handoffIdSchema,
  file: fileIdSchema,
  pend: pendingVersionIdSchema,
} as const;
export type IdPrefix = keyof typeof idSchemas;
export type IdOf<Prefix extends IdPrefix> = z.infer<(typeof idSchemas)[Prefix]>;

/** The key of one call: base32 of an HMAC; the same for every attempt at the same decision. */
export const callKeySchema = z
  .string()
  .regex(/^[0-9a-hjkmnp-tv-z]{52}$/)
  .brand<"CallKey">();
export type CallKey = z.infer<typeof callKeySchema>;

/** SHA-256 or HMAC-SHA-256, lower-case hex. */
export const hashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"Hash">();
export type Hash = z.infer<typeof hashSchema>;
