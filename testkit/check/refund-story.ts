import { type EventBody, type Hash, type Pause, type ProposedStep, type Verdict } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { CallRecord, CaseHistory, EffectRecord, History } from "./history.ts";
import {
  idNamed,
  inlet,
  keyNamed,
  second,
  worker,
  writtenCase,
  type WrittenEnd,
  writtenHistory,
  type WrittenStep,
} from "./written-history.ts";
import { callStarted } from "../../server/src/cases/testing/test-call-started.ts";
import { testPacket } from "../../server/src/cases/testing/test-packet.ts";

/** The parts of which the checker's good and bad histories are put together: a refund, in steps that have names. */
export const proposalId = idNamed("prop", "refund");
export const key = keyNamed("refund");
export const args = { orderId: "L-10001", amountMinor: 2_000 };
const step: ProposedStep = { kind: "call", call: { tool: "refund_order", args } };
export const argsHash = hashOf(step);
export const policyHash = hashOf("policies");
export const facts = { refundableMinor: 2_000, currency: "USD", charge: { id: "CH-1" } };
export const shown = { title: "Refund an order", text: "Refund $20.00?" };
export const lead = "tm_lead";

export const resolved: WrittenEnd = { status: "resolved", wakeAt: null, isRunnable: false };

type Judged = EventBody<"proposal.judged">;
type Started = EventBody<"call.started">;

export const opened = inlet(
  "opened",
  "case.opened",
  {
    trigger: { kind: "message", name: "chat" },
    channel: "chat",
    customerId: idNamed("cus", "mia"),
    customerRef: "LC-1",
    subject: null,
    goal: null,
    procedure: null,
    blueprintHash: hashOf("blueprint"),
    parent: null,
  },
  { at: 0 },
);

export function received(name: string, at: number, change: Partial<EventBody<"message.received">> = {}): WrittenStep {
  const body = {
    messageId: idNamed("msg", name),
    channel: "chat",
    sender: { kind: "customer" as const, id: "cus_mia" },
    provider: "chat",
    deliveryId: name,
    text: "…",
    answers: null,
    ...change,
  };
  return inlet(name, "message.received", body, { at });
}

export function made(change: Partial<EventBody<"proposal.made">["proposal"]> = {}): WrittenStep {
  const proposal = {
    proposalId,
    author: { kind: "reasoner" as const, name: "scripted" },
    step,
    reason: "She asks for it.",
    argsHash,
    ...change,
  };
  return worker("made", "proposal.made", { proposal, stale: false }, { at: 1 });
}

/** What was decided: at `at` seconds, on facts of two seconds before. */
export function judged(name: string, at: number, verdict: Verdict, change: Partial<Judged> = {}): WrittenStep {
  const isExecution = verdict.kind === "allow";
  const assurance = { identity: 2 as const, confirmed: false, approved: false, approverRole: null };
  const body: Judged = {
    proposalId,
    argsHash,
    judgement: { verdict, policies: [], facts, totals: {}, assurance },
    factsHash: hashOf(facts),
    readAt: second(at - 2),
    policyHash,
    blueprintHash: hashOf("blueprint"),
    validUntil: second(at + 3),
    shown,
    atExecution: isExecution,
    ...change,
  };
  return worker(name, "proposal.judged", body, { at });
}

export function started(name: string, at: number, change: Partial<Started> = {}, epoch = 1): WrittenStep {
  const { body } = callStarted({
    key,
    proposalId,
    args,
    argsHash,
    resendUntil: second(69_120),
    settleMs: 20_000,
    ...change,
  });
  return worker(name, "call.started", body, { at, epoch, by: `worker-${epoch}` });
}

export function ended(
  name: string,
  at: number,
  outcome: EventBody<"call.ended">["outcome"],
  change: { attempt?: number; epoch?: number } = {},
): WrittenStep {
  const { attempt = 1, epoch = 1 } = change;
  return worker(name, "call.ended", { key, attempt, outcome }, { at, epoch, by: `worker-${epoch}` });
}

export function verified(
  name: string,
  at: number,
  finding: EventBody<"call.verified">["finding"],
  change: { attempt?: number; epoch?: number } = {},
): WrittenStep {
  const { attempt = 1, epoch = 1 } = change;
  return worker(
    name,
    "call.verified",
    { key, attempt, finding, settledAt: second(at), values: {} },
    { at, epoch, by: `worker-${epoch}` },
  );
}

export function told(
  name: string,
  at: number,
  claims: EventBody<"message.sent">["claims"],
  outbox = name,
): WrittenStep {
  return worker(
    name,
    "message.sent",
    { outboxId: idNamed("out", outbox), channel: "chat", text: "…", claims, pauseId: null, proposalId: null },
    { at, epoch: 9, by: "worker-9" },
  );
}

export const done = { kind: "done" as const, result: {} };
export const unknown = { kind: "unknown" as const, code: "PUR-3002" as const, detail: "" };
export const notDone = { kind: "not-done" as const, settled: true, detail: "" };
export const resolution = worker(
  "resolved",
  "case.resolved",
  { by: "reasoner", summary: "", evidence: {} },
  { at: 50, epoch: 9, by: "worker-9" },
);

export const effect: EffectRecord = {
  seq: 1,
  tick: Date.parse(second(6)),
  key,
  subject: "LC-1",
  object: "CH-1",
  operation: "refund",
  args: { chargeId: "CH-1", amountMinor: 2_000 },
  kind: "effect",
  reverses: null,
};
export const call: CallRecord = { seq: 1, tick: Date.parse(second(6)), key, attempt: 1, caseId: null };

export function shownTo(level: 0 | 2): WrittenStep {
  const body = { subject: "cus_mia", level, method: "token", expiresAt: null };
  return inlet("shown", "identity.changed", body, { at: 0 });
}

/** A refund that needs nobody, from the message to the end. */
export const automatic: readonly WrittenStep[] = [
  opened,
  received("asks", 0),
  made(),
  judged("judged", 3, { kind: "allow" }, { atExecution: false }),
  judged("decided", 4, { kind: "allow" }),
  started("started", 5),
  ended("ended", 7, done),
  verified("verified", 8, done),
  told("told", 9, [key]),
  resolution,
];

export function pauseOf(kind: "confirm" | "approve", change: Partial<Pause> = {}): Pause {
  return {
    pauseId: idNamed("pause", kind),
    kind,
    proposalId,
    digest: digestOf(kind),
    shown: { ...shown, reasons: [] },
    mayAnswer: kind === "confirm" ? { kind: "customer" } : { kind: "teammate", role: "lead" },
    openedAt: second(4),
    expiresAt: second(86_400),
    atDeadline: kind === "confirm" ? "decline" : "hand-off",
    policyHash,
    ...change,
  };
}

export function digestOf(kind: string): Hash {
  return hashOf(`digest of ${kind}`);
}

export function asked(kind: "confirm" | "approve", change: Partial<Pause> = {}): WrittenStep {
  return worker(`asked ${kind}`, "pause.opened", { pause: pauseOf(kind, change) }, { at: kind === "confirm" ? 4 : 12 });
}

export function answered(kind: "confirm" | "approve", change: Partial<EventBody<"pause.answered">> = {}): WrittenStep {
  const by =
    kind === "confirm"
      ? { kind: "customer" as const, id: "cus_mia", role: null }
      : { kind: "teammate" as const, id: lead, role: "lead" as const };
  const body: EventBody<"pause.answered"> = {
    pauseId: idNamed("pause", kind),
    proposalId,
    digest: digestOf(kind),
    decision: "yes",
    by,
    authenticated: "session",
    surface: kind === "confirm" ? "chat" : "console",
    reason: null,
    value: null,
    ...change,
  };
  return inlet(`answered ${kind}`, "pause.answered", body, { at: kind === "confirm" ? 11 : 20, by: by.id });
}

const bothHeld = { identity: 2 as const, confirmed: true, approved: true, approverRole: "lead" as const };

/** A refund that the customer confirms and a lead approves. */
export const approved: readonly WrittenStep[] = [
  opened,
  received("asks", 0),
  made(),
  judged("judged", 3, { kind: "confirm-then-approve", role: "lead" }),
  asked("confirm"),
  received("yes", 10, { answers: idNamed("pause", "confirm") }),
  answered("confirm"),
  asked("approve"),
  answered("approve"),
  judged(
    "decided",
    22,
    { kind: "allow" },
    { judgement: { verdict: { kind: "allow" }, policies: [], facts, totals: {}, assurance: bothHeld } },
  ),
  started("started", 23, { pauseIds: [idNamed("pause", "confirm"), idNamed("pause", "approve")] }),
  ended("ended", 24, done),
  verified("verified", 25, done),
  told("told", 26, [key]),
  resolution,
];

/** A refund whose answer was lost, looked up, and sent again under the same key when it had not happened. */
export const repeated: readonly WrittenStep[] = [
  ...automatic.slice(0, 6),
  ended("lost", 15, unknown),
  verified("looked too early", 16, { ...notDone, settled: false }),
  verified("looked", 26, notDone),
  judged("decided again", 27, { kind: "allow" }),
  started("started again", 28, { attempt: 2 }, 2),
  ended("ended", 29, done, { attempt: 2, epoch: 2 }),
  verified("verified", 30, done, { attempt: 2, epoch: 2 }),
  told("told", 31, [key]),
  resolution,
];

function handing(name: string, at: number, epoch: number): WrittenStep {
  const body = { handoffId: idNamed("hand", name), queue: "default", packet: testPacket(), opensAt: null };
  return worker(name, "handoff.made", body, { at, epoch, by: `worker-${epoch}` });
}

export const handedOff = handing("handed off", 40, 9);
export const handedOffAgain = handing("handed off again", 641, 11);

/** The steps with one put in the place of the named one, or left out. */
export function replaced(
  steps: readonly WrittenStep[],
  name: string,
  ...by: readonly WrittenStep[]
): readonly WrittenStep[] {
  if (!steps.some((each) => each.name === name)) throw new Error(`No step is called ${name}.`);
  return steps.flatMap((each) => (each.name === name ? by : [each]));
}

/** The steps with some more after the named one. */
export function afterStep(
  steps: readonly WrittenStep[],
  name: string,
  ...more: readonly WrittenStep[]
): readonly WrittenStep[] {
  return steps.flatMap((each) => (each.name === name ? [each, ...more] : [each]));
}

/** The case of these steps, in which she has shown who she is when it was opened. */
export function caseOf(steps: readonly WrittenStep[], end: WrittenEnd = resolved): CaseHistory {
  return writtenCase("refund", afterStep(steps, "opened", shownTo(2)), end);
}

/** A whole history of one case, with what the payments kept. */
export function historyOf(
  steps: readonly WrittenStep[],
  change: {
    effects?: readonly EffectRecord[];
    calls?: readonly CallRecord[];
    end?: WrittenEnd;
  } & Partial<History> = {},
): History {
  const { effects = [effect], calls = [call], end = resolved, ...more } = change;
  return writtenHistory([caseOf(steps, end)], { effects, calls }, more);
}
