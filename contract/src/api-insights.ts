import { z } from "zod";
import { handoffTriggerSchema } from "./handoff.ts";
import { instantSchema } from "./instant.ts";

/** How a case stands or ended: `by-people` when people had it on the way, however short. */
export const caseEndSchema = z.enum(["open", "resolved-by-agent", "resolved-by-people", "closed"]);
export type CaseEnd = z.infer<typeof caseEndSchema>;

/** What a group of insights is made by; `week` is the Monday of the week in which a case was opened, in the shop's time zone. */
export const insightKeySchema = z.enum(["procedure", "channel", "week"]);
export type InsightKey = z.infer<typeof insightKeySchema>;

/** Each figure that counts cases, and so can be opened as a list of them. */
export const countedCasesSchema = z.enum([
  "cases",
  "open",
  "resolvedByAgent",
  "verified",
  "resolvedByPeople",
  "closed",
  "handedOff",
  "unanswered",
  "rated",
]);
export type CountedCases = z.infer<typeof countedCasesSchema>;

const count = z.int().nonnegative();

export const insightFiguresSchema = z.strictObject({
  cases: count,
  open: count,
  resolvedByAgent: count,
  /** Of those that the agent resolved: something was changed, and each change was read back from its system as done. */
  verified: count,
  resolvedByPeople: count,
  /** Without being resolved. */
  closed: count,
  /** Cases that people had or were to have, however they ended. */
  handedOff: count,
  /** Cases with a question that knowledge has no answer to. */
  unanswered: count,
  /** From the opening to the resolution, of those that are resolved; null without any. */
  medianResolutionMs: z.int().nonnegative().nullable(),
  /** Cases that she has rated. */
  rated: count,
  /** From 1, the least content, to 5; null without any. */
  meanRating: z.number().nullable(),
  tokens: count,
  /** Of all of them together, in millionths of the deployment's currency. */
  costMicros: count,
});
export type InsightFigures = z.infer<typeof insightFiguresSchema>;

/** What became of the calls of a tool. `read` counts lookups that found what they looked for. */
export const toolUseSchema = z.strictObject({
  tool: z.string(),
  read: count,
  done: count,
  undone: count,
  refused: count,
  failed: count,
  /** Nobody knows yet, or for good, whether it happened. */
  unknown: count,
});
export type ToolUse = z.infer<typeof toolUseSchema>;

/** Of the cases opened from `since` on and before `until`, children of other cases apart. */
export const insightsSchema = z.strictObject({
  since: instantSchema,
  until: instantSchema,
  currency: z.string(),
  by: insightKeySchema,
  total: insightFiguresSchema,
  /** The key is null for cases that none was understood in. The largest first; weeks in their order. */
  groups: z.array(z.strictObject({ key: z.string().nullable(), figures: insightFiguresSchema })),
  handoffs: z.array(z.strictObject({ trigger: handoffTriggerSchema, cases: count })),
  tools: z.array(toolUseSchema),
  /** How often each policy took part in a verdict. */
  policies: z.array(z.strictObject({ policy: z.string(), judged: count })),
});
export type Insights = z.infer<typeof insightsSchema>;
