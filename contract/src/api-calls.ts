import { z } from "zod";
import { callFindingSchema, callOutcomeSchema } from "./call.ts";
import { callKeySchema, caseIdSchema, proposalIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { jsonObjectSchema } from "./json.ts";
import { verdictSchema } from "./verdict.ts";

/**
 * How far a call has come: `under-way` begun without an outcome · `unread` ended and not yet read back · `done` read
 * back · `undone` taken back since · `not-done` refused, failed or found not to have happened · `unknown` in doubt.
 */
export const callStateSchema = z.enum(["under-way", "unread", "done", "undone", "not-done", "unknown"]);

export const callAttemptSchema = z.strictObject({
  attempt: z.int().positive(),
  startedAt: instantSchema,
  outcome: callOutcomeSchema.nullable(),
  findings: z.array(z.strictObject({ at: instantSchema, finding: callFindingSchema })),
});

/** One call with all that the log says of it. */
export const callViewSchema = z.strictObject({
  key: callKeySchema,
  caseId: caseIdSchema,
  proposalId: proposalIdSchema,
  tool: z.string(),
  args: jsonObjectSchema,
  state: callStateSchema,
  /** The call that this one takes back. */
  undoOf: callKeySchema.nullable(),
  /** The call that took this one back. */
  undoneBy: callKeySchema.nullable(),
  /** What stays although it was undone. */
  residue: z.string().nullable(),
  attempts: z.array(callAttemptSchema),
});
export type CallView = z.infer<typeof callViewSchema>;

export const undoCallRequestSchema = z.strictObject({
  reason: z.string().min(1).max(2000),
  dryRun: z.boolean().default(false),
});
export const undoAcceptedSchema = z.strictObject({ caseId: caseIdSchema });

/**
 * Why a call stays: it has been undone · its undo is `irreversible` · its time has passed · nobody can tell yet whether it
 * happened · what the guardrails need cannot be read · they forbid it, as when its record was changed since · unknown call.
 */
export const undoObstacleSchema = z.enum([
  "undone",
  "irreversible",
  "window-passed",
  "unsettled",
  "unreadable",
  "forbidden",
  "unknown",
]);
export type UndoObstacle = z.infer<typeof undoObstacleSchema>;

/** What taking a call back would mean now; nothing was written. */
export const undoPreviewSchema = z.strictObject({
  caseId: caseIdSchema,
  possible: z.boolean(),
  /** What stands in the way; null when it is possible. */
  obstacle: undoObstacleSchema.nullable(),
  /** Why it is or is not possible, in sentences for a teammate. */
  why: z.array(z.string()),
  /** What would be done, as it would be shown for confirmation; null when it cannot be. */
  describe: z.string().nullable(),
  verdict: verdictSchema.nullable(),
  residue: z.string().nullable(),
});
export type UndoPreview = z.infer<typeof undoPreviewSchema>;

const undoneCallSchema = z.strictObject({ key: callKeySchema, tool: z.string(), why: z.array(z.string()) });

/** What taking a whole case back means: what is taken back, in this order, and what stays, and why. */
export const undoPlanSchema = z.strictObject({
  caseId: caseIdSchema,
  takesBack: z.array(
    undoneCallSchema.extend({
      describe: z.string(),
      /** What the guard would say of it alone; null for a held call, which is only called off. */
      verdict: verdictSchema.nullable(),
      residue: z.string().nullable(),
    }),
  ),
  stays: z.array(undoneCallSchema.extend({ obstacle: undoObstacleSchema })),
  /** False for a dry run, and when there is nothing to take back. */
  isProposed: z.boolean(),
});
export type UndoPlan = z.infer<typeof undoPlanSchema>;
