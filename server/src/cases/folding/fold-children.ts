import type { CaseEventOf, CaseId } from "@purser/contract";
import type { CaseState, Child } from "../case-state.ts";
import { childrenOf, isJoined, withChild } from "../child-cases.ts";
import { endProposal, setPhase } from "../proposal-ends.ts";

export function foldChildOpened(state: CaseState, event: CaseEventOf<"child.opened">): CaseState {
  const { childId: caseId, proposalId, index, goal } = event.body;
  const opened = { ...state, children: withChild(state, { caseId, proposalId, index, goal, end: null }) };
  return setPhase(opened, proposalId, { kind: "joining" });
}

/** The join is decided here, so it happens once, whichever child ends last. What a child has cost is paid in any case. */
export function foldChildEnded(state: CaseState, event: CaseEventOf<"child.ended">): CaseState {
  const { childId, end: kind, summary, outputs, done, cost } = event.body;
  const paid = { ...state, counters: withCost(state.counters, cost) };
  const child = state.children.find(({ caseId, end }) => caseId === childId && end === null);
  if (child === undefined) return paid;
  const ended = withEnd(paid, childId, { kind, summary, outputs, done });
  if (!isJoined(ended, child.proposalId)) return ended;
  const children = childrenOf(ended, child.proposalId).map(({ caseId }) => caseId);
  return endProposal(ended, child.proposalId, { kind: "joined", children }, event.seq);
}

export function foldChildStopped(state: CaseState, { body }: CaseEventOf<"child.stopped">): CaseState {
  return withEnd(state, body.childId, { kind: "stopped", summary: body.reason, outputs: {}, done: [] });
}

export function foldCaseReported(state: CaseState): CaseState {
  return state.parent === null ? state : { ...state, parent: { ...state.parent, hasReported: true } };
}

function withEnd(state: CaseState, childId: CaseId, end: NonNullable<Child["end"]>): CaseState {
  const children = state.children.map((child) => (child.caseId === childId ? { ...child, end } : child));
  return { ...state, children };
}

/** Each case has its own allowance of thoughts against loops; a child's was handed down with it. */
function withCost(
  counters: CaseState["counters"],
  { thoughts, calls, tokens, costMicros }: CaseEventOf<"child.ended">["body"]["cost"],
): CaseState["counters"] {
  return {
    ...counters,
    thoughts: counters.thoughts + thoughts,
    calls: counters.calls + calls,
    tokens: counters.tokens + tokens,
    costMicros: counters.costMicros + costMicros,
  };
}
