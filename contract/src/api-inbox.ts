import { z } from "zod";
import { caseSummarySchema } from "./api-cases.ts";
import { writtenErrorCodeSchema } from "./error-code.ts";
import { caseOwnerSchema } from "./handoff.ts";
import { caseIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { pauseKindSchema } from "./pause.ts";
import { problemSchema } from "./problem.ts";

/** A word by which people at the desk sort cases; it says nothing of a customer. */
export const caseTagSchema = z
  .string()
  .max(32)
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    "a tag is small letters and digits, with a hyphen between words, such as late-parcel",
  );

/** What somebody at the desk looks through; `mine` is what the caller has or is to take. */
export const inboxViewSchema = z.enum([
  "mine",
  "unassigned",
  "approval",
  "customer",
  "handed-off",
  "resolved-by-agent",
  "snoozed",
]);
export type InboxView = z.infer<typeof inboxViewSchema>;

/** A case as the inbox shows it: with what people wrote, so it is read for its reader and kept nowhere. */
export const inboxCaseSchema = caseSummarySchema.extend({
  customerRef: z.string().nullable(),
  subject: z.string().nullable(),
  goal: z.string().nullable(),
  owner: caseOwnerSchema,
  /** What is open, and who may answer it: `customer`, or the lowest role. */
  asks: z.array(
    z.strictObject({ kind: pauseKindSchema, from: z.string(), title: z.string(), expiresAt: instantSchema }),
  ),
  /** The beginning of the last message; null when nothing was said, or it has been erased. */
  lastMessage: z
    .strictObject({ from: z.enum(["customer", "agent", "teammate"]), text: z.string(), at: instantSchema })
    .nullable(),
  isErased: z.boolean(),
  /** Why its log cannot be read, where it cannot: then only what stands beside the log is told. */
  unreadable: writtenErrorCodeSchema.nullable(),
  tags: z.array(caseTagSchema),
  /** Until when somebody put it off; null where nobody did, or it is over. */
  snoozedUntil: instantSchema.nullable(),
  /** What people owe her next, and until when; null where the blueprint promises nothing, or the agent has it. */
  due: z.strictObject({ what: z.enum(["first-reply", "resolution"]), at: instantSchema }).nullable(),
});
export type InboxCase = z.infer<typeof inboxCaseSchema>;
export const inboxPageSchema = z.strictObject({
  cases: z.array(inboxCaseSchema),
  next: z.string().nullable(),
  /** When it was read: what changes later is streamed to who says so as `since`. */
  at: instantSchema,
});
export type InboxPage = z.infer<typeof inboxPageSchema>;

/** What is looked at in the inbox: all of it must be so. */
export const inboxFilterSchema = z.strictObject({
  view: inboxViewSchema.exactOptional(),
  tags: z.array(caseTagSchema).min(1).max(10).exactOptional(),
  /** Who has it or is to take it. */
  assignee: z.string().min(1).max(60).exactOptional(),
  /** Only what is breached or due within the hour. */
  due: z.literal("soon").exactOptional(),
  /** What is due first comes first, and what is never due is left out; absent for the latest change first. */
  sort: z.literal("due").exactOptional(),
  /** The beginning of a case's id, a customer's reference, or words. */
  q: z.string().trim().min(1).max(200).exactOptional(),
});
export type InboxFilter = z.infer<typeof inboxFilterSchema>;

/** The filters that an account has saved, in its order; `version` is 0 before the first. */
export const savedFiltersSchema = z.strictObject({
  version: z.int().nonnegative(),
  filters: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(40), filter: inboxFilterSchema }))
    .max(30)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "each filter has a name of its own"),
});
export type SavedFilters = z.infer<typeof savedFiltersSchema>;

/** What somebody at the desk does to one case or to many at once. */
export const deskActionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("tag"), tag: caseTagSchema }),
  z.strictObject({ kind: z.literal("untag"), tag: caseTagSchema }),
  z.strictObject({ kind: z.literal("snooze"), until: instantSchema }),
  z.strictObject({ kind: z.literal("wake") }),
  /** Whose it is to take; null for nobody's. */
  z.strictObject({ kind: z.literal("assign"), teammateId: z.string().min(1).max(60).nullable() }),
  z.strictObject({ kind: z.literal("close"), reason: z.string().min(1).max(500) }),
]);
export type DeskAction = z.infer<typeof deskActionSchema>;
export const actOnCasesRequestSchema = z.strictObject({
  caseIds: z.array(caseIdSchema).min(1).max(100),
  action: deskActionSchema,
});
/** What became of each, in the order asked: `undo` is what would take it back, where something does. */
export const actedOnCasesSchema = z.strictObject({
  results: z.array(
    z.strictObject({
      caseId: caseIdSchema,
      outcome: z.enum(["changed", "unchanged", "refused"]),
      problem: problemSchema.nullable(),
      undo: deskActionSchema.nullable(),
    }),
  ),
});
export type ActedOnCases = z.infer<typeof actedOnCasesSchema>;

/** What the desk notes of a case, with the last hundred changes, the newest first. */
export const deskNotesSchema = z.strictObject({
  tags: z.array(caseTagSchema),
  snoozedUntil: instantSchema.nullable(),
  due: inboxCaseSchema.shape.due,
  changes: z.array(
    z.strictObject({
      at: instantSchema,
      by: z.string(),
      kind: z.enum(["tag-added", "tag-removed", "snoozed", "woken"]),
      /** The tag, or until when. */
      about: z.string().nullable(),
    }),
  ),
});
export type DeskNotesView = z.infer<typeof deskNotesSchema>;
/** The tags in use, the most used first, a hundred at most. */
export const tagListSchema = z.strictObject({
  tags: z.array(z.strictObject({ tag: caseTagSchema, cases: z.int().positive() })),
});
