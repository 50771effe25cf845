import { z } from "zod";
import { toolUseSchema } from "./api-insights.ts";
import { identityLevelSchema, teammateRoleSchema } from "./identity.ts";
import { tierSchema } from "./api-blueprint.ts";
import { caseIdSchema, hashSchema, pendingVersionIdSchema } from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { verdictSchema } from "./verdict.ts";

/** Where a version came from: a folder that was published or started with, or a change at the desk. */
export const publicationSourceSchema = z.enum(["folder", "desk"]);
export type PublicationSource = z.infer<typeof publicationSourceSchema>;

/** Why something is put in force, in a sentence or two of whoever does it. */
const reasonForVersionSchema = z.string().trim().min(1).max(500);

/** One time that a version was put in force; the same version can be put in force again later. */
export const versionViewSchema = z.strictObject({
  number: z.int().positive(),
  hash: hashSchema,
  by: z.string(),
  /** The second person who put it in force; null where one was enough. */
  confirmedBy: z.string().nullable(),
  at: instantSchema,
  /** Empty where nobody said. */
  why: z.string(),
  source: publicationSourceSchema,
  isInForce: z.boolean(),
  /** Whether it can be put in force again: its files are kept, load, and name no system that is gone. */
  canRun: z.boolean(),
});
export type VersionView = z.infer<typeof versionViewSchema>;

/** The last one first. */
export const versionPageSchema = z.strictObject({ versions: z.array(versionViewSchema) });
export type VersionPage = z.infer<typeof versionPageSchema>;

/** Lines with their sign before them: a blank for one that is in both, `-` for one that is gone, `+` for a new one. */
const hunkSchema = z.strictObject({
  oldStart: z.int().nonnegative(),
  newStart: z.int().nonnegative(),
  lines: z.array(z.string()),
});

export const fileDifferenceSchema = z.strictObject({
  path: z.string(),
  kind: z.enum(["added", "removed", "changed"]),
  /** Null for a file that has changed in too many places to be shown. */
  hunks: z.array(hunkSchema).nullable(),
});
export type FileDifference = z.infer<typeof fileDifferenceSchema>;

export const versionDifferenceSchema = z.strictObject({
  hash: hashSchema,
  /** The older side; null where there is none before it: then every file is new. */
  against: hashSchema.nullable(),
  files: z.array(fileDifferenceSchema),
});
export type VersionDifference = z.infer<typeof versionDifferenceSchema>;

export const publishVersionRequestSchema = z.strictObject({ why: reasonForVersionSchema });

/** A version that waits until a second person puts it in force, or that waited. */
export const pendingVersionSchema = z.strictObject({
  pendingId: pendingVersionIdSchema,
  hash: hashSchema,
  /** The version that it was made from; it takes the place of no other one. */
  inPlaceOf: hashSchema,
  by: z.string(),
  at: instantSchema,
  why: z.string(),
  /** What it would permit that the version that it was made from does not, a sentence each. */
  widenings: z.array(z.string()),
  /** `outdated` where another version is in force by now than the one that it was made from. */
  state: z.enum(["waiting", "outdated", "confirmed", "refused", "withdrawn"]),
  /** Null while it waits. */
  end: z.strictObject({ by: z.string(), at: instantSchema, why: z.string() }).nullable(),
});
export type PendingVersionView = z.infer<typeof pendingVersionSchema>;

/** What a save answers: what is in force now, or what waits. */
export const savedVersionSchema = z.union([versionPageSchema, pendingVersionSchema]);
export type SavedVersion = z.infer<typeof savedVersionSchema>;

/** Those that wait, and of the last 50 those that are over; the last one first. */
export const pendingVersionPageSchema = z.strictObject({ pending: z.array(pendingVersionSchema) });
export type PendingVersionPage = z.infer<typeof pendingVersionPageSchema>;

export const refuseVersionRequestSchema = z.strictObject({ why: reasonForVersionSchema });

/** A whole number that a guardrail compares with what is asked for, known or counted. */
export const limitViewSchema = z.strictObject({
  policy: z.string(),
  /** Which of the guardrail's limits, from 0 in reading order. */
  index: z.int().nonnegative(),
  /** Null for a guardrail that holds for all. */
  actions: z.array(z.string()).nullable(),
  effect: z.enum(["permit", "forbid"]),
  /** Of a guardrail that forbids: a person decides then. */
  escalates: z.boolean(),
  /** What is compared, as people say it: “the amount asked for”. */
  what: z.string(),
  /** Within which the guardrail applies, as far as this number goes. */
  bound: z.enum(["at most", "less than", "at least", "more than"]),
  /** `money` in the smallest unit of the deployment's currency. */
  unit: z.enum(["money", "number"]),
  value: z.int().nonnegative(),
  /** The whole guardrail as a sentence. */
  sentence: z.string(),
  path: z.string(),
  line: z.int().positive(),
});
export type LimitView = z.infer<typeof limitViewSchema>;

export const limitPageSchema = z.strictObject({
  /** The version that these limits are of. */
  hash: hashSchema,
  currency: z.string(),
  limits: z.array(limitViewSchema),
});
export type LimitPage = z.infer<typeof limitPageSchema>;

export const limitChangeSchema = z.strictObject({
  policy: z.string().min(1).max(200),
  index: z.int().nonnegative(),
  value: z.int().nonnegative(),
});
export type LimitChange = z.infer<typeof limitChangeSchema>;

const mostChanges = 100;
const changesSchema = z.array(limitChangeSchema).min(1).max(mostChanges);

export const previewLimitsRequestSchema = z.strictObject({ changes: changesSchema });

/** A verdict without its reasons. */
export const verdictInShortSchema = z.strictObject({
  kind: z.enum(verdictSchema.options.map(({ shape }) => shape.kind.value)),
  role: teammateRoleSchema.nullable(),
  /** How many people have to approve; 0 for none. */
  approvals: z.int().nonnegative(),
  /** The level that she has to show who she is at. */
  level: identityLevelSchema.nullable(),
});
export type VerdictInShort = z.infer<typeof verdictInShortSchema>;

export const versionEffectSchema = z.strictObject({
  since: instantSchema,
  /** How many cases were read, the one that changed last first, and whether these are all since then. */
  cases: z.int().nonnegative(),
  isComplete: z.boolean(),
  /** Proposals that were judged again. */
  judged: z.int().nonnegative(),
  /** Proposals that could not be: what their logs hold is not what the guardrails ask for now. */
  notComparable: z.int().nonnegative(),
  /** Those for which the answer is another, the most frequent first. */
  changes: z.array(
    z.strictObject({
      actions: z.array(z.string()),
      from: verdictInShortSchema,
      to: verdictInShortSchema,
      proposals: z.int().positive(),
      /** At most 50 of the cases. */
      caseIds: z.array(caseIdSchema),
    }),
  ),
});
export type VersionEffect = z.infer<typeof versionEffectSchema>;

export const exampleOtherwiseSchema = z.strictObject({
  path: z.string(),
  line: z.int().positive(),
  name: z.string(),
  expected: z.string(),
  got: z.string(),
});
export type ExampleOtherwise = z.infer<typeof exampleOtherwiseSchema>;

const count = z.int().nonnegative();

/** What became of the drafts of an action in the last 30 days: what speaks for letting the agent do it by itself, or against. */
export const draftEvidenceSchema = z.strictObject({
  action: z.string(),
  /** Carried out as it was drafted. */
  unchanged: count,
  edited: count,
  /** Refused, withdrawn, or answered by nobody in time. */
  dropped: count,
  /** Not answered yet. */
  open: count,
  /** So many answered drafts say something, and such a share of them unchanged speaks for it. */
  needed: count,
  neededShare: z.number(),
  says: z.enum(["too-little", "for", "against"]),
  /** At most 50 of the cases in which one was edited or dropped. */
  caseIds: z.array(caseIdSchema),
});
export type DraftEvidence = z.infer<typeof draftEvidenceSchema>;

/** What a version does otherwise than the one in force. */
const otherwiseShape = {
  /** What it permits that the version in force does not, a sentence each: then a second person puts it in force. */
  widenings: z.array(z.string()),
  /** Whether it waits for a second person: where something is wider and no operator decides alone. */
  needsSecondPerson: z.boolean(),
  /** Of each action that would wait for no teammate any more. */
  evidence: z.array(draftEvidenceSchema),
} as const;

export const versionOutlookSchema = z.strictObject({
  hash: hashSchema,
  /** The version in force that it is held against. */
  against: hashSchema,
  ...otherwiseShape,
  effect: versionEffectSchema,
});
export type VersionOutlook = z.infer<typeof versionOutlookSchema>;

/** What a change of limits or of a tier would do. */
export const changePreviewSchema = z.strictObject({
  /** The version that the preview was made of; a save names it. */
  hash: hashSchema,
  /** Why the changed guardrails could not be put in force; then nothing else was found out. */
  problems: z.array(z.string()),
  examples: z.array(exampleOtherwiseSchema),
  ...otherwiseShape,
  /** Null where there are problems. */
  effect: versionEffectSchema.nullable(),
});
export type ChangePreview = z.infer<typeof changePreviewSchema>;

/** What a save says besides what it changes. */
const saveShape = {
  why: reasonForVersionSchema,
  /** The version that was seen: nothing is saved when another one is in force by now. */
  hash: hashSchema,
  /** What becomes of examples that say otherwise: they refuse the change, or are set to what it says. */
  examples: z.enum(["refuse", "follow"]).default("refuse"),
} as const;

export const saveLimitsRequestSchema = z.strictObject({ changes: changesSchema, ...saveShape });
export type SaveLimitsRequest = z.infer<typeof saveLimitsRequestSchema>;

/** A tool on the spectrum from reading to changes of several systems. */
export const toolTierSchema = z.strictObject({
  tool: z.string(),
  title: z.string(),
  tier: tierSchema,
  /** What the tool itself says; another one is set by the deployment. */
  ownTier: tierSchema,
  /** The tiers that it can be moved to. */
  movesTo: z.array(tierSchema),
  /** What became of its calls. */
  use: toolUseSchema.omit({ tool: true }),
});
export type ToolTier = z.infer<typeof toolTierSchema>;

export const tierPageSchema = z.strictObject({
  /** The version that these tiers are of. */
  hash: hashSchema,
  /** Calls count from then on. */
  since: instantSchema,
  tools: z.array(toolTierSchema),
});
export type TierPage = z.infer<typeof tierPageSchema>;

const tierMoveShape = { action: z.string().min(1).max(200), tier: tierSchema.exclude(["lookup"]) } as const;
export const previewTierRequestSchema = z.strictObject(tierMoveShape);
export type TierMove = z.infer<typeof previewTierRequestSchema>;

export const saveTierRequestSchema = z.strictObject({ ...tierMoveShape, ...saveShape });
export type SaveTierRequest = z.infer<typeof saveTierRequestSchema>;
