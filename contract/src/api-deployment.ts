import { z } from "zod";
import { caseIdSchema } from "./ids.ts";

/** The first place where a log does not hold together. */
export const brokenLinkSchema = z.strictObject({ caseId: caseIdSchema, seq: z.int().positive(), what: z.string() });
export type BrokenLink = z.infer<typeof brokenLinkSchema>;
export const auditReportSchema = z.strictObject({
  cases: z.int(),
  events: z.int(),
  problem: brokenLinkSchema.nullable(),
});
export type AuditReport = z.infer<typeof auditReportSchema>;

export const healthSchema = z.strictObject({ alive: z.literal(true), version: z.string() });
/** Ready means that the database answers and that a worker of this process works, where it has one. */
export const readinessSchema = z.strictObject({
  ready: z.boolean(),
  database: z.enum(["answers", "silent"]),
  worker: z.enum(["works", "silent", "elsewhere"]),
});
export type Readiness = z.infer<typeof readinessSchema>;
