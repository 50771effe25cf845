import {
  type CaseEvent,
  callKeySchema,
  type CaseId,
  type EventBody,
  hashSchema,
  idSchemas,
  type Instant,
  instantOf,
  type NewEvent,
  type Pause,
  type Verdict,
} from "@purser/contract";
import type { CaseState } from "../case-state.ts";
import { foldLog } from "../folding/fold.ts";
import { callStarted } from "./test-call-started.ts";
import { testPacket } from "./test-packet.ts";

/** The parts of a log that is written by hand: one refund, and what may become of it. */
const place: { tenant: string; caseId: CaseId } = {
  tenant: "main",
  caseId: idSchemas.case.parse(`case_${"0".repeat(20)}`),
};
export const proposalId = idSchemas.prop.parse(`prop_${"1".repeat(20)}`);
export const otherProposalId = idSchemas.prop.parse(`prop_${"2".repeat(20)}`);
export const pauseId = idSchemas.pause.parse(`pause_${"1".repeat(20)}`);
export const key = callKeySchema.parse("1".repeat(52));
const hash = hashSchema.parse("0".repeat(64));
const customerId = idSchemas.cus.parse(`cus_${"1".repeat(20)}`);

/** So many seconds after the beginning. */
export function second(seconds: number): Instant {
  return instantOf(Date.UTC(2026, 1, 10, 7, 17) + seconds * 1_000);
}

/** An event and its second; in the order of the log. */
export type WrittenEvent = { at: number; event: NewEvent; epoch?: number };

function logOf(events: readonly WrittenEvent[]): readonly CaseEvent[] {
  return events.map(({ at, event, epoch = 1 }, index) => ({
    ...event,
    seq: index + 1,
    at: second(at),
    actorId: "worker-1",
    epoch,
  }));
}

export function stateOf(events: readonly WrittenEvent[]): CaseState {
  return foldLog(null, logOf(events), place);
}

export const opened: WrittenEvent = {
  at: 0,
  event: {
    kind: "case.opened",
    body: {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerId,
      customerRef: "LC-1",
      subject: null,
      goal: null,
      procedure: null,
      blueprintHash: hash,
      parent: null,
    },
  },
};

export function proposed(at: number, change: Partial<EventBody<"proposal.made">["proposal"]> = {}): WrittenEvent {
  const proposal = {
    proposalId,
    author: { kind: "reasoner" as const, name: "scripted" },
    step: { kind: "call" as const, call: { tool: "refund_order", args: {} } },
    reason: "",
    argsHash: hash,
    ...change,
  };
  return { at, event: { kind: "proposal.made", body: { proposal, stale: false } } };
}

export function judged(at: number, verdict: Verdict, atExecution = false): WrittenEvent {
  const assurance = { identity: 2 as const, confirmed: false, approved: false, approverRole: null };
  return {
    at,
    event: {
      kind: "proposal.judged",
      body: {
        proposalId,
        argsHash: hash,
        judgement: { verdict, policies: [], facts: { seenAt: at }, totals: {}, assurance },
        factsHash: hash,
        readAt: second(at),
        policyHash: hash,
        blueprintHash: hash,
        validUntil: second(at + 5),
        shown: { title: "", text: "" },
        atExecution,
      },
    },
  };
}

export function started(at: number, change: Partial<EventBody<"call.started">> = {}, epoch = 1): WrittenEvent {
  const event = callStarted({ key, proposalId, resendUntil: second(69_120), settleMs: 20_000, ...change });
  return { at, epoch, event };
}

export function ended(at: number, outcome: EventBody<"call.ended">["outcome"], attempt = 1): WrittenEvent {
  return { at, event: { kind: "call.ended", body: { key, attempt, outcome } } };
}

export function verified(at: number, finding: EventBody<"call.verified">["finding"], attempt = 1): WrittenEvent {
  return { at, event: { kind: "call.verified", body: { key, attempt, finding, settledAt: second(at), values: {} } } };
}

function pauseOf(kind: Pause["kind"], expiresAt: Instant): Pause {
  const mayAnswer =
    kind === "confirm" ? { kind: "customer" as const } : { kind: "teammate" as const, role: "lead" as const };
  const atDeadline = kind === "confirm" ? ("decline" as const) : ("hand-off" as const);
  return {
    pauseId,
    kind,
    proposalId,
    digest: hash,
    shown: { title: "Refund", text: "Refund?", reasons: [] },
    mayAnswer,
    openedAt: second(0),
    expiresAt,
    atDeadline,
    policyHash: hash,
  };
}

export function asked(at: number, kind: Pause["kind"], expiresAt: Instant): WrittenEvent {
  return { at, event: { kind: "pause.opened", body: { pause: pauseOf(kind, expiresAt) } } };
}

export function answered(at: number, decision: EventBody<"pause.answered">["decision"]): WrittenEvent {
  const by = { kind: "customer" as const, id: customerId, role: null };
  return {
    at,
    event: {
      kind: "pause.answered",
      body: {
        pauseId,
        proposalId,
        digest: hash,
        decision,
        by,
        authenticated: "session",
        surface: "chat",
        reason: null,
        value: null,
      },
    },
  };
}

export function handedOff(at: number): WrittenEvent {
  const packet = testPacket();
  return {
    at,
    event: {
      kind: "handoff.made",
      body: { handoffId: idSchemas.hand.parse(`hand_${"1".repeat(20)}`), queue: "default", packet, opensAt: null },
    },
  };
}

export function joined(at: number): WrittenEvent {
  return { at, event: { kind: "teammate.joined", body: { teammateId: "tm_lead" } } };
}

export function closed(at: number): WrittenEvent {
  return { at, event: { kind: "case.closed", body: { by: "tm_lead", reason: "" } } };
}

export const done = { kind: "done" as const, result: { refundId: "RF-1" } };
export const unknown = { kind: "unknown" as const, code: "PUR-3002" as const, detail: "" };
export const notDone = { kind: "not-done" as const, settled: true, detail: "" };
export const notYetDone = { kind: "not-done" as const, settled: false, detail: "" };
