import type { CaseEventOf, Instant, JsonObject, ProposedStep } from "@purser/contract";
import { pushBounded } from "../bounded.ts";
import { type CaseState, type HandoffDue, stateBounds } from "../case-state.ts";
import { endProposal, setPhase } from "../proposal-ends.ts";
import { isAwaiting, lookingAgain } from "../waits.ts";

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
  const { couldAnswer, sensitive } = event.body;
  // It is for a person alone: the agent never reads it.
  if (sensitive !== undefined) return { ...heard, handoffDue: sensitiveHandoff(sensitive) };
  if (couldAnswer !== undefined) return { ...heard, choice: { pauseIds: couldAnswer, isAsked: false } };
  const counted = { ...heard, counters: { ...state.counters, thoughtsSinceMessage: 0 } };
  if (event.body.answers !== null || event.body.identifies !== undefined) return counted;
  return { ...counted, unreadFromSeq: state.unreadFromSeq ?? event.seq, needsThought: true };
}

function sensitiveHandoff(topic: string): HandoffDue {
  return { trigger: "sensitive", topic, reasons: [`The customer wrote of what a person must answer: ${topic}.`] };
}

export function foldMessageUnderstood(state: CaseState, event: CaseEventOf<"message.understood">): CaseState {
  const { requests, frustrated, wantsPerson, values } = event.body;
  return {
    ...state,
    requests: [...state.requests, ...requests].slice(-stateBounds.requests),
    frustrated,
    wantsPerson,
    counters: { ...state.counters, frustrated: frustrated ? state.counters.frustrated + 1 : 0 },
    values: withValues(state, values, "message", event.at),
  };
}

export function foldMessageSent(state: CaseState, event: CaseEventOf<"message.sent">): CaseState {
  const { outboxId, proposalId } = event.body;
  const heard: CaseState = {
    ...state,
    messages: pushBounded(state.messages, { seq: event.seq, direction: "out", id: outboxId }, stateBounds.messages),
    identification: withoutTold(state.identification),
    choice: event.body.choices === undefined ? state.choice : { pauseIds: event.body.choices, isAsked: true },
  };
  // What she wrote before it the teammate has answered.
  if (event.body.teammateId !== undefined) return { ...heard, unreadFromSeq: null, needsThought: false };
  const proposal = state.proposals.find((candidate) => candidate.proposalId === proposalId);
  if (proposal === undefined) return heard;
  if (proposal.phase.kind === "identifying")
    return setPhase(heard, proposal.proposalId, { ...proposal.phase, isTold: true });
  if (!saidBy.includes(proposal.step.kind)) return heard;
  return endProposal(heard, proposal.proposalId, { kind: "done", detail: "said" }, event.seq, false);
}

/** A wrong code is answered by the next message. */
function withoutTold(identification: CaseState["identification"]): CaseState["identification"] {
  return identification.pending?.kind === "wrong-code" ? { ...identification, pending: null } : identification;
}

/** The kinds of proposal that are carried out by a message. */
const saidBy: readonly ProposedStep["kind"][] = ["reply", "ask", "withdraw", "later"];

/**
 * What comes from a system of record is evidence: a call that it refers to is looked up at once, and a case that waits for
 * something outside looks whether it has come about.
 */
export function foldSignalReceived(state: CaseState, event: CaseEventOf<"signal.received">): CaseState {
  const { refersTo } = event.body;
  const known = [...state.calls, ...state.doneCalls, ...state.sweeps.map(({ call }) => call)];
  const calls = state.calls.map((call) =>
    call.key === refersTo && call.outcome !== null ? { ...call, lookAt: event.at } : call,
  );
  const sweeps = state.sweeps.map((sweep) =>
    sweep.call.key === refersTo ? { ...sweep, dueAt: [event.at, ...sweep.dueAt] } : sweep,
  );
  if (isAwaiting(state)) return lookingAgain({ ...state, calls, sweeps });
  return { ...state, calls, sweeps, needsThought: state.needsThought || !known.some(({ key }) => key === refersTo) };
}

export function foldFactsRead(state: CaseState, event: CaseEventOf<"facts.read">): CaseState {
  let next = state;
  for (const read of event.body.reads) {
    const values = read.outcome.kind === "found" ? withoutFormer(next, read) : next.values;
    next = { ...next, values: withValues({ ...next, values }, read.values, read.tool, read.readAt) };
  }
  const failures = event.body.reads.flatMap(({ tool, outcome }) =>
    outcome.kind === "found" ? [] : [`${tool}: ${outcome.detail}`],
  );
  // What answers that there is no such thing has answered: to try again later would help nobody.
  const isDown = event.body.reads.some(({ outcome }) => outcome.kind === "failed");
  const detail = failures.join("; ");
  const failed = isDown ? ({ kind: "failed", detail } as const) : ({ kind: "refused", detail } as const);
  const end = failures.length === 0 ? ({ kind: "done", detail: "read" } as const) : failed;
  return endProposal(next, event.body.proposalId, end, event.seq);
}

/** An answer takes the place of the one before: what the same lookup gave then and does not give now is not known. */
function withoutFormer(
  { values }: CaseState,
  { tool, values: found }: CaseEventOf<"facts.read">["body"]["reads"][number],
): CaseState["values"] {
  const isFormer = (path: string, source: string): boolean => source === tool && !Object.hasOwn(found, path);
  return Object.fromEntries(Object.entries(values).filter(([path, { source }]) => !isFormer(path, source)));
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
