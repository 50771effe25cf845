import type { EventBody, NewEvent, ProposalId, ProposedStep } from "@purser/contract";
import { dueChildren, reportOf } from "../child-cases.ts";
import { noHash, type RandomTurn } from "./test-random-events.ts";

export function randomCases(order: "together" | "in-turn"): ProposedStep {
  return {
    kind: "open-cases",
    order,
    cases: ["one", "two", "three"].map((goal) => ({ goal, procedure: null, given: {} })),
  };
}

export function openedChildren(turn: RandomTurn, proposalId: ProposalId): readonly NewEvent[] {
  return dueChildren(turn.state, proposalId).map((index) => ({
    kind: "child.opened",
    body: {
      childId: turn.chance.id("case"),
      proposalId,
      index,
      outboxId: turn.chance.id("out"),
      goal: "",
      procedure: null,
      given: {},
      thoughts: 1,
      channel: "chat",
      customerId: null,
      customerRef: null,
      identity: { level: 0, method: "none", expiresAt: null },
      blueprintHash: noHash,
    },
  }));
}

/** A child that is under way ends in one way or another; now and then one that had been stopped. */
export function childEnds({ state, chance }: RandomTurn): NewEvent | null {
  const [first, ...others] = state.children.filter(({ end }) => end === null || end.kind === "stopped");
  if (first === undefined) return null;
  const end = chance.pick<EventBody<"child.ended">["end"]>(["resolved", "resolved", "closed", "unresolved"]);
  const cost = { thoughts: 1, calls: 1, tokens: 0, costMicros: 0 };
  const { caseId: childId } = chance.pick([first, ...others]);
  return { kind: "child.ended", body: { childId, end, summary: "", outputs: {}, done: [], cost } };
}

export function reported({ state, chance }: RandomTurn): readonly NewEvent[] {
  if (state.parent === null) throw new Error("This is no child case.");
  const told: NewEvent = {
    kind: "case.reported",
    body: { parentId: state.parent.caseId, outboxId: chance.id("out"), ...reportOf(state) },
  };
  return state.lifecycle === "open" ? [told, { kind: "case.closed", body: { by: "rule", reason: "" } }] : [told];
}

export function asksWhich({ state, chance }: RandomTurn): NewEvent {
  const choices = [...(state.choice?.pauseIds ?? [])];
  return {
    kind: "message.sent",
    body: {
      outboxId: chance.id("out"),
      channel: "chat",
      text: "…",
      claims: [],
      pauseId: null,
      proposalId: null,
      choices,
    },
  };
}
