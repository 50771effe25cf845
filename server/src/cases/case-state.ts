import {
  addresseeSchema,
  authorSchema,
  callKeySchema,
  callOutcomeSchema,
  caseCostSchema,
  caseOwnerSchema,
  caseIdSchema,
  customerIdSchema,
  handoffTriggerSchema,
  hashSchema,
  identityLevelSchema,
  instantSchema,
  jsonObjectSchema,
  jsonSchema,
  judgementSchema,
  messageIdSchema,
  outboxIdSchema,
  pauseIdSchema,
  pauseSchema,
  proposalIdSchema,
  proposedStepSchema,
  reservationSchema,
  routeSchema,
  teammateRoleSchema,
  timerIdSchema,
} from "@purser/contract";
import { z } from "zod";

/** Raised whenever the fold or the state's form changes: a stored state of another version is folded anew from zero. */
export const foldVersion = 18;

export const stateBounds = {
  messages: 30,
  finishedProposals: 20,
  doneCalls: 50,
  sweeps: 20,
  values: 200,
  requests: 10,
  children: 30,
} as const;

/** A yes to a pause, not yet consumed. */
export const grantSchema = z.strictObject({
  pause: pauseSchema,
  by: z.string(),
  role: teammateRoleSchema.nullable(),
});
export type Grant = z.infer<typeof grantSchema>;

/** The judgement that a proposal stands on: what the person was shown, and until when its facts count as fresh. */
export const standingSchema = z.strictObject({
  judgement: judgementSchema,
  factsHash: hashSchema,
  readAt: instantSchema,
  validUntil: instantSchema,
  policyHash: hashSchema,
  shown: z.strictObject({ title: z.string(), text: z.string() }),
});
export type Standing = z.infer<typeof standingSchema>;

/**
 * How far a proposal that is not over has come. `judged` stands on a verdict that a person or nobody must still answer;
 * `asking` has an open pause; `identifying` waits for the customer to show who she is; `held` is decided and can be
 * withdrawn until its release; `calling` has a call under way; `carrying-out` is a `coordinate` or an `undo-all` whose parts
 * are proposed one after another, forward or in reverse; `joining` waits for the child cases that it has opened.
 */
export const phaseSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("made") }),
  z.strictObject({ kind: z.literal("judged"), standing: standingSchema }),
  z.strictObject({ kind: z.literal("asking"), standing: standingSchema, pauseId: pauseIdSchema }),
  z.strictObject({ kind: z.literal("identifying"), standing: standingSchema, isTold: z.boolean() }),
  z.strictObject({
    kind: z.literal("held"),
    standing: standingSchema,
    key: callKeySchema,
    releaseAt: instantSchema,
  }),
  z.strictObject({ kind: z.literal("calling"), standing: standingSchema }),
  z.strictObject({
    kind: z.literal("carrying-out"),
    standing: standingSchema,
    /** The calls found done and not taken back, in their order; of an `undo-all` those that are taken back. */
    done: z.array(callKeySchema),
    /** The part that failed for good, and why, while what was done is being taken back; null on the way forward. */
    undoing: z.strictObject({ tool: z.string(), detail: z.string() }).nullable(),
    /** What could not be taken back, a sentence each. */
    left: z.array(z.string()),
    /** How often the next part has been tried, and when it may be tried again. */
    tries: z.int(),
    notBefore: instantSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal("joining") }),
]);
export type Phase = z.infer<typeof phaseSchema>;

export const activeProposalSchema = z.strictObject({
  proposalId: proposalIdSchema,
  seq: z.int(),
  author: authorSchema,
  /** The teammates whose hand is in it; none of them approves it. */
  writers: z.array(z.string()),
  step: proposedStepSchema,
  reason: z.string(),
  argsHash: hashSchema,
  phase: phaseSchema,
  grants: z.array(grantSchema),
});
export type ActiveProposal = z.infer<typeof activeProposalSchema>;

/** Why a proposal is over, for the reasoner and for people. */
export const proposalEndSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("done"), detail: z.string() }),
  z.strictObject({ kind: z.literal("denied"), reasons: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("escalated"), reasons: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("declined"), by: z.enum(["customer", "teammate"]), reason: z.string().nullable() }),
  z.strictObject({ kind: z.literal("expired") }),
  z.strictObject({ kind: z.literal("withdrawn"), reason: z.string() }),
  z.strictObject({ kind: z.literal("superseded") }),
  z.strictObject({ kind: z.literal("refused"), detail: z.string() }),
  z.strictObject({ kind: z.literal("failed"), detail: z.string() }),
  z.strictObject({ kind: z.literal("unsettled"), detail: z.string() }),
  /** All child cases have ended, each as it did; in the order of the proposal. */
  z.strictObject({ kind: z.literal("joined"), children: z.array(caseIdSchema) }),
  /** A part failed for good, so what had been done was taken back; `left` is what could not be. */
  z.strictObject({ kind: z.literal("undone"), tool: z.string(), detail: z.string(), left: z.array(z.string()) }),
  /** Of an `undo-all`: what had been taken back when one call could not be. */
  z.strictObject({
    kind: z.literal("stopped"),
    undone: z.array(callKeySchema),
    stuck: callKeySchema,
    detail: z.string(),
  }),
]);
export type ProposalEnd = z.infer<typeof proposalEndSchema>;

export const finishedProposalSchema = z.strictObject({
  proposalId: proposalIdSchema,
  step: proposedStepSchema,
  argsHash: hashSchema,
  end: proposalEndSchema,
  seq: z.int(),
});
export type FinishedProposal = z.infer<typeof finishedProposalSchema>;

/** A call that was started and is not settled: its outcome is missing or unknown, or its effect not yet read back. */
export const openCallSchema = z.strictObject({
  key: callKeySchema,
  proposalId: proposalIdSchema,
  tool: z.string(),
  args: jsonObjectSchema,
  facts: jsonObjectSchema,
  undoOf: callKeySchema.nullable(),
  attempt: z.int(),
  epoch: z.int(),
  startedAt: instantSchema,
  settledAt: instantSchema,
  once: z.enum(["key", "natural", "none"]),
  resendUntil: instantSchema.nullable(),
  reservations: z.array(reservationSchema),
  /** The answers that its first attempt consumed; a repeat under the same key stands on them while they last. */
  grants: z.array(grantSchema),
  outcome: callOutcomeSchema.nullable(),
  /** Look-ups since the outcome, and when the next is due. */
  looks: z.int(),
  lookAt: instantSchema,
  /** The last look-up said, after the settle time, that it did not happen, or that the key makes a repeat harmless. */
  isKnownNotDone: z.boolean(),
});
export type OpenCall = z.infer<typeof openCallSchema>;

/** A call found done by read-back. */
export const doneCallSchema = z.strictObject({
  key: callKeySchema,
  proposalId: proposalIdSchema,
  tool: z.string(),
  args: jsonObjectSchema,
  facts: jsonObjectSchema,
  result: jsonObjectSchema,
  undoOf: callKeySchema.nullable(),
  doneAt: instantSchema,
  isUndone: z.boolean(),
  /** What stays of it though it is undone. */
  residue: z.string().nullable(),
});
export type DoneCall = z.infer<typeof doneCallSchema>;

/** A key whose last finding is not-done or unknown: looked up again later, also in a closed case. */
const sweepSchema = z.strictObject({ call: openCallSchema, dueAt: z.array(instantSchema) });

const knownValueSchema = z.strictObject({ value: jsonSchema, source: z.string(), at: instantSchema });

/** How far she has come in showing who she is by a one-time code. */
const identificationSchema = z.strictObject({
  /** She was asked for her address, so that one in a message is the answer. */
  isAsked: z.boolean(),
  /** What she has not been answered yet. */
  pending: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("request"), requestId: messageIdSchema, address: z.string() }),
      z.strictObject({ kind: z.literal("request-by-name"), requestId: messageIdSchema, name: z.string() }),
      z.strictObject({ kind: z.literal("wrong-code") }),
    ])
    .nullable(),
  /** The last code, also when it is used or over: its digits are struck out of what she writes. */
  code: z
    .strictObject({
      requestId: messageIdSchema,
      addressee: addresseeSchema.nullable(),
      level: identityLevelSchema,
      expiresAt: instantSchema,
      triesLeft: z.int(),
    })
    .nullable(),
});

/** A part of the work in a case of its own, with what it brought once it has ended. */
export const childSchema = z.strictObject({
  caseId: caseIdSchema,
  proposalId: proposalIdSchema,
  index: z.int(),
  goal: z.string(),
  end: z
    .strictObject({
      kind: z.enum(["resolved", "closed", "unresolved", "stopped"]),
      summary: z.string(),
      outputs: jsonObjectSchema,
      done: z.array(z.strictObject({ key: callKeySchema, tool: z.string(), result: jsonObjectSchema })),
    })
    .nullable(),
});
export type Child = z.infer<typeof childSchema>;

const requestSchema = z.strictObject({ procedure: z.string(), confidence: z.number(), slots: jsonObjectSchema });

export const caseStateSchema = z.strictObject({
  seq: z.int(),
  tenant: z.string(),
  caseId: caseIdSchema,
  lifecycle: z.enum(["open", "resolved", "closed", "erased"]),
  channel: z.string(),
  customerId: customerIdSchema.nullable(),
  customerRef: z.string().nullable(),
  subject: z.string().nullable(),
  goal: z.string().nullable(),
  procedure: z.string().nullable(),
  blueprintHash: hashSchema,
  identity: z.strictObject({ level: identityLevelSchema, method: z.string(), expiresAt: instantSchema.nullable() }),
  identification: identificationSchema,
  owner: caseOwnerSchema,
  /** The last teammate who gave the case back, and what the agent is to know of it. */
  returned: z.strictObject({ teammateId: z.string(), note: z.string().nullable(), seq: z.int() }).nullable(),
  /** The last messages by reference; texts stand in the log. */
  messages: z.array(
    z.strictObject({ seq: z.int(), direction: z.enum(["in", "out"]), id: z.union([messageIdSchema, outboxIdSchema]) }),
  ),
  /** The first message that no thought has seen yet. */
  unreadFromSeq: z.int().nullable(),
  requests: z.array(requestSchema),
  frustrated: z.boolean(),
  wantsPerson: z.boolean(),
  /** What is known, by path, each with its source. */
  values: z.record(z.string(), knownValueSchema),
  plan: z
    .strictObject({ procedure: z.string(), steps: z.array(z.strictObject({ tool: z.string(), why: z.string() })) })
    .nullable(),
  /** Something happened that the reasoner has not thought about. */
  needsThought: z.boolean(),
  proposals: z.array(activeProposalSchema),
  finished: z.array(finishedProposalSchema),
  pauses: z.array(pauseSchema),
  calls: z.array(openCallSchema),
  doneCalls: z.array(doneCallSchema),
  sweeps: z.array(sweepSchema),
  timers: z.array(
    z.strictObject({
      timerId: timerIdSchema,
      wakeAt: instantSchema,
      purpose: z.string(),
      refersTo: z.string().nullable(),
    }),
  ),
  /** The case of the same customer that this one goes on in; it is closed for good then. */
  mergedInto: caseIdSchema.nullable(),
  /** The case that this one is a part of; it is told once how this one ended. */
  parent: z
    .strictObject({ caseId: caseIdSchema, proposalId: proposalIdSchema, thoughts: z.int(), hasReported: z.boolean() })
    .nullable(),
  children: z.array(childSchema),
  /** She answered, and it is not clear which of these questions; `isAsked` once they were put to her by number. */
  choice: z.strictObject({ pauseIds: z.array(pauseIdSchema), isAsked: z.boolean() }).nullable(),
  /** Set when a person must take over and no handoff has been made yet. */
  handoffDue: z
    .strictObject({
      trigger: handoffTriggerSchema,
      /** The sensitive topic, when that is the trigger. */
      topic: z.string().nullable(),
      reasons: z.array(z.string()),
    })
    .nullable(),
  counters: z.strictObject({
    /** Messages in a row that sounded angry or worn out. */
    frustrated: z.int(),
    thoughts: z.int(),
    thoughtsSinceMessage: z.int(),
    calls: z.int(),
    tokens: z.int(),
    costMicros: z.int(),
    durationMs: z.int(),
  }),
  /** What was counted before a person gave the case back: since then it counts anew. */
  spentBefore: caseCostSchema,
  /** Who thought the last step, where there is a choice; `since` is the first of the steps that went the same way. */
  route: z.strictObject({ route: routeSchema, since: instantSchema, times: z.int(), why: z.string() }).nullable(),
});
export type HandoffDue = NonNullable<z.infer<typeof caseStateSchema>["handoffDue"]>;
export type CaseState = z.infer<typeof caseStateSchema>;
