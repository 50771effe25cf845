import {
  type CallFinding,
  type CallOutcome,
  type CaseEvent,
  type CaseId,
  type CallKey,
  callKeySchema,
  type Hash,
  hashSchema,
  type IdOf,
  type IdPrefix,
  idSchemas,
  type Instant,
  instantOf,
  type NewEvent,
  type Pause,
  plusMs,
  type ProposalId,
  type ProposedStep,
  unreachable,
  type Verdict,
} from "@purser/contract";
import type { CaseState } from "./case-state.ts";
import { decide } from "./decide.ts";
import { foldLog } from "./fold.ts";
import type { NextStep } from "./next-step.ts";

/** A log as a worker and people might have written it, with what was decided at each point. */
export type RandomLog = { events: readonly CaseEvent[]; now: Instant };

const start = instantOf(Date.UTC(2026, 1, 10, 7, 17));
const digits = "0123456789abcdefghjkmnpqrstvwxyz";
const noHash: Hash = hashSchema.parse("0".repeat(64));

export const randomPlace: { tenant: string; caseId: CaseId } = {
  tenant: "main",
  caseId: idSchemas.case.parse(`case_${"0".repeat(20)}`),
};

/**
 * Plays a case by the numbers that it is given: each says what happens next. Steps of `decide` are carried out with any
 * outcome that they can have, people and systems do what they like, and time passes.
 */
export class RandomCase {
  readonly #numbers: readonly number[];
  #used = 0;
  #made = 0;
  #epoch = 1;
  now: Instant = start;
  readonly events: CaseEvent[] = [];
  state: CaseState;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
    const opened = this.#placed({
      kind: "case.opened",
      body: {
        trigger: { kind: "message", name: "chat" },
        channel: "chat",
        customerId: this.#id("cus"),
        customerRef: "LC-1",
        subject: null,
        goal: null,
        procedure: null,
        blueprintHash: noHash,
        parent: null,
      },
    });
    this.events.push(opened);
    this.state = foldLog(null, [opened], randomPlace);
    this.#add([this.#message()]);
  }

  /** Plays on until the numbers are used up. */
  play(): RandomLog {
    while (this.#used < this.#numbers.length) this.#turn();
    return { events: this.events, now: this.now };
  }

  /** Carries out what is decided, with nobody interfering, until the case waits for nothing but people; null when it never does. */
  settle(atMost: number): number | null {
    for (let steps = 0; steps < atMost; steps += 1) {
      const step = decide(this.state, this.now);
      if (step.kind !== "wait") this.#add(this.#perform(step));
      else if (step.until === null) return steps;
      else this.now = step.until;
    }
    return null;
  }

  #turn(): void {
    const kind = this.#below(14);
    if (kind === 0) this.#epoch += 1;
    else if (kind === 1) this.now = plusMs(this.now, this.#pick([1, 1_000, 30_000, 3_600_000, 90_000_000]));
    else if (kind === 2) this.#add(this.#happening());
    else this.#step();
  }

  #step(): void {
    const step = decide(this.state, this.now);
    if (step.kind !== "wait") this.#add(this.#perform(step));
    else if (step.until !== null && this.#below(3) === 0) this.now = step.until;
    else this.#add(this.#happening());
  }

  #add(events: readonly NewEvent[]): void {
    for (const event of events) {
      const placed = this.#placed(event);
      this.events.push(placed);
      this.state = foldLog(this.state, [placed], randomPlace);
    }
  }

  #placed(event: NewEvent): CaseEvent {
    return { ...event, seq: this.events.length + 1, at: this.now, actorId: "somebody", epoch: this.#epoch };
  }

  /** What comes from outside. */
  #happening(): readonly NewEvent[] {
    const { pauses, calls, doneCalls, lifecycle, owner, proposals } = this.state;
    const pause = pauses[this.#below(Math.max(pauses.length, 1))];
    const withdrawn: readonly NewEvent[] = pauses.map(({ pauseId, proposalId }) => ({
      kind: "pause.withdrawn",
      body: { pauseId, proposalId, by: "tm_lead", reason: "" },
    }));
    if (lifecycle === "closed") return [{ kind: "note.added", body: { by: "tm_lead", text: "" } }];
    const [done] = doneCalls;
    switch (this.#below(24)) {
      case 0: return [{ kind: "signal.received", body: { source: "late-outcome", refersTo: this.#pick([calls[0]?.key, done?.key, null]) ?? null, data: {} } }];
      case 1: return [...withdrawn, { kind: "teammate.joined", body: { teammateId: "tm_lead" } }];
      case 2: return this.#below(4) === 0 ? [...withdrawn, { kind: "case.closed", body: { by: "tm_lead", reason: "" } }] : [{ kind: "note.added", body: { by: "tm_lead", text: "" } }];
      case 3: return done === undefined ? [this.#message()] : [this.#proposed({ kind: "undo", callKey: done.key, reason: "" }, "teammate")];
      case 4: case 5: return [this.#identity()];
      case 6: case 7: case 8: case 9: return [this.#message()];
      default: break;
    }
    if (owner.kind !== "agent") return [{ kind: "teammate.left", body: { teammateId: "tm_lead", returnsToAgent: this.#below(4) > 0 } }];
    if (pause !== undefined) return this.#answer(pause);
    return proposals.some(({ phase }) => phase.kind === "identifying") ? [this.#identity()] : [this.#message()];
  }

  #identity(): NewEvent {
    return { kind: "identity.changed", body: { subject: "cus", level: this.#pick([0, 1, 2, 3]), method: "token", expiresAt: this.#pick([null, plusMs(this.now, 60_000)]) } };
  }

  #answer(pause: Pause): readonly NewEvent[] {
    const { pauseId, proposalId, digest, mayAnswer } = pause;
    const decision = this.#pick(["yes", "yes", "no", "edit"] as const);
    const by = { kind: mayAnswer.kind, id: "somebody", role: mayAnswer.kind === "teammate" ? mayAnswer.role : null };
    const answered: NewEvent = {
      kind: "pause.answered",
      body: {
        pauseId,
        proposalId,
        digest,
        decision,
        by,
        authenticated: "session",
        surface: "api",
        reason: null,
        value: null,
      },
    };
    return decision === "edit" ? [answered, this.#proposed(this.#call(), "teammate")] : [answered];
  }

  #perform(step: Exclude<NextStep, { kind: "wait" }>): readonly NewEvent[] {
    switch (step.kind) {
      case "think":
        return this.#thought();
      case "judge":
        return [this.#judged(step.proposalId, this.#verdict(), false)];
      case "lookup":
        return this.#below(3) === 0
          ? [this.#judged(step.proposalId, { kind: "deny", reasons: [""] }, false)]
          : [{ kind: "facts.read", body: { proposalId: step.proposalId, reads: [] } }];
      case "ask":
        return this.#asked(step.proposalId, step.pauseKind);
      case "identify":
        return [this.#sent(step.proposalId)];
      case "supersede":
        return [
          {
            kind: "pause.superseded",
            body: {
              pauseId: this.#pauseOf(step.proposalId)?.pauseId ?? null,
              proposalId: step.proposalId,
              newProposalId: step.newProposalId,
              reason: "",
            },
          },
        ];
      case "withdraw":
        return this.#withdrawn(step.proposalId);
      case "start":
        return this.#started(step.proposalId, step.attempt);
      case "call":
        return [this.#ended(step.key)];
      case "verify":
        return this.#verified(step.key);
      case "say":
        return [this.#sent(step.proposalId)];
      case "resolve":
        return this.#below(3) === 0
          ? [this.#judged(step.proposalId, { kind: "deny", reasons: [""] }, false)]
          : [{ kind: "case.resolved", body: { by: "reasoner", summary: "", evidence: {} } }];
      case "handOff":
        return this.#handedOff();
      case "expire":
        return [
          { kind: "pause.expired", body: { pauseId: step.pauseId, proposalId: step.proposalId } },
          this.#sent(step.proposalId),
        ];
      case "fire":
        return [{ kind: "timer.fired", body: { timerId: step.timerId } }];
      case "reopen":
        return [{ kind: "case.reopened", body: { reason: "" } }];
      default:
        return unreachable(step);
    }
  }

  #thought(): readonly NewEvent[] {
    const { doneCalls, pauses } = this.state;
    const reply = { text: "…", claims: [] };
    const [done] = doneCalls;
    const [pause] = pauses;
    const steps: readonly [ProposedStep, ...ProposedStep[]] = [
      this.#call(),
      ...Array.from({ length: 6 }, () => this.#call()),
      { kind: "reply", reply },
      { kind: "ask", path: "order.id", question: "Which?" },
      { kind: "lookup", calls: [{ tool: "find_orders", args: {} }] },
      { kind: "later", afterMs: 60_000, reply },
      { kind: "plan", procedure: "refund", steps: [] },
      { kind: "handoff", packet: { why: "", wants: "", known: [], done: [], open: [], suggestion: "" } },
      { kind: "resolve", summary: "", reply: null },
      ...(done === undefined ? [] : [{ kind: "undo" as const, callKey: done.key, reason: "" }]),
      ...(pause === undefined ? [] : [{ kind: "withdraw" as const, proposalId: pause.proposalId, reason: "", reply }]),
    ];
    const step = this.#pick(steps);
    const proposed = this.#proposed(step, "reasoner");
    return step.kind === "plan"
      ? [proposed, { kind: "plan.made", body: { procedure: "refund", steps: [], reason: "" } }]
      : [proposed];
  }

  #call(): ProposedStep {
    return {
      kind: "call",
      call: { tool: this.#pick(["refund_order", "change_address", "send_mail"]), args: { number: this.#below(3) } },
    };
  }

  #proposed(step: ProposedStep, by: "reasoner" | "teammate"): NewEvent {
    const author = by === "reasoner" ? { kind: by, name: "scripted" } : { kind: by, teammateId: "tm_lead" };
    return {
      kind: "proposal.made",
      body: { proposal: { proposalId: this.#id("prop"), author, step, reason: "", argsHash: noHash }, stale: false },
    };
  }

  #verdict(): Verdict {
    return this.#pick<Verdict>([
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

  #judged(proposalId: ProposalId, verdict: Verdict, atExecution: boolean): NewEvent {
    const assurance = { identity: 2 as const, confirmed: false, approved: false, approverRole: null };
    return {
      kind: "proposal.judged",
      body: {
        proposalId,
        argsHash: noHash,
        judgement: { verdict, policies: [], facts: {}, totals: {}, assurance },
        factsHash: noHash,
        readAt: this.now,
        policyHash: noHash,
        blueprintHash: noHash,
        validUntil: plusMs(this.now, 5_000),
        shown: { title: "", text: "" },
        atExecution,
      },
    };
  }

  #asked(proposalId: ProposalId, kind: "confirm" | "approve"): readonly NewEvent[] {
    const pauseId = this.#id("pause");
    const pause: Pause = {
      pauseId,
      kind,
      proposalId,
      digest: noHash,
      shown: { title: "", text: "", reasons: [] },
      mayAnswer: kind === "confirm" ? { kind: "customer" } : { kind: "teammate", role: "lead" },
      openedAt: this.now,
      expiresAt: plusMs(this.now, 86_400_000),
      atDeadline: kind === "confirm" ? "decline" : "hand-off",
      policyHash: noHash,
    };
    return [
      { kind: "pause.opened", body: { pause } },
      {
        kind: "timer.set",
        body: { timerId: this.#id("tmr"), wakeAt: plusMs(this.now, 14_400_000), purpose: "remind", refersTo: pauseId },
      },
      this.#sent(proposalId),
    ];
  }

  #withdrawn(proposalId: ProposalId): readonly NewEvent[] {
    const step = this.state.proposals.find((proposal) => proposal.proposalId === proposalId)?.step;
    const pause = step?.kind === "withdraw" ? this.#pauseOf(step.proposalId) : undefined;
    const said = this.#sent(proposalId);
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

  #started(proposalId: ProposalId, attempt: number): readonly NewEvent[] {
    const proposal = this.state.proposals.find((candidate) => candidate.proposalId === proposalId);
    const earlier = this.state.calls.find((candidate) => candidate.proposalId === proposalId);
    if (proposal === undefined) throw new Error(`A call of ${proposalId} is begun, which is not in the state.`);
    if (this.#below(4) === 0) {
      const voided: readonly NewEvent[] = proposal.grants.map(({ pause }) => ({
        kind: "pause.superseded",
        body: { pauseId: pause.pauseId, proposalId, newProposalId: null, reason: "" },
      }));
      return [...voided, this.#judged(proposalId, this.#verdict(), false)];
    }
    const tool = proposal.step.kind === "call" ? proposal.step.call.tool : "refund_order";
    const once =
      tool === "refund_order" ? ("key" as const) : tool === "change_address" ? ("natural" as const) : ("none" as const);
    return [
      this.#judged(proposalId, { kind: "allow" }, true),
      {
        kind: "call.started",
        body: {
          key: earlier?.key ?? this.#key(),
          attempt,
          proposalId,
          tool,
          args: {},
          argsHash: noHash,
          pauseIds: [...proposal.grants, ...(earlier?.grants ?? [])].map(({ pause }) => pause.pauseId),
          reservations: [],
          undoOf: proposal.step.kind === "undo" ? proposal.step.callKey : null,
          once,
          resendUntil: once === "key" ? plusMs(this.now, 69_120_000) : null,
          settleMs: 20_000,
        },
      },
    ];
  }

  #ended(key: CallKey): NewEvent {
    const attempt = this.state.calls.find((call) => call.key === key)?.attempt ?? 1;
    const outcome = this.#pick<CallOutcome>([
      { kind: "done", result: {} },
      { kind: "refused", code: "PUR-3004", detail: "" },
      { kind: "failed", code: "PUR-3001", retry: "safe", detail: "" },
      { kind: "unknown", code: "PUR-3002", detail: "" },
      { kind: "unknown", code: "PUR-3009", detail: "" },
    ]);
    return { kind: "call.ended", body: { key, attempt, outcome } };
  }

  #verified(key: CallKey): readonly NewEvent[] {
    const call =
      this.state.calls.find((candidate) => candidate.key === key) ??
      this.state.sweeps.find((sweep) => sweep.call.key === key)?.call;
    if (call === undefined) throw new Error(`The call ${key} is looked up and is not in the state.`);
    const finding = this.#pick<CallFinding>([
      { kind: "done", result: {} },
      { kind: "not-done", settled: this.now >= call.settledAt, detail: "" },
      { kind: "not-done", settled: this.now >= call.settledAt, detail: "" },
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

  #handedOff(): readonly NewEvent[] {
    const { pauses, lifecycle } = this.state;
    const reopened: readonly NewEvent[] =
      lifecycle === "closed" ? [{ kind: "case.reopened", body: { reason: "" } }] : [];
    const withdrawn: readonly NewEvent[] = pauses.map(({ pauseId, proposalId }) => ({
      kind: "pause.withdrawn",
      body: { pauseId, proposalId, by: "handoff", reason: "" },
    }));
    const packet = { why: "", wants: "", known: [], done: [], open: [], suggestion: "" };
    return [
      ...reopened,
      ...withdrawn,
      { kind: "handoff.made", body: { handoffId: this.#id("hand"), queue: "default", packet } },
    ];
  }

  #message(): NewEvent {
    const messageId = this.#id("msg");
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
      },
    };
  }

  #sent(proposalId: ProposalId | null): NewEvent {
    return {
      kind: "message.sent",
      body: { outboxId: this.#id("out"), channel: "chat", text: "…", claims: [], pauseId: null, proposalId },
    };
  }

  #pauseOf(proposalId: ProposalId): Pause | undefined {
    return this.state.pauses.find((pause) => pause.proposalId === proposalId);
  }

  #pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.#below(items.length)] ?? items[0];
  }

  /** The next number, below the bound; when all are used they begin again, so that a case can be played to its end. */
  #below(bound: number): number {
    const number = this.#numbers[this.#used % this.#numbers.length] ?? 0;
    this.#used += 1;
    return (number + Math.floor(this.#used / this.#numbers.length)) % bound;
  }

  #id<Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> {
    return idParsers[prefix](`${prefix}_${this.#unique(20)}`);
  }

  #key(): CallKey {
    return callKeySchema.parse(this.#unique(52));
  }

  #unique(length: number): string {
    this.#made += 1;
    let text = "";
    for (let rest = this.#made; text.length < length; rest = Math.floor(rest / 32))
      text = `${digits[rest % 32] ?? "0"}${text}`;
    return text;
  }
}

const idParsers: { [Prefix in IdPrefix]: (text: string) => IdOf<Prefix> } = {
  case: (text) => idSchemas.case.parse(text),
  cus: (text) => idSchemas.cus.parse(text),
  tm: (text) => idSchemas.tm.parse(text),
  prop: (text) => idSchemas.prop.parse(text),
  pause: (text) => idSchemas.pause.parse(text),
  msg: (text) => idSchemas.msg.parse(text),
  out: (text) => idSchemas.out.parse(text),
  tmr: (text) => idSchemas.tmr.parse(text),
  hand: (text) => idSchemas.hand.parse(text),
};
