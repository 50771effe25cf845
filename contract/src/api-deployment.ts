import { z } from "zod";
import { caseIdSchema } from "./ids.ts";

/** The first place where a log does not hold together. */
export const brokenLinkSchema = z.strictObject({ caseId: caseIdSchema, seq: z.int().positive(), what: z.string() });
export type BrokenLink = z.infer<typeof brokenLinkSchema>;
export const auditReportSchema = z.strictObject({
  cases: z.int(),
  events: z.int(),
  problem: brokenLinkSchema.nullable(),
  /** Where to go on, when only a part was asked for and this is not the last. */
  next: z.string().exactOptional(),
});
export type AuditReport = z.infer<typeof auditReportSchema>;

export const healthSchema = z.strictObject({ alive: z.literal(true), version: z.string() });

const readinessCheckSchema = z.strictObject({
  ok: z.boolean(),
  /** Why it is not; null when it is. */
  reason: z.string().nullable(),
});
/** Ready means that each of these holds: what is acknowledged is kept, and work gets done. */
export const readinessSchema = z.strictObject({
  ready: z.boolean(),
  checks: z.strictObject({
    /** It answers within a second. */
    database: readinessCheckSchema,
    /** It takes what is written. */
    writing: readinessCheckSchema,
    /** It has the tables of this release. */
    schema: readinessCheckSchema,
    blueprint: readinessCheckSchema,
    /** A worker was at work lately, in this process or another. */
    worker: readinessCheckSchema,
    /** The data directory's disk has room. */
    disk: readinessCheckSchema,
    /** The models answer. Without them work goes on, so this is never what makes a process unready; `reason` says what waits. */
    models: readinessCheckSchema,
    /** The process is not about to stop. */
    running: readinessCheckSchema,
  }),
});
export type Readiness = z.infer<typeof readinessSchema>;
