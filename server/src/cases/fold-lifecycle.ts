import type { CaseEventOf } from "@purser/contract";
import type { CaseState } from "./case-state.ts";
import { givenSource } from "./child-cases.ts";
import { giveUpCall } from "./fold-calls.ts";
import { endProposal } from "./proposal-ends.ts";

export function openedState(
  event: CaseEventOf<"case.opened">,
  place: { tenant: string; caseId: CaseState["caseId"] },
): CaseState {
  const { channel, customerId, customerRef, subject, goal, procedure, blueprintHash, trigger, parent } = event.body;
  return {
    seq: event.seq,
    ...place,
    lifecycle: "open",
    channel,
    customerId,
    customerRef,
    subject,
    goal,
    procedure,
    blueprintHash,
    identity: { level: 0, method: "none", expiresAt: null },
    identification: { isAsked: false, pending: null, code: null },
    owner: { kind: "agent" },
    messages: [],
    unreadFromSeq: null,
    requests: [],
    frustrated: false,
    wantsPerson: false,
    values: givenValues(event),
    plan: null,
    needsThought: trigger.kind !== "message",
    proposals: [],
    finished: [],
    pauses: [],
    calls: [],
    doneCalls: [],
    sweeps: [],
    timers: [],
    parent:
      parent === null
        ? null
        : { caseId: parent.caseId, proposalId: parent.proposalId, thoughts: parent.thoughts, hasReported: false },
    children: [],
    choice: null,
    handoffDue: null,
    counters: { thoughts: 0, thoughtsSinceMessage: 0, calls: 0, tokens: 0, costMicros: 0 },
  };
}

function givenValues({ at, body: { parent } }: CaseEventOf<"case.opened">): CaseState["values"] {
  const given = Object.entries(parent?.given ?? {});
  return Object.fromEntries(given.map(([path, value]) => [path, { value, source: givenSource, at }]));
}

/** A hand-over stops every proposal: what was started is only looked up from then on, and nothing new begins. */
export function foldHandoffMade(state: CaseState, event: CaseEventOf<"handoff.made">): CaseState {
  let next = state;
  for (const call of state.calls) {
    if (call.outcome !== null)
      next = giveUpCall(next, call, event, `${call.tool} was not settled when a person took over.`);
  }
  const { queue, packet } = event.body;
  // Who has the case already keeps it.
  const owner: CaseState["owner"] =
    state.owner.kind === "teammate" ? state.owner : { kind: "queue", queue, why: packet.why };
  return { ...withoutAgentsProposals(next, event.seq), owner, handoffDue: null, needsThought: false };
}

/**
 * What the agent had proposed is over, for good: it is thought of anew if the case comes back. A call that is under way
 * is only looked up from then on.
 */
export function foldTeammateJoined(state: CaseState, event: CaseEventOf<"teammate.joined">): CaseState {
  const owner: CaseState["owner"] = { kind: "teammate", teammateId: event.body.teammateId };
  return { ...withoutAgentsProposals(state, event.seq), owner, handoffDue: null, needsThought: false };
}

function withoutAgentsProposals(state: CaseState, seq: number): CaseState {
  let next = state;
  for (const { proposalId, author } of state.proposals) {
    if (author.kind === "teammate") continue;
    next = endProposal(next, proposalId, { kind: "withdrawn", reason: "A person has taken over." }, seq, false);
  }
  return next;
}

export function foldTeammateLeft(state: CaseState, event: CaseEventOf<"teammate.left">): CaseState {
  if (event.body.returnsToAgent) return { ...state, owner: { kind: "agent" }, wantsPerson: false, needsThought: true };
  return { ...state, owner: { kind: "queue", queue: "default", why: "A teammate left the case." } };
}

export function foldCaseResolved(state: CaseState, event: CaseEventOf<"case.resolved">): CaseState {
  const resolving = state.proposals.find(({ step }) => step.kind === "resolve");
  const ended =
    resolving === undefined
      ? state
      : endProposal(state, resolving.proposalId, { kind: "done", detail: "resolved" }, event.seq, false);
  return { ...ended, lifecycle: "resolved", needsThought: false, owner: { kind: "agent" } };
}

export function foldCaseClosed(state: CaseState): CaseState {
  return { ...state, lifecycle: "closed", proposals: [], pauses: [], needsThought: false, handoffDue: null };
}

export function foldCaseErased(state: CaseState): CaseState {
  return {
    ...foldCaseClosed(state),
    lifecycle: "erased",
    customerRef: null,
    identification: { isAsked: false, pending: null, code: null },
    subject: null,
    goal: null,
    requests: [],
    values: {},
    finished: [],
    calls: [],
    doneCalls: [],
    sweeps: [],
    timers: [],
    children: [],
  };
}
