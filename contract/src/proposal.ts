import { z } from "zod";
import { instantSchema } from "./instant.ts";
import { jsonObjectSchema } from "./json.ts";
import { handoffTriggerSchema } from "./handoff.ts";
import { toolCallSchema } from "./tool-call.ts";
import { callKeySchema, hashSchema, proposalIdSchema } from "./ids.ts";

/** Actions that one proposal may hold together. */
export const maxCoordinatedCalls = 6;

/** Child cases that one proposal may open, and that may be under way at once. */
export const maxChildCases = 6;

/** What a part of the work is to reach in a case of its own. */
export const childCaseSchema = z.strictObject({
  goal: z.string().min(1).max(2_000),
  /** The procedure to run; null leaves it to the reasoner. */
  procedure: z.string().nullable(),
  /** What it knows from the start, by path. */
  given: jsonObjectSchema,
});
export type ChildCase = z.infer<typeof childCaseSchema>;

/** Calls that one proposal may take back; the state of a case knows no more. */
export const maxUndoneCalls = 50;

/** Lookups that one proposal may make side by side. */
export const maxLookupsPerProposal = 8;

/** What a message to the customer is: a template of the host with its values, or text that a model wrote. */
export const replySchema = z.strictObject({
  text: z.string().min(1).max(20_000),
  /** Keys of the calls whose effect the text speaks of; each must have been found done by read-back. */
  claims: z.array(callKeySchema),
});
export type Reply = z.infer<typeof replySchema>;

/** One thing outside that a case waits for, such as a parcel. */
const awaitedThingSchema = z.strictObject({
  /** The condition that is to come true. */
  what: z.string(),
  since: instantSchema,
  /** How often she has been reminded by then. */
  reminders: z.int().nonnegative(),
  /** The lookups that are made anew when it is looked at again. */
  renews: z.array(z.string()),
  /** By lookup the arguments that it is looked at with: they tell it from others of its kind. */
  of: z.record(z.string(), jsonObjectSchema).exactOptional(),
  /** What was known about it then, since the case may know the same of another one by the time that it comes true. */
  facts: jsonObjectSchema.exactOptional(),
});
export type AwaitedThing = z.infer<typeof awaitedThingSchema>;

/** All that a case waits for outside; what systems of record report of the case wakes it early. */
export const awaitedSchema = awaitedThingSchema.extend({ others: z.array(awaitedThingSchema).exactOptional() });
export type Awaited = z.infer<typeof awaitedSchema>;

/** The customer confirms it even where no guardrail asks for that: what she wants is only presumed. */
const asksFirstSchema = z.literal(true).exactOptional();

/** What a reasoner wants to do next; it decides nothing else. */
export const proposedStepSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("reply"), reply: replySchema }),
  /** A question to the customer about one fact that no tool gives. */
  z.strictObject({ kind: z.literal("ask"), path: z.string(), question: z.string() }),
  z.strictObject({ kind: z.literal("lookup"), calls: z.array(toolCallSchema).min(1).max(maxLookupsPerProposal) }),
  z.strictObject({ kind: z.literal("call"), call: toolCallSchema, asksFirst: asksFirstSchema }),
  /**
   * Actions that succeed together, in this order, or are undone in reverse: judged and shown as one, then carried out
   * part by part. No two are of the same tool.
   */
  z.strictObject({
    kind: z.literal("coordinate"),
    calls: z.array(toolCallSchema).min(2).max(maxCoordinatedCalls),
    asksFirst: asksFirstSchema,
  }),
  /**
   * Opens child cases, all at once or one after another, each once the one before it has resolved. The proposal is over
   * when they have ended: what they brought is kept in the order in which they stand here.
   */
  z.strictObject({
    kind: z.literal("open-cases"),
    order: z.enum(["together", "in-turn"]),
    cases: z.array(childCaseSchema).min(1).max(maxChildCases),
  }),
  /** Takes a done call back, or calls a held one off. Of an undo: does again what it took back. */
  z.strictObject({ kind: z.literal("undo"), callKey: callKeySchema, reason: z.string() }),
  /**
   * Takes these calls back in this order, judged and shown as one, and stops at the first that cannot be. `stays` is what
   * of the case cannot be taken back, a sentence each.
   */
  z.strictObject({
    kind: z.literal("undo-all"),
    callKeys: z.array(callKeySchema).min(1).max(maxUndoneCalls),
    stays: z.array(z.string()),
    reason: z.string(),
  }),
  /** Comes back to it after a time; without a reply she is told nothing, as she knows already that it takes longer. */
  z.strictObject({
    kind: z.literal("later"),
    afterMs: z.int().positive(),
    reply: replySchema.nullable(),
    /** Set when something outside is waited for, and not just a system that is down. */
    awaits: awaitedSchema.exactOptional(),
    /** Set where it tells the end of one of several things and the next follows: which, as whoever proposes it counts them. */
    ends: z.string().exactOptional(),
  }),
  /**
   * Takes an open question back because the customer no longer wants it; `reply` says so to her. `asks` is what `reply` asks her
   * for in its place, as the path of an `ask`.
   */
  z.strictObject({
    kind: z.literal("withdraw"),
    proposalId: proposalIdSchema,
    reason: z.string(),
    reply: replySchema,
    asks: z.string().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("plan"),
    procedure: z.string(),
    steps: z.array(z.strictObject({ tool: z.string(), why: z.string() })),
  }),
  /** The packet is the host's, made from the log. `reply` is what the customer reads instead of the host's own sentence. */
  z.strictObject({
    kind: z.literal("handoff"),
    trigger: handoffTriggerSchema,
    why: z.string(),
    suggestion: z.string(),
    reply: replySchema.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("resolve"), summary: z.string(), reply: replySchema.nullable() }),
]);
export type ProposedStep = z.infer<typeof proposedStepSchema>;

/** Who wrote a proposal; nobody approves what they proposed. */
export const authorSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("reasoner"), name: z.string() }),
  z.strictObject({ kind: z.literal("teammate"), teammateId: z.string() }),
  z.strictObject({ kind: z.literal("rule"), name: z.string() }),
  /** A part of a `coordinate` or an `undo-all`: one of its calls, or the taking back of one. It stands on the whole's answers. */
  z.strictObject({ kind: z.literal("coordinate"), proposalId: proposalIdSchema }),
]);
export type Author = z.infer<typeof authorSchema>;

/** What was weighed: the procedure that is followed, the facts that it rests on, and what else could be done. */
export const groundsSchema = z.strictObject({
  procedure: z.string().nullable(),
  /** Paths of facts of the case. */
  facts: z.array(z.string()),
  /** Where there is a choice: each way with the outcome and the cost that the reasoner expects of it, chosen first. */
  options: z.array(z.strictObject({ what: z.string(), outcome: z.string(), cost: z.string() })),
});
export type Grounds = z.infer<typeof groundsSchema>;

export const proposalSchema = z.strictObject({
  proposalId: proposalIdSchema,
  author: authorSchema,
  /** The teammates whose hand was in it before its author's: who wrote what was edited. None of them approves it. */
  writers: z.array(z.string()).exactOptional(),
  step: proposedStepSchema,
  /** One sentence for people: why this and not something else. */
  reason: z.string(),
  grounds: groundsSchema.exactOptional(),
  /** SHA-256 of the canonical JSON of the step: what every judgement, pause and call refers to. */
  argsHash: hashSchema,
});
export type Proposal = z.infer<typeof proposalSchema>;
