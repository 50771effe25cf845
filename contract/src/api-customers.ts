import { z } from "zod";
import { caseIdSchema, customerIdSchema } from "./ids.ts";

export const eraseCustomerRequestSchema = z.strictObject({
  /** Why: the law or the contract that asks for it; it stays in the log. No personal data. */
  legalBasis: z.string().min(1).max(500),
  /** The customer once more, as in the path: what is erased cannot be brought back. */
  confirm: z.string(),
  dryRun: z.boolean().default(false),
});

/** What of a customer is erased, or stands in the way. */
export const erasureReportSchema = z.strictObject({
  customerId: customerIdSchema,
  caseIds: z.array(caseIdSchema),
  /** Why not now, by case; empty when nothing stands in the way. */
  obstacles: z.array(z.strictObject({ caseId: caseIdSchema, why: z.string() })),
  isErased: z.boolean(),
});
export type ErasureReport = z.infer<typeof erasureReportSchema>;
