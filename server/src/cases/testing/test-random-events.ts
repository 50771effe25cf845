import {
  type Hash,
  hashSchema,
  type Instant,
  type NewEvent,
  type PauseId,
  plusMs,
  type ProposalId,
  type ProposedStep,
  type Verdict,
} from "@purser/contract";
import type { CaseState } from "../case-state.ts";
import type { GivenChance } from "./test-given-chance.ts";

/** One turn of a case that is played at random. */
export type RandomTurn = { state: CaseState; now: Instant; chance: GivenChance };

export const noHash: Hash = hashSchema.parse("0".repeat(64));

export function randomCall(turn: RandomTurn): ProposedStep {
  return {
    kind: "call",
    call: {
      tool: turn.chance.pick(["refund_order", "change_address", "send_mail"]),
      args: { number: turn.chance.below(3) },
    },
  };
}

export function proposed(turn: RandomTurn, step: ProposedStep, by: "reasoner" | "teammate"): NewEvent {
  const author = by === "reasoner" ? { kind: by, name: "scripted" } : { kind: by, teammateId: "tm_lead" };
  return {
    kind: "proposal.made",
    body: {
      proposal: { proposalId: turn.chance.id("prop"), author, step, reason: "", argsHash: noHash },
      stale: false,
    },
  };
}

export function judged(turn: RandomTurn, proposalId: ProposalId, verdict: Verdict, atExecution: boolean): NewEvent {
  const assurance = { identity: 2 as const, confirmed: false, approved: false, approverRole: null };
  return {
    kind: "proposal.judged",
    body: {
      proposalId,
      argsHash: noHash,
      judgement: { verdict, policies: [], facts: {}, totals: {}, assurance },
      factsHash: noHash,
      readAt: turn.now,
      policyHash: noHash,
      blueprintHash: noHash,
      validUntil: plusMs(turn.now, 5_000),
      shown: { title: "", text: "" },
      atExecution,
    },
  };
}

export function message(turn: RandomTurn, meaning: { couldAnswer?: PauseId[] } = {}): NewEvent {
  const messageId = turn.chance.id("msg");
  return {
    kind: "message.received",
    body: {
      messageId,
      channel: "chat",
      sender: { kind: "customer", id: "cus" },
      provider: "chat",
      deliveryId: messageId,
      text: "…",
      answers: null,
      ...meaning,
    },
  };
}

export function sent(turn: RandomTurn, proposalId: ProposalId | null): NewEvent {
  return {
    kind: "message.sent",
    body: { outboxId: turn.chance.id("out"), channel: "chat", text: "…", claims: [], pauseId: null, proposalId },
  };
}
