import { z } from "zod";
import { eventKindSchema } from "./events.ts";
import { caseIdSchema, hashSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";

/** Who wrote a row: an inlet (what came from outside) or a worker under a lease. */
export const writerSchema = z.enum(["inlet", "worker"]);
export type Writer = z.infer<typeof writerSchema>;

/** The hash that stands before the first event of a log. */
export const genesisHash = hashSchema.parse("0".repeat(64));

/**
 * A row of a case log, as stored and as exported; never changed. It holds no personal data.
 *
 * `commitment` = HMAC-SHA-256(salt, canonical JSON of the body), hex; the salt lies beside the body.
 * `hash` = SHA-256(canonical JSON of all other fields of the row), hex; canonical JSON is RFC 8785.
 * `at` is the store's time, read in the transaction that locks the case.
 * `epoch` is that of the writer's lease; an inlet writes 0.
 */
export const envelopeSchema = z.strictObject({
  tenant: z.string().regex(/^[a-z0-9-]{1,40}$/),
  caseId: caseIdSchema,
  seq: z.int().positive(),
  at: instantSchema,
  kind: eventKindSchema,
  v: z.int().positive(),
  writer: writerSchema,
  epoch: z.int().nonnegative(),
  actorId: z.string().regex(/^[a-z0-9_-]{1,60}$/),
  dedupeKey: hashSchema.nullable(),
  commitment: hashSchema,
  previousHash: hashSchema,
  hash: hashSchema,
});
export type Envelope = z.infer<typeof envelopeSchema>;
