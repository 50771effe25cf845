import { z } from "zod";
import { caseIdSchema, pauseIdSchema } from "./ids.ts";
import { teammateRoleSchema } from "./identity.ts";
import { instantSchema } from "./instant.ts";
import { decisionSchema } from "./pause.ts";

/** Whom a note can name. */
export const teammateSchema = z.strictObject({ id: z.string(), name: z.string(), role: teammateRoleSchema });
export type TeammateView = z.infer<typeof teammateSchema>;
export const teammatesSchema = z.strictObject({ teammates: z.array(teammateSchema) });

/** `unknown` are the names after an @ that nobody here has: it may have been meant so, or mistyped. */
export const addedNoteSchema = z.strictObject({
  caseId: caseIdSchema,
  mentioned: z.array(z.string()),
  unknown: z.array(z.string()),
});
export type AddedNote = z.infer<typeof addedNoteSchema>;

/** A note that names the caller; `text` is null once it has been erased. */
export const mentionSchema = z.strictObject({
  caseId: caseIdSchema,
  seq: z.int().positive(),
  at: instantSchema,
  by: z.string(),
  text: z.string().nullable(),
  isRead: z.boolean(),
});
export type MentionView = z.infer<typeof mentionSchema>;
export const mentionsSchema = z.strictObject({ unread: z.int().nonnegative(), mentions: z.array(mentionSchema) });
export const readMentionsRequestSchema = z.strictObject({ upTo: instantSchema });

/** The windows over which approvals are counted, in days. */
export const countedDaysSchema = z.enum(["7", "30"]);

/**
 * Decisions of teammates on what waited for them; times in ms, from the question to the answer, and null where there was
 * none. `share` is approved of all, from 0 to 1. `quick` are those decided within five seconds of being looked at.
 */
export const approvalCountSchema = z.strictObject({
  decided: z.int().nonnegative(),
  approved: z.int().nonnegative(),
  denied: z.int().nonnegative(),
  edited: z.int().nonnegative(),
  share: z.number().nullable(),
  medianMs: z.int().nullable(),
  ninetiethMs: z.int().nullable(),
  quick: z.int().nonnegative(),
});
export type ApprovalCount = z.infer<typeof approvalCountSchema>;
const countOfSchema = z.strictObject({ id: z.string(), count: approvalCountSchema });
export const approvalCountsSchema = z.strictObject({
  days: z.int(),
  /** True where there were more decisions than are counted: the oldest are left out. */
  isCut: z.boolean(),
  total: approvalCountSchema,
  people: z.array(countOfSchema),
  policies: z.array(countOfSchema),
});
export type ApprovalCounts = z.infer<typeof approvalCountsSchema>;

/** One decision, so that a count can be looked into. */
export const decidedPauseSchema = z.strictObject({
  pauseId: pauseIdSchema,
  caseId: caseIdSchema,
  personId: z.string(),
  decision: decisionSchema,
  openedAt: instantSchema,
  decidedAt: instantSchema,
  lookedMs: z.int().nullable(),
  policies: z.array(z.string()),
});
export type DecidedPause = z.infer<typeof decidedPauseSchema>;
export const decidedPausesSchema = z.strictObject({ decisions: z.array(decidedPauseSchema) });
