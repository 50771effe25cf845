import type { EventBody, JsonObject, ProposalId } from "@purser/contract";
import { type CaseState, type Child, type FinishedProposal, stateBounds } from "./case-state.ts";

/**
 * Child cases: a part of the work in a case of its own, one level deep. A child waits for pauses, calls and clocks, never
 * for free words: whoever writes, writes to the case that it is a part of. So a child that has come to rest has ended.
 */
export type ChildReport = Omit<EventBody<"case.reported">, "parentId" | "outboxId">;

/** The source of what the parent knew and handed down. */
export const givenSource = "parent";

export function hasOpenChildren({ children }: Pick<CaseState, "children">): boolean {
  return children.some(({ end }) => end === null);
}

/** The child cases of a proposal, in the order in which it names them. */
export function childrenOf({ children }: Pick<CaseState, "children">, proposalId: ProposalId): readonly Child[] {
  return children.filter((child) => child.proposalId === proposalId).toSorted((one, other) => one.index - other.index);
}

/** The places in the proposal whose cases are to be opened now. */
export function dueChildren(state: CaseState, proposalId: ProposalId): readonly number[] {
  const step = state.proposals.find((proposal) => proposal.proposalId === proposalId)?.step;
  if (step?.kind !== "open-cases") return [];
  const opened = childrenOf(state, proposalId);
  if (step.order === "together") return opened.length > 0 ? [] : step.cases.map((_, index) => index);
  const mayGoOn = opened.every(({ end }) => end?.kind === "resolved");
  return mayGoOn && opened.length < step.cases.length ? [opened.length] : [];
}

/** Nothing that the proposal has opened goes on, and it opens nothing more. */
export function isJoined(state: CaseState, proposalId: ProposalId): boolean {
  const opened = childrenOf(state, proposalId);
  return opened.every(({ end }) => end !== null) && dueChildren(state, proposalId).length === 0;
}

/** The oldest that have ended go when there are more than the bound. */
export function withChild({ children }: CaseState, child: Child): Child[] {
  const more = [...children, child];
  const oldest = more.findIndex(({ end }) => end !== null);
  return more.length > stateBounds.children && oldest >= 0 ? more.toSpliced(oldest, 1) : more;
}

/** What this case tells the one that it is a part of. */
export function reportOf(state: CaseState): ChildReport {
  const { thoughts, calls, tokens, costMicros } = state.counters;
  const learnt = Object.entries(state.values).filter(([, { source }]) => source !== givenSource);
  const outputs: JsonObject = Object.fromEntries(learnt.map(([path, { value }]) => [path, value]));
  const done = state.doneCalls.flatMap(({ key, tool, result, isUndone, undoOf }) =>
    isUndone || undoOf !== null ? [] : [{ key, tool, result }],
  );
  const end = state.lifecycle === "open" ? "unresolved" : state.lifecycle === "resolved" ? "resolved" : "closed";
  const last = state.finished.at(-1);
  return {
    end,
    summary: last === undefined ? "" : summaryOf(last),
    outputs,
    done,
    cost: { thoughts, calls, tokens, costMicros },
  };
}

function summaryOf({ step, end }: FinishedProposal): string {
  if (end.kind === "denied" || end.kind === "escalated") return end.reasons.join(" ");
  if (step.kind === "resolve") return step.summary;
  if (step.kind === "reply") return step.reply.text;
  if (step.kind === "later") return step.reply?.text ?? "";
  return step.kind === "ask" ? step.question : "detail" in end ? end.detail : end.kind;
}
