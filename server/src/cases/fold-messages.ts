import type { CaseEventOf, Instant, JsonObject, ProposedStep } from "@purser/contract";
import { pushBounded } from "./bounded.ts";
import { type CaseState, stateBounds } from "./case-state.ts";
import { endProposal, setPhase } from "./proposal-ends.ts";

export function foldMessageReceived(state: CaseState, event: CaseEventOf<"message.received">): CaseState {
  if (event.body.sender.kind === "teammate") return state;
  const heard = {
    ...state,
    messages: pushBounded(
      state.messages,
      { seq: event.seq, direction: "in" as const, id: event.body.messageId },
      stateBounds.messages,
    ),
  };
  if (event.body.answers !== null) return heard;
  return {
    ...heard,
    unreadFromSeq: state.unreadFromSeq ?? event.seq,
    needsThought: true,
    counters: { ...state.counters, thoughtsSinceMessage: 0 },
  };
}

export function foldMessageUnderstood(state: CaseState, event: CaseEventOf<"message.understood">): CaseState {
  const { requests, frustrated, wantsPerson, values } = event.body;
  return {
    ...state,
    requests: [...state.requests, ...requests].slice(-stateBounds.requests),
    frustrated,
    wantsPerson,
    values: withValues(state, values, "message", event.at),
  };
}

export function foldMessageSent(state: CaseState, event: CaseEventOf<"message.sent">): CaseState {
  const { outboxId, proposalId } = event.body;
  const heard: CaseState = {
    ...state,
    messages: pushBounded(state.messages, { seq: event.seq, direction: "out", id: outboxId }, stateBounds.messages),
  };
  const proposal = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  if (proposal === undefined) return heard;
  if (proposal.phase.kind === "identifying")
    return setPhase(heard, proposal.proposalId, { ...proposal.phase, isTold: true });
  if (!saidBy.includes(proposal.step.kind)) return heard;
  return endProposal(heard, proposal.proposalId, { kind: "done", detail: "said" }, event.seq, false);
}

/** The kinds of proposal that are carried out by a message. */
const saidBy: readonly ProposedStep["kind"][] = ["reply", "ask", "withdraw", "later"];

/** What comes from a system of record is evidence: a call that it refers to is looked up at once. */
export function foldSignalReceived(state: CaseState, event: CaseEventOf<"signal.received">): CaseState {
  const { refersTo } = event.body;
  const known = [...state.calls, ...state.doneCalls, ...state.sweeps.map(({ call }) => call)];
  const calls = state.calls.map((call) =>
    call.key === refersTo && call.outcome !== null ? { ...call, lookAt: event.at } : call,
  );
  const sweeps = state.sweeps.map((sweep) =>
    sweep.call.key === refersTo ? { ...sweep, dueAt: [event.at, ...sweep.dueAt] } : sweep,
  );
  return { ...state, calls, sweeps, needsThought: state.needsThought || !known.some(({ key }) => key === refersTo) };
}

export function foldIdentityChanged(state: CaseState, event: CaseEventOf<"identity.changed">): CaseState {
  const { level, method, expiresAt } = event.body;
  const waiting = state.proposals.filter((proposal) => proposal.phase.kind === "identifying");
  return {
    ...state,
    identity: { level, method, expiresAt },
    proposals: state.proposals.map((proposal) =>
      waiting.includes(proposal) ? { ...proposal, phase: { kind: "made" } } : proposal,
    ),
    needsThought: state.needsThought || waiting.length === 0,
  };
}

export function foldFactsRead(state: CaseState, event: CaseEventOf<"facts.read">): CaseState {
  let next = state;
  for (const read of event.body.reads) {
    if (read.outcome.kind === "found") next = { ...next, values: withoutSource(next, read.tool) };
    next = { ...next, values: withValues(next, read.values, read.tool, read.readAt) };
  }
  const failures = event.body.reads.flatMap(({ tool, outcome }) =>
    outcome.kind === "found" ? [] : [`${tool}: ${outcome.detail}`],
  );
  const end =
    failures.length === 0
      ? { kind: "done" as const, detail: "read" }
      : { kind: "failed" as const, detail: failures.join("; ") };
  return endProposal(next, event.body.proposalId, end, event.seq);
}

/** What a lookup said before counts no more when it has answered again, also where it says less than before. */
function withoutSource({ values }: CaseState, tool: string): CaseState["values"] {
  return Object.fromEntries(Object.entries(values).filter(([, { source }]) => source !== tool));
}

/** What is known with the new values over the old; the oldest go when there are more than the bound. */
export function withValues(state: CaseState, values: JsonObject, source: string, at: Instant): CaseState["values"] {
  const { ...known } = state.values;
  for (const [path, value] of Object.entries(values)) {
    delete known[path];
    known[path] = { value, source, at };
  }
  const entries = Object.entries(known);
  return entries.length > stateBounds.values ? Object.fromEntries(entries.slice(-stateBounds.values)) : known;
}
