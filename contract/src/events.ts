import { z } from "zod";
import { ratingSchema } from "./api-visitor.ts";
import { attachmentSchema } from "./attachment.ts";
import { callFindingSchema, callOutcomeSchema } from "./call.ts";
import { childReportShape } from "./child-report.ts";
import { handoffPacketSchema, handoffWishSchema } from "./handoff.ts";
import { identityLevelSchema, teammateRoleSchema } from "./identity.ts";
import {
  callKeySchema,
  caseIdSchema,
  customerIdSchema,
  handoffIdSchema,
  hashSchema,
  messageIdSchema,
  outboxIdSchema,
  pauseIdSchema,
  proposalIdSchema,
  timerIdSchema,
} from "./ids.ts";
import { instantSchema } from "./instant.ts";
import { jsonObjectSchema } from "./json.ts";
import { decisionSchema, pauseSchema, surfaceSchema } from "./pause.ts";
import { proposalSchema } from "./proposal.ts";
import { routeSchema } from "./route.ts";
import { judgementSchema } from "./verdict.ts";

const triggerSchema = z.strictObject({
  kind: z.enum(["message", "person", "schedule", "event", "case"]),
  name: z.string(),
});

const identityShape = { level: identityLevelSchema, method: z.string(), expiresAt: instantSchema.nullable() } as const;

const attemptSchema = z.int().positive();

/** A part of a total that a call claims while it is in flight, and keeps when it is done. */
export const reservationSchema = z.strictObject({ key: z.string(), name: z.string(), amount: z.int() });
export type Reservation = z.infer<typeof reservationSchema>;

/** A customer whom nobody has identified yet: her id with us, and that in the systems of record. */
export const addresseeSchema = z.strictObject({ id: customerIdSchema, ref: z.string() });

/**
 * The body of each kind of event. Bodies may hold personal data and are stored encrypted, apart from the rows.
 * A stored body is never changed; a new shape is a new `v`, with an upcaster for the old one in `server/src/cases/upcast`.
 */
export const eventBodySchemas = {
  "case.opened": z.strictObject({
    trigger: triggerSchema,
    channel: z.string(),
    customerId: customerIdSchema.nullable(),
    customerRef: z.string().nullable(),
    subject: z.string().nullable(),
    goal: z.string().nullable(),
    procedure: z.string().nullable(),
    blueprintHash: hashSchema,
    /** The case that this one is a part of, and what it goes by: so many thoughts, and what is given. */
    parent: z
      .strictObject({
        caseId: caseIdSchema,
        proposalId: proposalIdSchema,
        thoughts: z.int().positive(),
        given: jsonObjectSchema,
      })
      .nullable(),
    /** What it knows from the start, by path: what the event said that opened it. */
    given: jsonObjectSchema.exactOptional(),
  }),
  /** A part of the work goes on in a case of its own, with this case's customer, identity and blueprint. */
  "child.opened": z.strictObject({
    childId: caseIdSchema,
    proposalId: proposalIdSchema,
    /** Its place in the proposal, from 0 on. */
    index: z.int().nonnegative(),
    outboxId: outboxIdSchema,
    goal: z.string(),
    procedure: z.string().nullable(),
    given: jsonObjectSchema,
    thoughts: z.int().positive(),
    channel: z.string(),
    customerId: customerIdSchema.nullable(),
    customerRef: z.string().nullable(),
    identity: z.strictObject(identityShape),
    blueprintHash: hashSchema,
  }),
  /** Its end, as the child case itself has reported it. */
  "child.ended": z.strictObject({ childId: caseIdSchema, ...childReportShape }),
  /** The child case is to be closed: nobody waits for it any more. */
  "child.stopped": z.strictObject({ childId: caseIdSchema, outboxId: outboxIdSchema, reason: z.string() }),
  "message.received": z.strictObject({
    messageId: messageIdSchema,
    channel: z.string(),
    sender: z.strictObject({ kind: z.enum(["customer", "teammate"]), id: z.string() }),
    provider: z.string(),
    deliveryId: z.string(),
    /** May be empty where there are files. */
    text: z.string(),
    attachments: z.array(attachmentSchema).exactOptional(),
    /** Set when the message is a plain yes or no to this pause, and so no news for the reasoner. */
    answers: pauseIdSchema.nullable(),
    /** Set when the message only says who she is, and so no news either; a code is struck out of its text. */
    identifies: z.enum(["address", "name", "code"]).exactOptional(),
    /** Set when the message is a plain yes or no that could answer each of these pauses, so it answers none. */
    couldAnswer: z.array(pauseIdSchema).exactOptional(),
    /** Set when it speaks of what must not be answered by a machine: the blueprint's topic. A person gets it at once. */
    sensitive: z.string().exactOptional(),
  }),
  "message.understood": z.strictObject({
    messageId: messageIdSchema,
    reasoner: z.string(),
    requests: z.array(z.strictObject({ procedure: z.string(), confidence: z.number(), slots: jsonObjectSchema })),
    alternatives: z.array(z.string()),
    next: z.enum(["act", "ask", "decline", "person"]),
    frustrated: z.boolean(),
    wantsPerson: z.boolean(),
    values: jsonObjectSchema,
  }),
  "message.sent": z.strictObject({
    outboxId: outboxIdSchema,
    channel: z.string(),
    text: z.string(),
    claims: z.array(callKeySchema),
    /** Set when the message shows a pause, so that the channel can add its buttons. */
    pauseId: pauseIdSchema.nullable(),
    proposalId: proposalIdSchema.nullable(),
    /** The pauses among which the message asks the customer to choose, by number. */
    choices: z.array(pauseIdSchema).exactOptional(),
    /** Set when a teammate wrote it. */
    teammateId: z.string().exactOptional(),
    attachments: z.array(attachmentSchema).exactOptional(),
  }),
  "message.delivered": z.strictObject({
    outboxId: outboxIdSchema,
    state: z.enum(["accepted", "refused", "bounced", "unknown"]),
    detail: z.string(),
  }),
  "signal.received": z.strictObject({ source: z.string(), refersTo: z.string().nullable(), data: jsonObjectSchema }),
  "identity.changed": z.strictObject({
    subject: z.string(),
    level: identityLevelSchema,
    method: z.string(),
    expiresAt: instantSchema.nullable(),
    /** Whom the case is about from now on, when nobody knew before. */
    customer: addresseeSchema.exactOptional(),
  }),
  /** She was asked for the address that a one-time code is mailed to, for what this proposal needs. */
  "code.asked": z.strictObject({ proposalId: proposalIdSchema }),
  /** She named an address, or only herself, one of the two; the request is known by her message. */
  "code.requested": z.strictObject({
    requestId: messageIdSchema,
    address: z.string().exactOptional(),
    name: z.string().exactOptional(),
  }),
  /** The code itself is derived and written nowhere; `addressee` is null where the address is nobody's. */
  "code.made": z.strictObject({
    requestId: messageIdSchema,
    addressee: addresseeSchema.nullable(),
    /** The identity level that the code will show. */
    level: identityLevelSchema,
    expiresAt: instantSchema,
    /** How sure the search by her name was, from 0 to 1, and what spoke for it. */
    search: z.strictObject({ confidence: z.number(), because: z.string() }).exactOptional(),
  }),
  "code.refused": z.strictObject({
    requestId: messageIdSchema,
    reason: z.enum(["too-many", "unreadable", "by-address-only"]),
  }),
  "code.tried": z.strictObject({ requestId: messageIdSchema, isRight: z.boolean() }),
  /** What lookups answered; each value has its source. */
  "facts.read": z.strictObject({
    proposalId: proposalIdSchema,
    reads: z.array(
      z.strictObject({
        tool: z.string(),
        args: jsonObjectSchema,
        readAt: instantSchema,
        outcome: z.discriminatedUnion("kind", [
          z.strictObject({ kind: z.literal("found"), result: jsonObjectSchema }),
          z.strictObject({ kind: z.literal("refused"), detail: z.string() }),
          z.strictObject({ kind: z.literal("failed"), detail: z.string() }),
        ]),
        /** The facts that the tool gives, by path. */
        values: jsonObjectSchema,
      }),
    ),
  }),
  "plan.made": z.strictObject({
    procedure: z.string(),
    steps: z.array(z.strictObject({ tool: z.string(), why: z.string() })),
    reason: z.string(),
  }),
  "proposal.made": z.strictObject({ proposal: proposalSchema, stale: z.boolean() }),
  "proposal.judged": z.strictObject({
    proposalId: proposalIdSchema,
    argsHash: hashSchema,
    judgement: judgementSchema,
    factsHash: hashSchema,
    readAt: instantSchema,
    policyHash: hashSchema,
    blueprintHash: hashSchema,
    validUntil: instantSchema,
    /** What the person reads if one is asked; empty when nobody is. */
    shown: z.strictObject({ title: z.string(), text: z.string() }),
    /** Why a tool could not say what it would do: what is shown of it is then its title and its arguments. */
    undescribed: z.string().exactOptional(),
    /** Why a system did not say what the guardrails need. Nothing is decided then, and the denial is for now alone. */
    unread: z.string().exactOptional(),
    /** True when it was made at execution, with the assurance actually held. */
    atExecution: z.boolean(),
  }),
  "pause.opened": z.strictObject({ pause: pauseSchema }),
  "pause.answered": z.strictObject({
    pauseId: pauseIdSchema,
    proposalId: proposalIdSchema,
    digest: hashSchema,
    decision: decisionSchema,
    by: z.strictObject({ kind: z.enum(["customer", "teammate"]), id: z.string(), role: teammateRoleSchema.nullable() }),
    authenticated: z.string(),
    surface: surfaceSchema,
    reason: z.string().nullable(),
    /** For a pause of kind input. */
    value: jsonObjectSchema.nullable(),
  }),
  /** Laid before somebody else, or before a higher role, because nobody has answered. */
  "pause.reassigned": z.strictObject({
    pauseId: pauseIdSchema,
    proposalId: proposalIdSchema,
    why: z.enum(["reassign", "escalate"]),
    /** The lowest role that may answer from now on. */
    role: teammateRoleSchema,
    assignedTo: z.string().nullable(),
  }),
  "pause.expired": z.strictObject({ pauseId: pauseIdSchema, proposalId: proposalIdSchema }),
  "pause.withdrawn": z.strictObject({
    pauseId: pauseIdSchema,
    proposalId: proposalIdSchema,
    by: z.string(),
    reason: z.string(),
  }),
  /** `pauseId` is null when nobody had been asked yet. */
  "pause.superseded": z.strictObject({
    pauseId: pauseIdSchema.nullable(),
    proposalId: proposalIdSchema,
    newProposalId: proposalIdSchema.nullable(),
    reason: z.string(),
  }),
  "call.started": z.strictObject({
    key: callKeySchema,
    attempt: attemptSchema,
    proposalId: proposalIdSchema,
    tool: z.string(),
    args: jsonObjectSchema,
    argsHash: hashSchema,
    pauseIds: z.array(pauseIdSchema),
    reservations: z.array(reservationSchema),
    /** The key of the call that this one takes back; null for an ordinary call. */
    undoOf: callKeySchema.nullable(),
    once: z.enum(["key", "natural", "none"]),
    /** Until when the same call may be sent again: 80 % of the key's lifetime after the first attempt; null without limit. */
    resendUntil: instantSchema.nullable(),
    settleMs: z.int().nonnegative(),
  }),
  "call.ended": z.strictObject({ key: callKeySchema, attempt: attemptSchema, outcome: callOutcomeSchema }),
  "call.verified": z.strictObject({
    key: callKeySchema,
    attempt: attemptSchema,
    finding: callFindingSchema,
    settledAt: instantSchema,
    /** The facts that the tool gives when done, by path. */
    values: jsonObjectSchema,
  }),
  /** The proposal is executed under this key at `releaseAt`, unless it is withdrawn before. */
  "call.held": z.strictObject({ key: callKeySchema, proposalId: proposalIdSchema, releaseAt: instantSchema }),
  "call.released": z.strictObject({ key: callKeySchema }),
  "call.withdrawn": z.strictObject({ key: callKeySchema, by: z.string(), reason: z.string() }),
  "undo.started": z.strictObject({ key: callKeySchema, undoKey: callKeySchema }),
  "undo.ended": z.strictObject({
    key: callKeySchema,
    undoKey: callKeySchema,
    isUndone: z.boolean(),
    residue: z.string().nullable(),
  }),
  "timer.set": z.strictObject({
    timerId: timerIdSchema,
    wakeAt: instantSchema,
    purpose: z.string(),
    refersTo: z.string().nullable(),
  }),
  "timer.fired": z.strictObject({ timerId: timerIdSchema }),
  /** Somebody wants people to have the case; what they get follows as `handoff.made`. */
  "handoff.asked": handoffWishSchema,
  "handoff.made": z.strictObject({
    handoffId: handoffIdSchema,
    queue: z.string(),
    packet: handoffPacketSchema,
    /** When people are there again, as the customer was told; null when they are there, or nobody knows. */
    opensAt: instantSchema.nullable(),
  }),
  /** Whose it is to take, and why; null for nobody's. Who has the case is said by `teammate.joined`. */
  "case.assigned": z.strictObject({ teammateId: z.string().nullable(), by: z.string(), why: z.string() }),
  "teammate.joined": z.strictObject({ teammateId: z.string() }),
  /** Back to the agent, or to the queue that it came from; `note` is for whoever has it next. */
  "teammate.left": z.strictObject({
    teammateId: z.string(),
    returnsToAgent: z.boolean(),
    note: z.string().nullable(),
  }),
  /** `mentions` are the teammates whom it names, by id; they are told. */
  "note.added": z.strictObject({ by: z.string(), text: z.string(), mentions: z.array(z.string()).exactOptional() }),
  /** How long it took is absent from logs that are older than the figure. */
  "budget.spent": z.strictObject({
    purpose: z.string(),
    steps: z.int(),
    tokens: z.int(),
    costMicros: z.int(),
    durationMs: z.int().nonnegative().exactOptional(),
  }),
  /** Which reasoner thought this step, and why not another; `none` when none could. Written where there is a choice. */
  "route.chosen": z.strictObject({ route: routeSchema, reasoner: z.string(), why: z.string() }),
  /** The child case has ended and tells the case that it is a part of; once. */
  "case.reported": z.strictObject({ parentId: caseIdSchema, outboxId: outboxIdSchema, ...childReportShape }),
  "case.resolved": z.strictObject({ by: z.string(), summary: z.string(), evidence: jsonObjectSchema }),
  /** Set where a teammate did it. */
  "case.reopened": z.strictObject({ reason: z.string(), by: z.string().exactOptional() }),
  "case.closed": z.strictObject({ by: z.string(), reason: z.string() }),
  /** Closed for good: it goes on as part of another case of the same customer, which is told by the row of this id. */
  "case.merged": z.strictObject({ into: caseIdSchema, outboxId: outboxIdSchema, by: z.string(), reason: z.string() }),
  /** What another case of the same customer was about, which goes on here. */
  "case.absorbed": z.strictObject({
    from: caseIdSchema,
    by: z.string(),
    reason: z.string(),
    /** What was said there last, oldest first. */
    said: z.array(
      z.strictObject({ from: z.enum(["customer", "agent", "teammate"]), text: z.string(), at: instantSchema }),
    ),
  }),
  /** How content the customer was, 1 the least and 5 the most; of several the last one counts. */
  "case.rated": z.strictObject({ rating: ratingSchema, comment: z.string().nullable() }),
  /**
   * Under another blueprint version from now on; `procedures` and `tools` are those that have another name there, old to
   * new, and `proposals` those that name such a tool: what each asks for from now on, with its hash.
   */
  "case.migrated": z.strictObject({
    from: hashSchema,
    to: hashSchema,
    by: z.string(),
    procedures: z.record(z.string(), z.string()),
    tools: z.record(z.string(), z.string()).exactOptional(),
    proposals: z.array(proposalSchema.pick({ proposalId: true, step: true, argsHash: true })).exactOptional(),
  }),
  "case.erased": z.strictObject({ by: z.string(), legalBasis: z.string() }),
} as const;

export type EventKind = keyof typeof eventBodySchemas;
export type EventBody<Kind extends EventKind> = z.infer<(typeof eventBodySchemas)[Kind]>;

/** An event before it is stored: what happened, without when and where in the log. */
export type NewEvent = { [Kind in EventKind]: { kind: Kind; body: EventBody<Kind> } }[EventKind];

/** An event of a log, decrypted and of the newest version. */
export type CaseEvent = NewEvent & { seq: number; at: z.infer<typeof instantSchema>; actorId: string; epoch: number };
export type CaseEventOf<Kind extends EventKind> = Extract<CaseEvent, { kind: Kind }>;

export const eventKindSchema = z.custom<EventKind>(
  (value) => typeof value === "string" && Object.hasOwn(eventBodySchemas, value),
  "no such kind of event",
);
