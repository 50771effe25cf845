import { z } from "zod";
import { teammateRoleSchema } from "./identity.ts";
import { hashSchema, pauseIdSchema, proposalIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";

export const pauseKindSchema = z.enum(["confirm", "approve", "input"]);
export type PauseKind = z.infer<typeof pauseKindSchema>;

/** What happens when nobody has answered at the end. There is no "approve": silence never allows anything. */
export const deadlineActionSchema = z.enum(["decline", "hand-off"]);
export type DeadlineAction = z.infer<typeof deadlineActionSchema>;

/** What happens on the way to the end, so that somebody answers. */
export const nudgeSchema = z.enum(["remind", "reassign", "escalate"]);
export type Nudge = z.infer<typeof nudgeSchema>;

/** Who may answer: the customer of the case, or a teammate with at least this role. */
export const answererSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("customer") }),
  z.strictObject({ kind: z.literal("teammate"), role: teammateRoleSchema }),
]);
export type Answerer = z.infer<typeof answererSchema>;

/** One durable question. An answer is good for its digest only, once, and is checked again at execution. */
export const pauseSchema = z.strictObject({
  pauseId: pauseIdSchema,
  kind: pauseKindSchema,
  proposalId: proposalIdSchema,
  /** SHA-256 of the canonical JSON of the frozen proposal, what was shown, the policies and the pause's own id. */
  digest: hashSchema,
  /** What the person reads; rendered from the action, never written by a model. */
  shown: z.strictObject({ title: z.string(), text: z.string(), reasons: z.array(z.string()) }),
  mayAnswer: answererSchema,
  openedAt: instantSchema,
  expiresAt: instantSchema,
  /** What happens before the end while nobody answers, the first first; `to` is whom it is reassigned to. */
  nudges: z.array(z.strictObject({ at: instantSchema, do: nudgeSchema, to: z.string().nullable() })).exactOptional(),
  /** Whom it is laid before; absent when it is anybody's who may answer. Who may answer does not depend on it. */
  assignedTo: z.string().exactOptional(),
  atDeadline: deadlineActionSchema,
  policyHash: hashSchema,
});
export type Pause = z.infer<typeof pauseSchema>;

export const decisionSchema = z.enum(["yes", "no", "edit"]);
export type Decision = z.infer<typeof decisionSchema>;

/** Where an answer came from, and how its giver was known. */
export const surfaceSchema = z.enum(["api", "cli", "chat", "mail-link", "console", "mcp"]);
export type Surface = z.infer<typeof surfaceSchema>;

export const pauseStateSchema = z.enum(["open", "answered", "consumed", "expired", "withdrawn", "superseded"]);
export type PauseState = z.infer<typeof pauseStateSchema>;
