import { z } from "zod";
import { eventViewSchema } from "./api-cases.ts";
import { caseIdSchema, customerIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";

const recordNumber = z.int().positive();
/** No personal data: it is kept when she is erased. */
const kept = z.string().min(1).max(500);
const requestKindSchema = z.enum(["erase", "export"]);
export type CustomerRequestKind = z.infer<typeof requestKindSchema>;

/**
 * What was done about a customer beside her cases. `hold` and `request` name the record of hers, by its number, that is
 * meant. With `singleOperator` nobody else was asked.
 */
export const customerEntrySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("hold.set"), basis: kept, until: instantSchema.nullable() }),
  z.strictObject({ kind: z.literal("hold.released"), hold: recordNumber, reason: kept }),
  z.strictObject({ kind: z.literal("request.made"), what: requestKindSchema, legalBasis: kept }),
  z.strictObject({ kind: z.literal("request.withdrawn"), request: recordNumber, reason: kept }),
  z.strictObject({
    kind: z.literal("request.carried-out"),
    request: recordNumber,
    what: requestKindSchema,
    singleOperator: z.boolean(),
  }),
]);
export type CustomerEntry = z.infer<typeof customerEntrySchema>;

/** Never changed and never deleted, also not when she is erased; numbered from 1 on for each customer. */
export const customerRecordSchema = z.strictObject({
  number: recordNumber,
  at: instantSchema,
  by: z.string(),
  entry: customerEntrySchema,
});
export type CustomerRecord = z.infer<typeof customerRecordSchema>;

/** All that is on record of a customer, and what of it stands now, by number. */
export const customerFileSchema = z.strictObject({
  customerId: customerIdSchema,
  records: z.array(customerRecordSchema),
  holds: z.array(recordNumber),
  requests: z.array(recordNumber),
  /** What of that the one who reads may carry out. */
  mayCarryOut: z.array(requestKindSchema),
});
export type CustomerFile = z.infer<typeof customerFileSchema>;

export const setHoldRequestSchema = z.strictObject({
  /** The law, contract or matter that forbids to erase her. */
  basis: kept,
  /** When it ends by itself; absent for never. */
  until: instantSchema.exactOptional(),
});
export const endRecordRequestSchema = z.strictObject({ reason: kept });

export const customerRequestSchema = z.strictObject({
  what: requestKindSchema,
  /** The law or the contract that asks for it. */
  legalBasis: kept,
});

export const eraseCustomerRequestSchema = z.strictObject({
  /** The customer once more, as in the path: what is erased cannot be brought back. */
  confirm: z.string().default(""),
  dryRun: z.boolean().default(false),
});

/** What of a customer is erased, or stands in the way. */
export const erasureReportSchema = z.strictObject({
  customerId: customerIdSchema,
  caseIds: z.array(caseIdSchema),
  /** Why not now, by case, or null for all of them; empty when nothing stands in the way. */
  obstacles: z.array(z.strictObject({ caseId: caseIdSchema.nullable(), why: z.string() })),
  /**
   * The cases whose logs could not be read, and why. They are erased like the others: what their bodies and keys hold is
   * destroyed and the rows of their logs stay. Nobody could look whether something was under way in them.
   */
  unreadable: z.array(z.strictObject({ caseId: caseIdSchema, why: z.string() })),
  isErased: z.boolean(),
});
export type ErasureReport = z.infer<typeof erasureReportSchema>;

/** What her cases say, to be handed to her. */
export const customerExportSchema = z.strictObject({
  customerId: customerIdSchema,
  cases: z.array(z.strictObject({ caseId: caseIdSchema, events: z.array(eventViewSchema) })),
  /** Those of her cases whose logs could not be read, and why: they are missing above. */
  unreadable: z.array(z.strictObject({ caseId: caseIdSchema, why: z.string() })),
});
export type CustomerExport = z.infer<typeof customerExportSchema>;
