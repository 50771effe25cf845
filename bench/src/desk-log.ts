import {
  type CaseId,
  type CustomerId,
  type Hash,
  type IdOf,
  type IdPrefix,
  type Instant,
  type NewEvent,
  hashSchema,
  plusMs,
} from "@purser/contract";
import { hashOf, idFromBytes } from "@purser/kit/audit";

const people = ["tm-local", "tm-second", "tm-anna", "tm-ben"] as const;
const tags = ["late-parcel", "vip", "damaged", "second-contact", "chargeback"] as const;

/** What people write about, and the procedure that it is for. */
const topics = [
  ["order-status", "Where is my order {order}? It was to be here on Monday."],
  ["refund-defective-item", "The boots of order {order} have a hole in the left sole. I would like my money back."],
  ["exchange-wrong-size", "I ordered a 24 and got a 26, order {order}. Can you send me the right ones?"],
  ["change-delivery-address", "Please send order {order} to my office and not home, I am away this week."],
  ["cancel-order", "I ordered twice by mistake. Could you cancel {order}?"],
  ["billing-discrepancy", "You have charged me twice for {order}, says my bank."],
] as const;

/** How cases stand, with how many of a hundred. */
const standings = [
  ["resolved", 32],
  ["waiting", 22],
  ["closed", 14],
  ["with-somebody", 14],
  ["unassigned", 12],
  ["to-approve", 6],
] as const;
type Standing = (typeof standings)[number][0];

const deadlineMs = 180 * 86_400_000;

export type SeededCase = { number: number; ref: string; customerId: CustomerId; blueprintHash: Hash };

export function caseIdOf(number: number): CaseId {
  return idOf("case", number, "case");
}

/** What came in: the case, who she is and what she wrote, as it was understood. */
export function openingOf({ number, ref, customerId, blueprintHash }: SeededCase): NewEvent[] {
  const [procedure, text] = topicOf(number);
  const expiresAt = null;
  return [
    {
      kind: "case.opened",
      body: {
        trigger: { kind: "message", name: "chat" },
        channel: "chat",
        customerId,
        customerRef: ref,
        subject: null,
        goal: null,
        procedure: null,
        blueprintHash,
        parent: null,
      },
    },
    { kind: "identity.changed", body: { subject: customerId, level: 2, method: "site-token", expiresAt } },
    {
      kind: "message.received",
      body: {
        messageId: idOf("msg", number, "first"),
        channel: "chat",
        sender: { kind: "customer", id: customerId },
        provider: "bench",
        deliveryId: `${number}`,
        text: text.replace("{order}", orderOf(number)),
        answers: null,
      },
    },
    {
      kind: "message.understood",
      body: {
        messageId: idOf("msg", number, "first"),
        reasoner: "rules",
        requests: [{ procedure, confidence: 0.9, slots: { orderId: orderOf(number) } }],
        alternatives: [],
        next: "act",
        frustrated: draw(number, "frustrated") % 9 === 0,
        wantsPerson: false,
        values: {},
      },
    },
  ];
}

/** What became of it, by how it stands today. */
export function eventsOf(number: number, now: Instant): NewEvent[] {
  const standing = standingOf(number);
  switch (standing) {
    case "waiting":
      return said(number, "I have found it. Shall I go on with order {order}, or did you mean another one?");
    case "resolved":
      return [...said(number, "That is done: order {order} is on its way to you."), resolved];
    case "closed":
      return [
        ...said(number, "That is done for order {order}."),
        resolved,
        { kind: "case.closed", body: { by: "tm-local", reason: "Nothing is left to do." } },
      ];
    case "unassigned":
      return handedOff(number);
    case "with-somebody":
      return [...handedOff(number), ...takenBy(oneOf(people, number, "person"), number)];
    case "to-approve":
      return askedFor(number, now);
  }
}

const resolved: NewEvent = {
  kind: "case.resolved",
  body: { by: "agent", summary: "What she asked for is done.", evidence: {} },
};

function said(number: number, template: string): NewEvent[] {
  const text = template.replace("{order}", orderOf(number));
  const proposalId = idOf("prop", number, "reply");
  const step = { kind: "reply" as const, reply: { text, claims: [] } };
  return [
    proposed(proposalId, step),
    {
      kind: "message.sent",
      body: { outboxId: idOf("out", number, "reply"), channel: "chat", text, claims: [], pauseId: null, proposalId },
    },
  ];
}

type Proposed = Extract<NewEvent, { kind: "proposal.made" }>["body"]["proposal"];

function proposed(proposalId: Proposed["proposalId"], step: Proposed["step"]): NewEvent {
  const author = { kind: "reasoner", name: "rules" } as const;
  const argsHash = hashSchema.parse(hashOf(step));
  const reason = "It is the next step of the procedure.";
  return { kind: "proposal.made", body: { stale: false, proposal: { proposalId, author, step, reason, argsHash } } };
}

function handedOff(number: number): NewEvent[] {
  const [, text] = topicOf(number);
  const packet = {
    trigger: "person-asked" as const,
    topic: null,
    why: "She asked for a person.",
    wants: text.replace("{order}", orderOf(number)),
    known: [],
    done: [],
    open: [],
    promises: [],
    suggestion: { text: "Read what she wrote.", call: null },
    sentiment: { isFrustrated: false, frustratedMessages: 0, messages: 1 },
  };
  const handoffId = idOf("hand", number, "handoff");
  return [{ kind: "handoff.made", body: { handoffId, queue: "default", packet, opensAt: null } }];
}

function takenBy(teammateId: string, number: number): NewEvent[] {
  const about = { claims: [], pauseId: null, proposalId: null, teammateId };
  const text = `Hello, I am looking into order ${orderOf(number)} for you.`;
  return [
    { kind: "teammate.joined", body: { teammateId } },
    { kind: "message.sent", body: { outboxId: idOf("out", number, "person"), channel: "chat", text, ...about } },
  ];
}

function askedFor(number: number, now: Instant): NewEvent[] {
  const proposalId = idOf("prop", number, "refund");
  const args = { orderId: orderOf(number), amountMinor: 1_000 + (draw(number, "amount") % 30_000) };
  const text = `Refund $${(args.amountMinor / 100).toFixed(2)} for order ${args.orderId}?`;
  const policyHash = hashSchema.parse(hashOf("bench"));
  return [
    proposed(proposalId, { kind: "call", call: { tool: "refund_order", args } }),
    {
      kind: "pause.opened",
      body: {
        pause: {
          pauseId: idOf("pause", number, "pause"),
          kind: "approve",
          proposalId,
          digest: hashSchema.parse(hashOf({ number, args })),
          shown: { title: text, text, reasons: [] },
          mayAnswer: { kind: "teammate", role: "lead" },
          openedAt: now,
          expiresAt: plusMs(now, deadlineMs),
          atDeadline: "hand-off",
          policyHash,
        },
      },
    },
  ];
}

/** A tag for some of them. */
export function tagOf(number: number): string | null {
  return draw(number, "tagged") % 8 === 0 ? oneOf(tags, number, "tag") : null;
}

/** A number that is the same on every run. */
export function draw(number: number, of: string): number {
  return Number.parseInt(hashOf({ number, of }).slice(0, 8), 16);
}

function oneOf<Item>(items: readonly [Item, ...Item[]] | readonly Item[], number: number, of: string): Item {
  const item = items[draw(number, of) % items.length];
  if (item === undefined) throw new Error("There is nothing to choose from.");
  return item;
}

function topicOf(number: number): (typeof topics)[number] {
  return oneOf(topics, number, "topic");
}

function standingOf(number: number): Standing {
  let left = draw(number, "standing") % 100;
  for (const [standing, share] of standings) {
    if (left < share) return standing;
    left -= share;
  }
  return "waiting";
}

function orderOf(number: number): string {
  return `L-${10_000 + (draw(number, "order") % 90_000)}`;
}

function idOf<Prefix extends IdPrefix>(prefix: Prefix, number: number, of: string): IdOf<Prefix> {
  return idFromBytes(prefix, Buffer.from(hashOf({ id: of, number }), "hex").subarray(0, 16));
}
