import {
  type CaseEvent,
  type EventBody,
  type EventKind,
  callKeySchema,
  eventBodySchemas,
  hashSchema,
  instantOf,
  messageIdSchema,
  pauseIdSchema,
  proposalIdSchema,
  proposalSchema,
} from "@purser/contract";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { caseNames } from "./case-names.ts";
import { explainEvent } from "./explain-event.ts";
import { callStarted } from "../cases/testing/test-call-started.ts";
import { testPacket } from "../cases/testing/test-packet.ts";

const at = instantOf(1_770_000_000_000);
const id = (prefix: string) => `${prefix}_${"0".repeat(20)}`;
const proposalId = proposalIdSchema.parse(id("prop"));
const pauseId = pauseIdSchema.parse(id("pause"));
const messageId = messageIdSchema.parse(id("msg"));
const key = callKeySchema.parse("0".repeat(52));
const otherKey = callKeySchema.parse("1".repeat(52));
const hash = hashSchema.parse("0".repeat(64));
const assurance = { identity: 2 as const, confirmed: true, approved: false, approverRole: null };
const policies = [
  { id: "refund-confirmed", effect: "permit" as const, reason: null },
  { id: "window", effect: "forbid" as const, reason: "The window has passed." },
];
const judgement = {
  verdict: { kind: "approve" as const, role: "lead" as const },
  policies,
  facts: { currency: "USD", paidMinor: 4700 },
  totals: { refunds30d: 1200 },
  assurance,
};
const pause = {
  pauseId,
  kind: "confirm" as const,
  proposalId,
  digest: hash,
  shown: { title: "Refund an order", text: "Refund $47.00?", reasons: ["It is more than $25."] },
  mayAnswer: { kind: "customer" as const },
  openedAt: at,
  expiresAt: at,
  atDeadline: "decline" as const,
  policyHash: hash,
};

const childReport = {
  end: "resolved" as const,
  summary: "the parcel is at the depot",
  outputs: { "parcel.place": "depot" },
  done: [{ key, tool: "find_parcel", result: {} }],
  cost: { thoughts: 2, calls: 1, tokens: 0, costMicros: 0 },
};

/** One body of each kind, and what its sentences must say. */
const samples: { [Kind in EventKind]: { body: z.input<(typeof eventBodySchemas)[Kind]>; says: string } } = {
  "case.opened": {
    body: {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerId: null,
      customerRef: "C-1",
      subject: "Shoes",
      goal: null,
      procedure: null,
      blueprintHash: hash,
      parent: null,
    },
    says: "for the customer C-1",
  },
  "child.opened": {
    body: {
      childId: id("case"),
      proposalId,
      index: 0,
      outboxId: id("out"),
      goal: "find the parcel",
      procedure: null,
      given: {},
      thoughts: 9,
      channel: "chat",
      customerId: null,
      customerRef: null,
      identity: { level: 1, method: "channel", expiresAt: null },
      blueprintHash: hash,
    },
    says: "find the parcel",
  },
  "child.ended": {
    body: { childId: id("case"), ...childReport },
    says: "ended resolved: the parcel is at the depot. It did find_parcel. It took 2 thoughts and 1 call.",
  },
  "child.stopped": {
    body: { childId: id("case"), outboxId: id("out"), reason: "a person has the case" },
    says: "a person has the case",
  },
  "case.reported": {
    body: { parentId: id("case"), outboxId: id("out"), ...childReport },
    says: "which this one is a part of, that it ended resolved",
  },
  "message.received": {
    body: {
      messageId,
      channel: "chat",
      sender: { kind: "customer", id: "c" },
      provider: "api",
      deliveryId: "1",
      text: "Yes",
      answers: pauseId,
    },
    says: "a plain answer to “Refund $47.00?”",
  },
  "code.asked": { body: { proposalId }, says: "asked for her e-mail address" },
  "code.requested": { body: { requestId: messageId, address: "mia@example.com" }, says: "at mia@example.com" },
  "code.made": { body: { requestId: messageId, addressee: null, level: 1, expiresAt: at }, says: "no code was mailed" },
  "code.refused": { body: { requestId: messageId, reason: "too-many" }, says: "too many" },
  "code.tried": { body: { requestId: messageId, isRight: false }, says: "wrong" },
  "message.understood": {
    body: {
      messageId,
      reasoner: "rules",
      requests: [{ procedure: "refund", confidence: 0.87, slots: {} }],
      alternatives: ["exchange"],
      next: "act",
      frustrated: true,
      wantsPerson: false,
      values: { "order.id": "L-1" },
    },
    says: "understood “your money back” (87 %); next: act. It might also have been “another size”.",
  },
  "message.sent": {
    body: { outboxId: id("out"), channel: "chat", text: "It is done.", claims: [key], pauseId: null, proposalId: null },
    says: "speaks of “Refund an order”",
  },
  "message.delivered": {
    body: { outboxId: id("out"), state: "bounced", detail: "no such mailbox" },
    says: "no such mailbox",
  },
  "signal.received": {
    body: { source: "shipping", refersTo: null, data: { state: "delivered" } },
    says: 'shipping reported state is "delivered"',
  },
  "identity.changed": { body: { subject: "c", level: 2, method: "a code", expiresAt: at }, says: "level 2, by a code" },
  "facts.read": {
    body: {
      proposalId,
      reads: [
        {
          tool: "find_orders",
          args: {},
          readAt: at,
          outcome: { kind: "refused", detail: "no such customer" },
          values: {},
        },
      ],
    },
    says: "no such customer",
  },
  "plan.made": {
    body: { procedure: "exchange", steps: [{ tool: "check_stock", why: "to know" }], reason: "It is the shortest" },
    says: "The plan for “another size”: “Check the stock” (to know)",
  },
  "proposal.made": {
    body: {
      proposal: {
        proposalId,
        author: { kind: "reasoner", name: "rules" },
        step: { kind: "call", call: { tool: "refund_order", args: { orderId: "L-1" } } },
        reason: "She asked for it",
        argsHash: hash,
      },
      stale: true,
    },
    says: '“Refund an order” where orderId is "L-1"',
  },
  "proposal.judged": {
    body: {
      proposalId,
      argsHash: hash,
      judgement,
      factsHash: hash,
      readAt: at,
      policyHash: hash,
      blueprintHash: hash,
      validUntil: at,
      shown: { title: "Refund an order", text: "Refund $47.00?" },
      atExecution: false,
    },
    says: "The guardrail window forbids it: The window has passed.",
  },
  "pause.opened": { body: { pause }, says: "Because: It is more than $25." },
  "pause.answered": {
    body: {
      pauseId,
      proposalId,
      digest: hash,
      decision: "no",
      by: { kind: "teammate", id: "tm-1", role: "lead" },
      authenticated: "api-key",
      surface: "cli",
      reason: "Too much",
      value: null,
    },
    says: "The lead tm-1 said no to “Refund $47.00?”",
  },
  "pause.reassigned": {
    body: { pauseId, proposalId, why: "escalate", role: "lead", assignedTo: null },
    says: "“Refund $47.00?” was laid before everybody with the role lead",
  },
  "pause.expired": { body: { pauseId, proposalId }, says: "Nobody answered “Refund $47.00?”" },
  "pause.withdrawn": { body: { pauseId, proposalId, by: "tm-1", reason: "taken over" }, says: "taken over" },
  "pause.superseded": {
    body: { pauseId: null, proposalId, newProposalId: null, reason: "it has changed" },
    says: "“Refund an order” no longer counts",
  },
  "call.started": {
    body: callStarted({ key, attempt: 2, proposalId, args: { orderId: "L-1" }, pauseIds: [pauseId] }).body,
    says: "attempt 2",
  },
  "call.ended": {
    body: { key, attempt: 1, outcome: { kind: "unknown", code: "PUR-3002", detail: "No answer." } },
    says: "did not say whether it happened (PUR-3002): No answer. It is looked up",
  },
  "call.verified": {
    body: {
      key,
      attempt: 1,
      finding: { kind: "not-done", settled: true, detail: "no such refund" },
      settledAt: at,
      values: {},
    },
    says: "Read back, “Refund an order” has not happened",
  },
  "call.held": { body: { key, proposalId, releaseAt: at }, says: "is held until" },
  "call.released": { body: { key }, says: "is over" },
  "call.withdrawn": { body: { key, by: "tm-1", reason: "changed her mind" }, says: "changed her mind" },
  "undo.started": { body: { key, undoKey: otherKey }, says: "Began to take back “Refund an order”" },
  "undo.ended": { body: { key, undoKey: otherKey, isUndone: true, residue: "the fee" }, says: "What stays: the fee." },
  "timer.set": { body: { timerId: id("tmr"), wakeAt: at, purpose: "remind", refersTo: null }, says: "remind" },
  "handoff.asked": { body: { by: "tm-1", reason: "a new version" }, says: "tm-1 wants people to have the case" },
  "case.migrated": {
    body: { from: hash, to: hash, by: "tm-1", procedures: {} },
    says: "tm-1 put the case under the blueprint version",
  },
  "timer.fired": { body: { timerId: id("tmr") }, says: "came due" },
  "handoff.made": {
    body: {
      handoffId: id("hand"),
      queue: "default",
      packet: testPacket({
        why: "She asked for a person",
        wants: "a person",
        done: ["refund_order"],
        promises: [{ text: "An answer", until: at, at }],
        suggestion: { text: "Call her", call: null },
      }),
      opensAt: null,
    },
    says: "Handed to a teammate, in the queue default: She asked for a person.",
  },
  "teammate.joined": { body: { teammateId: "tm-1" }, says: "took the case over" },
  "teammate.left": {
    body: { teammateId: "tm-1", returnsToAgent: true, note: "She is back home" },
    says: "She is back home",
  },
  "case.assigned": { body: { teammateId: "tm-1", by: "routing", why: "speaks German" }, says: "speaks German" },
  "case.rated": { body: { rating: 4, comment: "Quick!" }, says: "The customer rated this 4 of 5: Quick!" },
  "note.added": { body: { by: "tm-1", text: "Called her" }, says: "tm-1 noted: Called her." },
  "budget.spent": {
    body: { purpose: "thinking", steps: 1, tokens: 200, costMicros: 1500 },
    says: "1 step, 200 tokens",
  },
  "route.chosen": {
    body: { route: "frontier", reasoner: "large", why: "the small model was not sure" },
    says: "The frontier model thinks this step (large): the small model was not sure.",
  },
  "case.resolved": {
    body: { by: "rules", summary: "refunded", evidence: { "refund.state": "paid" } },
    says: 'Checked by reading afresh: refund.state is "paid".',
  },
  "case.reopened": { body: { reason: "she wrote again" }, says: "she wrote again" },
  "case.closed": { body: { by: "tm-1", reason: "done" }, says: "closed the case" },
  "case.merged": {
    body: { into: id("case"), outboxId: id("out"), by: "tm-1", reason: "the same parcel" },
    says: "merged the case into",
  },
  "case.absorbed": {
    body: { from: id("case"), by: "tm-1", reason: "the same parcel", said: [{ from: "customer", text: "Hello", at }] },
    says: "Said there by the customer: Hello",
  },
  "case.erased": { body: { by: "tm-1", legalBasis: "Art. 17" }, says: "Art. 17" },
};

const eventSchema = z.custom<CaseEvent>((value) => typeof value === "object");

function eventOf<Kind extends EventKind>(kind: Kind, seq = 1): CaseEvent {
  const body: EventBody<EventKind> = eventBodySchemas[kind].parse(samples[kind].body);
  return eventSchema.parse({ kind, body, seq, at, actorId: "a", epoch: 0 });
}

const kinds: EventKind[] = Object.keys(eventBodySchemas).flatMap((kind) =>
  kind in samples ? [eventKindOf(kind)] : [],
);
function eventKindOf(kind: string): EventKind {
  return z.custom<EventKind>((value) => typeof value === "string" && value in eventBodySchemas).parse(kind);
}

/** What some of the tools and procedures are called; the others have their names. */
const tools: Readonly<Record<string, string>> = { refund_order: "Refund an order", check_stock: "Check the stock" };
const procedures: Readonly<Record<string, string>> = { exchange: "another size", refund: "your money back" };

describe("every kind of event is told in whole sentences:", () => {
  const names = caseNames(
    kinds.map((kind) => eventOf(kind)),
    { tool: (name) => tools[name] ?? null, procedure: (name) => procedures[name] ?? null },
  );
  for (const kind of kinds) {
    test(kind, () => {
      const sentences = explainEvent(eventOf(kind), names);
      expect(sentences.join(" ")).toContain(samples[kind].says);
      for (const sentence of sentences) expect(sentence).toMatch(/^\S.*[.?!…][”"]?$|: “.*”$/s);
      expect(sentences.join(" ")).not.toMatch(/undefined|\[object|NaN| {2}|\.\./);
    });
  }

  /** What people and reasoners write may be a whole sentence already, or a phrase. */
  const withStop = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withStop);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        typeof each === "string" && /^(reason|why|summary|suggestion|detail|because|text|wants)$/.test(name)
          ? `${each.replace(/\.$/, "")}, with a person.`
          : withStop(each),
      ]),
    );
  };
  test.each(kinds)("%s, with one full stop where what it tells ends in one", (kind) => {
    const event = eventSchema.parse({ ...eventOf(kind), body: withStop(eventOf(kind).body) });
    expect(explainEvent(event, names).join(" ")).not.toContain("..");
  });
  test("what waits for who she is relies on that alone, whatever assurance was tried", () => {
    const judged = eventOf("proposal.judged");
    const tried = { identity: 1, confirmed: true, approved: true, approverRole: "lead", approvals: 2 };
    const asked = { ...judgement, verdict: { kind: "identify", level: 1 }, assurance: tried };
    const event = eventSchema.parse({ ...judged, body: { ...samples["proposal.judged"].body, judgement: asked } });
    expect(explainEvent(event, names)).toContain("It would rely on identity level 1.");
  });
  test("a hand-over whose reason ends in a full stop is told with one", () => {
    const proposal = proposalSchema.parse({
      proposalId: id("prop"),
      author: { kind: "reasoner", name: "rules" },
      step: {
        kind: "handoff",
        trigger: "person-asked",
        why: "The customer asked for a person.",
        suggestion: "Answer her.",
      },
      reason: "The customer asked for a person.",
      argsHash: hash,
    });
    const event = eventSchema.parse({ ...eventOf("proposal.made"), body: { proposal, stale: false } });
    expect(explainEvent(event, names)[0]).toBe(
      "The reasoner rules proposed to hand the case to a teammate: The customer asked for a person.",
    );
  });

  test("there are samples of all kinds", () => {
    expect(kinds).toHaveLength(Object.keys(eventBodySchemas).length);
  });
});
