import {
  type CallFinding,
  type CallKey,
  type CallOutcome,
  type NewEvent,
  type Pause,
  plusMs,
  type ProposalId,
  type ProposedStep,
  type TimerId,
  unreachable,
  type Verdict,
} from "@purser/contract";
import { nextPart } from "../coordinate.ts";
import type { NextStep } from "../next-step.ts";
import { asksWhich, openedChildren, randomCases, reported } from "./test-random-children.ts";
import { judged, noHash, proposed, randomCall, type RandomTurn, sent } from "./test-random-events.ts";
import { testPacket } from "./test-packet.ts";

export function performAtRandom(turn: RandomTurn, step: Exclude<NextStep, { kind: "wait" }>): readonly NewEvent[] {
  switch (step.kind) {
    case "think":
      return thought(turn);
    case "judge":
      return [judged(turn, step.proposalId, goesWell(turn, step.proposalId) ? allow : randomVerdict(turn), false)];
    case "lookup":
      return turn.chance.below(3) === 0
        ? [judged(turn, step.proposalId, { kind: "deny", reasons: [""] }, false)]
        : [{ kind: "facts.read", body: { proposalId: step.proposalId, reads: [] } }];
    case "ask":
      return asked(turn, step.proposalId, step.pauseKind);
    case "identify":
      return [sent(turn, step.proposalId)];
    case "supersede":
      return [
        {
          kind: "pause.superseded",
          body: {
            pauseId: pauseOf(turn, step.proposalId)?.pauseId ?? null,
            proposalId: step.proposalId,
            newProposalId: step.newProposalId,
            reason: "",
          },
        },
      ];
    case "openCases":
      return turn.chance.below(8) === 0
        ? [judged(turn, step.proposalId, { kind: "deny", reasons: [""] }, false)]
        : openedChildren(turn, step.proposalId);
    case "stopChild":
      return [
        { kind: "child.stopped", body: { childId: step.childId, outboxId: turn.chance.id("out"), reason: "over" } },
      ];
    case "report":
      return reported(turn);
    case "askWhich":
      return [asksWhich(turn)];
    case "answerIdentification":
      return [{ kind: "code.refused", body: { requestId: turn.chance.id("msg"), reason: "unreadable" } }];
    case "withdraw":
      return withdrawn(turn, step.proposalId);
    case "part":
      return [partOf(turn, step.proposalId)];
    case "giveUp":
      return [{ kind: "call.withdrawn", body: { key: step.key, by: "rule", reason: step.reason } }];
    case "start":
      return started(turn, step.proposalId, step.attempt);
    case "call":
      return [ended(turn, step.key)];
    case "verify":
      return verified(turn, step.key);
    case "say":
      return [sent(turn, step.proposalId)];
    case "resolve":
      return turn.chance.below(3) === 0
        ? [judged(turn, step.proposalId, { kind: "deny", reasons: [""] }, false)]
        : [{ kind: "case.resolved", body: { by: "reasoner", summary: "", evidence: {} } }];
    case "handOff":
      return handedOff(turn);
    case "expire":
      return [
        { kind: "pause.expired", body: { pauseId: step.pauseId, proposalId: step.proposalId } },
        sent(turn, step.proposalId),
      ];
    case "fire":
      return fired(turn, step.timerId);
    case "reopen":
      return [{ kind: "case.reopened", body: { reason: "" } }];
    default:
      return unreachable(step);
  }
}

const allow: Verdict = { kind: "allow" };

/** A part goes well more often than not: with plain luck no whole would come to its end. */
function goesWell(turn: RandomTurn, proposalId: ProposalId | undefined): boolean {
  const proposal = turn.state.proposals.find((candidate) => candidate.proposalId === proposalId);
  return proposal?.author.kind === "coordinate" && turn.chance.below(5) > 0;
}

function partOf(turn: RandomTurn, proposalId: ProposalId): NewEvent {
  const whole = turn.state.proposals.find((candidate) => candidate.proposalId === proposalId);
  if (whole?.step.kind !== "coordinate") throw new Error(`${proposalId} has no parts.`);
  const next = nextPart({ ...whole, step: whole.step });
  const author = { kind: "coordinate" as const, proposalId };
  const proposal = { proposalId: turn.chance.id("prop"), author, ...next, argsHash: noHash };
  return { kind: "proposal.made", body: { proposal, stale: false } };
}

const randomTogether: ProposedStep = {
  kind: "coordinate",
  calls: ["refund_order", "change_address", "add_crm_note"].map((tool) => ({ tool, args: {} })),
};

function thought(turn: RandomTurn): readonly NewEvent[] {
  const { doneCalls, pauses } = turn.state;
  const reply = { text: "…", claims: [] };
  const [done] = doneCalls;
  const [pause] = pauses;
  const steps: readonly [ProposedStep, ...ProposedStep[]] = [
    randomCall(turn),
    ...Array.from({ length: 6 }, () => randomCall(turn)),
    ...Array.from({ length: 3 }, () => randomTogether),
    randomCases("together"),
    randomCases("in-turn"),
    { kind: "reply", reply },
    { kind: "ask", path: "order.id", question: "Which?" },
    { kind: "lookup", calls: [{ tool: "find_orders", args: {} }] },
    { kind: "later", afterMs: 60_000, reply },
    { kind: "plan", procedure: "refund", steps: [] },
    { kind: "handoff", trigger: "no-way", why: "", suggestion: "" },
    { kind: "resolve", summary: "", reply: null },
    ...(done === undefined ? [] : [{ kind: "undo" as const, callKey: done.key, reason: "" }]),
    ...(pause === undefined ? [] : [{ kind: "withdraw" as const, proposalId: pause.proposalId, reason: "", reply }]),
  ];
  const step = turn.chance.pick(steps);
  const thought = proposed(turn, step, "reasoner");
  return step.kind === "plan"
    ? [thought, { kind: "plan.made", body: { procedure: "refund", steps: [], reason: "" } }]
    : [thought];
}

function randomVerdict(turn: RandomTurn): Verdict {
  return turn.chance.pick<Verdict>([
    { kind: "allow" },
    { kind: "allow" },
    { kind: "allow" },
    { kind: "confirm" },
    { kind: "approve", role: "lead" },
    { kind: "confirm-then-approve", role: "lead" },
    { kind: "identify", level: 2 },
    { kind: "escalate", reasons: [""] },
    { kind: "deny", reasons: [""] },
  ]);
}

function asked(turn: RandomTurn, proposalId: ProposalId, kind: "confirm" | "approve"): readonly NewEvent[] {
  const pauseId = turn.chance.id("pause");
  const pause: Pause = {
    pauseId,
    kind,
    proposalId,
    digest: noHash,
    shown: { title: "", text: "", reasons: [] },
    mayAnswer: kind === "confirm" ? { kind: "customer" } : { kind: "teammate", role: "lead" },
    openedAt: turn.now,
    expiresAt: plusMs(turn.now, 86_400_000),
    atDeadline: kind === "confirm" ? "decline" : "hand-off",
    policyHash: noHash,
  };
  return [
    { kind: "pause.opened", body: { pause } },
    {
      kind: "timer.set",
      body: {
        timerId: turn.chance.id("tmr"),
        wakeAt: plusMs(turn.now, 14_400_000),
        purpose: "remind",
        refersTo: pauseId,
      },
    },
    sent(turn, proposalId),
  ];
}

/** Now and then it is laid before others, as an escalation would. */
function fired(turn: RandomTurn, timerId: TimerId): readonly NewEvent[] {
  const timer = turn.state.timers.find((candidate) => candidate.timerId === timerId);
  const pause = turn.state.pauses.find(({ pauseId }) => pauseId === timer?.refersTo);
  const event: NewEvent = { kind: "timer.fired", body: { timerId } };
  if (pause?.mayAnswer.kind !== "teammate" || turn.chance.below(2) === 0) return [event];
  const { pauseId, proposalId } = pause;
  const assignedTo = turn.chance.pick(["tm_lead", null]);
  return [
    event,
    { kind: "pause.reassigned", body: { pauseId, proposalId, why: "escalate", role: "lead", assignedTo } },
  ];
}

function withdrawn(turn: RandomTurn, proposalId: ProposalId): readonly NewEvent[] {
  const step = turn.state.proposals.find((proposal) => proposal.proposalId === proposalId)?.step;
  const pause = step?.kind === "withdraw" ? pauseOf(turn, step.proposalId) : undefined;
  const said = sent(turn, proposalId);
  return pause === undefined
    ? [said]
    : [
        {
          kind: "pause.withdrawn",
          body: { pauseId: pause.pauseId, proposalId: pause.proposalId, by: "reasoner", reason: "" },
        },
        said,
      ];
}

function started(turn: RandomTurn, proposalId: ProposalId, attempt: number): readonly NewEvent[] {
  const proposal = turn.state.proposals.find((candidate) => candidate.proposalId === proposalId);
  const earlier = turn.state.calls.find((candidate) => candidate.proposalId === proposalId);
  if (proposal === undefined) throw new Error(`A call of ${proposalId} is begun, which is not in the state.`);
  if (!goesWell(turn, proposalId) && turn.chance.below(4) === 0) {
    const isPart = proposal.author.kind === "coordinate";
    const voided: readonly NewEvent[] = (isPart ? [] : proposal.grants).map(({ pause }) => ({
      kind: "pause.superseded",
      body: { pauseId: pause.pauseId, proposalId, newProposalId: null, reason: "" },
    }));
    return [...voided, judged(turn, proposalId, randomVerdict(turn), false)];
  }
  const tool = proposal.step.kind === "call" ? proposal.step.call.tool : "refund_order";
  const once =
    tool === "refund_order" ? ("key" as const) : tool === "change_address" ? ("natural" as const) : ("none" as const);
  return [
    judged(turn, proposalId, { kind: "allow" }, true),
    {
      kind: "call.started",
      body: {
        key: earlier?.key ?? turn.chance.key(),
        attempt,
        proposalId,
        tool,
        args: {},
        argsHash: noHash,
        pauseIds: [...proposal.grants, ...(earlier?.grants ?? [])].map(({ pause }) => pause.pauseId),
        reservations: [],
        undoOf: proposal.step.kind === "undo" ? proposal.step.callKey : null,
        once,
        resendUntil: once === "key" ? plusMs(turn.now, 69_120_000) : null,
        settleMs: 20_000,
      },
    },
  ];
}

function ended(turn: RandomTurn, key: CallKey): NewEvent {
  const { attempt = 1, proposalId } = turn.state.calls.find((call) => call.key === key) ?? {};
  if (goesWell(turn, proposalId))
    return { kind: "call.ended", body: { key, attempt, outcome: { kind: "done", result: {} } } };
  const outcome = turn.chance.pick<CallOutcome>([
    { kind: "done", result: {} },
    { kind: "refused", code: "PUR-3004", detail: "" },
    { kind: "failed", code: "PUR-3001", retry: "safe", detail: "" },
    { kind: "unknown", code: "PUR-3002", detail: "" },
    { kind: "unknown", code: "PUR-3009", detail: "" },
  ]);
  return { kind: "call.ended", body: { key, attempt, outcome } };
}

function verified(turn: RandomTurn, key: CallKey): readonly NewEvent[] {
  const call =
    turn.state.calls.find((candidate) => candidate.key === key) ??
    turn.state.sweeps.find((sweep) => sweep.call.key === key)?.call;
  if (call === undefined) throw new Error(`The call ${key} is looked up and is not in the state.`);
  const done: CallFinding = { kind: "done", result: {} };
  const finding = goesWell(turn, call.proposalId)
    ? done
    : turn.chance.pick<CallFinding>([
        done,
        { kind: "not-done", settled: turn.now >= call.settledAt, detail: "" },
        { kind: "not-done", settled: turn.now >= call.settledAt, detail: "" },
        { kind: "key-safe", detail: "" },
        { kind: "doubled", detail: "" },
        { kind: "unknown", detail: "" },
      ]);
  const verified: NewEvent = {
    kind: "call.verified",
    body: { key, attempt: call.attempt, finding, settledAt: call.settledAt, values: {} },
  };
  if (finding.kind !== "done" || call.undoOf === null) return [verified];
  return [verified, { kind: "undo.ended", body: { key: call.undoOf, undoKey: key, isUndone: true, residue: null } }];
}

function handedOff(turn: RandomTurn): readonly NewEvent[] {
  const { pauses, lifecycle } = turn.state;
  const reopened: readonly NewEvent[] = lifecycle === "closed" ? [{ kind: "case.reopened", body: { reason: "" } }] : [];
  const withdrawn: readonly NewEvent[] = pauses.map(({ pauseId, proposalId }) => ({
    kind: "pause.withdrawn",
    body: { pauseId, proposalId, by: "handoff", reason: "" },
  }));
  return [
    ...reopened,
    ...withdrawn,
    {
      kind: "handoff.made",
      body: { handoffId: turn.chance.id("hand"), queue: "default", packet: testPacket(), opensAt: null },
    },
  ];
}

function pauseOf(turn: RandomTurn, proposalId: ProposalId): Pause | undefined {
  return turn.state.pauses.find((pause) => pause.proposalId === proposalId);
}
