import { type CaseEventOf, type CaseOwner, defaultQueue, type EventBody, unreachable } from "@purser/contract";
import { caseCostOf, nothingSpent } from "../case-cost.ts";
import type { CaseState } from "../case-state.ts";
import { givenSource } from "../child-cases.ts";
import { isTeammates } from "../coordinate.ts";
import { giveUpCall } from "./fold-calls.ts";
import { endProposal } from "../proposal-ends.ts";
import { withoutAwaiting } from "../waits.ts";

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
    returned: null,
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
    mergedInto: null,
    parent:
      parent === null
        ? null
        : { caseId: parent.caseId, proposalId: parent.proposalId, thoughts: parent.thoughts, hasReported: false },
    children: [],
    choice: null,
    handoffDue: null,
    counters: { frustrated: 0, thoughtsSinceMessage: 0, ...nothingSpent },
    spentBefore: nothingSpent,
    route: null,
  };
}

function givenValues({ at, body }: CaseEventOf<"case.opened">): CaseState["values"] {
  const given = Object.entries({ ...body.parent?.given, ...body.given });
  return Object.fromEntries(given.map(([path, value]) => [path, { value, source: givenSource, at }]));
}

/**
 * A hand-over stops every proposal: what was started is only looked up from then on, and nothing new begins. What is held
 * stays held, neither done nor called off, until a person decides or gives the case back.
 */
export function foldHandoffMade(state: CaseState, event: CaseEventOf<"handoff.made">): CaseState {
  let next = state;
  for (const call of state.calls)
    next = giveUpCall(next, call, event, `${call.tool} was not settled when a person took over.`);
  return { ...withoutAgentsProposals(next, event.seq), owner: ownerAfter(state, event), ...nothingDue };
}

const nothingDue = { handoffDue: null, needsThought: false } as const;

/** Who has the case already keeps it. */
function ownerAfter({ owner }: CaseState, { body, at }: CaseEventOf<"handoff.made">): CaseOwner {
  const { queue, packet } = body;
  const { trigger, topic, why } = packet;
  switch (owner.kind) {
    case "teammate":
      return owner;
    case "queue":
      return { ...owner, queue, trigger, topic, why };
    case "agent":
      return { kind: "queue", queue, trigger, topic, why, assignedTo: null, since: at };
    default:
      return unreachable(owner);
  }
}

export function foldCaseAssigned(state: CaseState, { body }: CaseEventOf<"case.assigned">): CaseState {
  const { owner } = state;
  return owner.kind === "queue" ? { ...state, owner: { ...owner, assignedTo: body.teammateId } } : state;
}

/**
 * What the agent had proposed is over, for good: it is thought of anew if the case comes back. A call that is under way
 * is only looked up from then on, and what is held rests.
 */
export function foldTeammateJoined(state: CaseState, event: CaseEventOf<"teammate.joined">): CaseState {
  const queue = state.owner.kind === "agent" ? defaultQueue : state.owner.queue;
  const owner: CaseOwner = { kind: "teammate", teammateId: event.body.teammateId, queue, since: event.at };
  return { ...withoutAgentsProposals(state, event.seq), owner, ...nothingDue };
}

function withoutAgentsProposals(state: CaseState, seq: number): CaseState {
  let next = state;
  for (const proposal of state.proposals) {
    const { proposalId, author, phase } = proposal;
    if (isTeammates(proposal, state) || (phase.kind === "held" && author.kind !== "coordinate")) continue;
    next = endProposal(next, proposalId, { kind: "withdrawn", reason: "A person has taken over." }, seq, false);
  }
  return next;
}

/**
 * Given back, the agent thinks about what she asked for or has written since; where there is neither it says nothing.
 * A person who gives it back lets the case cost as much again as at its beginning.
 */
export function foldTeammateLeft(state: CaseState, event: CaseEventOf<"teammate.left">): CaseState {
  const { teammateId, returnsToAgent, note } = event.body;
  if (!returnsToAgent) {
    const queue = state.owner.kind === "agent" ? defaultQueue : state.owner.queue;
    const why = note ?? `${teammateId} gave it up.`;
    const owner: CaseOwner = {
      kind: "queue",
      queue,
      trigger: null,
      topic: null,
      why,
      assignedTo: null,
      since: event.at,
    };
    return { ...state, owner };
  }
  const hasWork = state.unreadFromSeq !== null || state.requests.length > 0 || state.procedure !== null;
  return {
    ...state,
    owner: { kind: "agent" },
    returned: { teammateId, note, seq: event.seq },
    wantsPerson: false,
    needsThought: hasWork,
    counters: { frustrated: 0, thoughtsSinceMessage: 0, ...nothingSpent },
    spentBefore: caseCostOf(state),
    route: null,
  };
}

export function foldCaseResolved(state: CaseState, event: CaseEventOf<"case.resolved">): CaseState {
  const resolving = state.proposals.find(({ step }) => step.kind === "resolve");
  const ended =
    resolving === undefined
      ? state
      : endProposal(state, resolving.proposalId, { kind: "done", detail: "resolved" }, event.seq, false);
  return { ...withoutAwaiting(ended), lifecycle: "resolved", needsThought: false, owner: { kind: "agent" } };
}

export function foldCaseClosed(state: CaseState): CaseState {
  return {
    ...withoutAwaiting(state),
    lifecycle: "closed",
    proposals: [],
    pauses: [],
    needsThought: false,
    handoffDue: null,
  };
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

function hasEnded({ lifecycle }: CaseState): boolean {
  return lifecycle === "closed" || lifecycle === "erased";
}

/** Who has the case already keeps it. */
export function foldHandoffAsked(state: CaseState, event: CaseEventOf<"handoff.asked">): CaseState {
  const { trigger = "cannot-run", reason } = event.body;
  // A person is had also for what seemed to be resolved; what is over stays with the version that it ran under.
  const isOver = trigger === "person-asked" ? hasEnded(state) : state.lifecycle !== "open";
  if (state.owner.kind !== "agent" || isOver) return state;
  return { ...state, handoffDue: { trigger, topic: null, reasons: [reason] } };
}

/** What was proposed is judged anew under the new version; the answers so far are void. */
export function foldCaseMigrated(state: CaseState, event: CaseEventOf<"case.migrated">): CaseState {
  const { to, procedures } = event.body;
  const renamed = (name: string): string => procedures[name] ?? name;
  return withRenamedTools(
    {
      ...state,
      blueprintHash: to,
      procedure: state.procedure === null ? null : renamed(state.procedure),
      requests: state.requests.map((request) => ({ ...request, procedure: renamed(request.procedure) })),
      plan: null,
      pauses: [],
      proposals: state.proposals.map((proposal) => ({ ...proposal, phase: { kind: "made" }, grants: [] })),
    },
    event.body,
  );
}

/** What was proposed, done, is in doubt or known is that of the tool as it is called now. */
function withRenamedTools(state: CaseState, { tools, proposals = [] }: EventBody<"case.migrated">): CaseState {
  if (tools === undefined) return state;
  const renamed = <Named extends { tool: string }>(named: Named): Named => ({
    ...named,
    tool: tools[named.tool] ?? named.tool,
  });
  const asks = new Map(proposals.map(({ proposalId, step, argsHash }) => [proposalId, { step, argsHash }]));
  const values: CaseState["values"] = {};
  for (const [path, known] of Object.entries(state.values))
    values[path] = { ...known, source: tools[known.source] ?? known.source };
  return {
    ...state,
    proposals: state.proposals.map((proposal) => ({ ...proposal, ...asks.get(proposal.proposalId) })),
    finished: state.finished.map((proposal) => ({ ...proposal, ...asks.get(proposal.proposalId) })),
    doneCalls: state.doneCalls.map(renamed),
    sweeps: state.sweeps.map((sweep) => ({ ...sweep, call: renamed(sweep.call) })),
    values,
  };
}
