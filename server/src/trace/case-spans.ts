import type { CaseEvent, CaseEventOf, CaseId, Instant, ProposedStep } from "@purser/contract";
import { sha256 } from "@purser/kit/audit";

/** A stretch of a case's time, of names and numbers of ours alone: nothing that a person wrote or a system answered. */
export type CaseSpan = {
  /** 16 hexadecimal digits, the same whoever makes the span. */
  spanId: string;
  /** Null for the case itself. */
  parentId: string | null;
  name: string;
  from: Instant;
  to: Instant;
  /** The event with which it was over. */
  endedAtSeq: number;
  outcome: string;
  isFailure: boolean;
  attributes: Readonly<Record<string, string | number | boolean>>;
};

/** The trace of a case, in 32 hexadecimal digits. */
export function traceIdOf(caseId: CaseId): string {
  return sha256(`trace ${caseId}`).slice(0, traceDigits);
}

const traceDigits = 32;
const spanDigits = 16;

/**
 * The spans of a log, as far as they are over: the case, its proposals, calls, read-backs, pauses, lookups, models and
 * handoffs. They follow from the log alone, so that any process makes the same ones.
 */
export function caseSpans(caseId: CaseId, log: readonly CaseEvent[]): readonly CaseSpan[] {
  const builder = new SpanBuilder(caseId);
  for (const event of log) builder.add(event);
  return builder.spans;
}

type Open = Pick<CaseSpan, "name" | "from" | "attributes"> & { parent: string };

class SpanBuilder {
  readonly spans: CaseSpan[] = [];
  readonly #caseId: CaseId;
  readonly #open = new Map<string, Open>();
  #openedAt: Instant | null = null;
  #before: Instant | null = null;

  constructor(caseId: CaseId) {
    this.#caseId = caseId;
  }

  add(event: CaseEvent): void {
    this.#openedAt ??= event.at;
    this.#note(event);
    this.#before = event.at;
  }

  #note(event: CaseEvent): void {
    switch (event.kind) {
      case "case.resolved":
        this.#end(handoff, event, "resolved");
        this.#endProposals(event);
        return this.#case(event, "resolved");
      case "case.closed":
        this.#end(handoff, event, "closed");
        this.#endProposals(event);
        return this.#case(event, "closed");
      case "handoff.made":
        return this.#begin(handoff, { name: "handoff", from: event.at, attributes: { queue: event.body.queue } });
      case "teammate.left":
        return this.#end(handoff, event, event.body.returnsToAgent ? "returned" : "left");
      case "message.understood": {
        const { requests, next, reasoner } = event.body;
        const procedures = namesOf(requests.map(({ procedure }) => procedure));
        return this.#moment("understand", event, next, { reasoner, procedures });
      }
      case "facts.read":
        return this.#lookups(event);
      case "budget.spent": {
        const { purpose, steps, tokens, costMicros, durationMs = 0 } = event.body;
        return this.#moment("model", event, "done", { purpose, steps, tokens, costMicros, durationMs });
      }
      case "route.chosen":
        return this.#moment("route", event, event.body.route, { reasoner: event.body.reasoner });
      case "message.sent":
        this.#moment("send", event, "sent", { claims: event.body.claims.length });
        // What asks is not over with its being asked.
        if (event.body.pauseId === null && event.body.proposalId !== null)
          this.#end(event.body.proposalId, event, "sent");
        return undefined;
      default:
        this.#noteProposal(event);
        this.#notePause(event);
        return this.#noteCall(event);
    }
  }

  #noteProposal(event: CaseEvent): void {
    if (event.kind === "proposal.made") {
      const { proposalId, step, author } = event.body.proposal;
      const attributes = { proposalId, author: author.kind, ...stepAttributes(step) };
      return this.#begin(proposalId, { name: `propose ${step.kind}`, from: event.at, attributes });
    }
    if (event.kind !== "proposal.judged") return undefined;
    const { proposalId, judgement, atExecution } = event.body;
    const verdict = judgement.verdict.kind;
    this.#moment("judge", event, verdict, { proposalId, atExecution }, proposalId);
    if (verdict === "deny" || verdict === "escalate") this.#end(proposalId, event, verdict);
  }

  #notePause(event: CaseEvent): void {
    switch (event.kind) {
      case "pause.opened": {
        const { pauseId, proposalId, kind } = event.body.pause;
        return this.#begin(pauseId, { name: `pause ${kind}`, from: event.at, attributes: { pauseId } }, proposalId);
      }
      case "pause.answered":
        this.#end(event.body.pauseId, event, event.body.decision);
        if (event.body.decision === "no") this.#end(event.body.proposalId, event, "declined");
        return;
      case "pause.expired":
      case "pause.withdrawn":
      case "pause.superseded": {
        const how = event.kind.replace("pause.", "");
        if (event.body.pauseId !== null) this.#end(event.body.pauseId, event, how);
        return this.#end(event.body.proposalId, event, how);
      }
      default:
        return undefined;
    }
  }

  #noteCall(event: CaseEvent): void {
    switch (event.kind) {
      case "call.started": {
        const { key, attempt, tool, once, undoOf, proposalId } = event.body;
        const attributes = { tool, attempt, once, isUndo: undoOf !== null };
        this.#begin(`${key} verify`, { name: `verify ${tool}`, from: event.at, attributes }, proposalId);
        return this.#begin(key, { name: `call ${tool}`, from: event.at, attributes }, proposalId);
      }
      case "call.ended": {
        const { key, outcome } = event.body;
        const verify = this.#open.get(`${key} verify`);
        if (verify !== undefined) this.#open.set(`${key} verify`, { ...verify, from: event.at });
        this.#end(key, event, outcome.kind, outcome.kind !== "done");
        if (outcome.kind === "refused") this.#end(verify?.parent ?? "", event, "refused", true);
        return undefined;
      }
      case "call.verified":
        return this.#verified(event);
      default:
        return undefined;
    }
  }

  #verified(event: CaseEventOf<"call.verified">): void {
    const { key, finding } = event.body;
    const verify = this.#open.get(`${key} verify`);
    // A call whose worker has gone has no end of its own.
    this.#end(key, event, "lost", true);
    this.#end(`${key} verify`, event, finding.kind, finding.kind === "unknown" || finding.kind === "doubled");
    if (verify === undefined) return;
    if (finding.kind === "done") this.#end(verify.parent, event, "done");
    else this.#begin(`${key} verify`, { ...verify, from: event.at }, verify.parent);
  }

  #lookups(event: CaseEventOf<"facts.read">): void {
    for (const { tool, readAt, outcome } of event.body.reads) {
      const from = readAt < event.at ? readAt : event.at;
      this.#push(
        { name: `lookup ${tool}`, from, attributes: { tool }, parent: event.body.proposalId },
        event,
        outcome.kind,
        outcome.kind === "failed",
      );
    }
    this.#end(event.body.proposalId, event, "done");
  }

  /** What is known only by its end began with the event before it, at the earliest. */
  #moment(
    name: string,
    event: CaseEvent,
    outcome: string,
    attributes: CaseSpan["attributes"],
    parent: string = root,
  ): void {
    this.#push({ name, from: this.#before ?? event.at, attributes, parent }, event, outcome, false);
  }

  #begin(id: string, span: Omit<Open, "parent">, parent: string = root): void {
    this.#open.set(id, { ...span, parent });
  }

  #end(id: string, event: CaseEvent, outcome: string, isFailure = false): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    this.#open.delete(id);
    this.#push(open, event, outcome, isFailure, id);
  }

  #push(
    open: Open,
    event: CaseEvent,
    outcome: string,
    isFailure: boolean,
    id = `${open.name} ${this.spans.length}`,
  ): void {
    const { name, from, attributes, parent } = open;
    this.spans.push({
      spanId: this.#spanId(isNamedOnce(id) ? id : `${id} ${event.seq}`),
      parentId: this.#spanId(parent),
      name,
      from,
      to: event.at,
      endedAtSeq: event.seq,
      outcome,
      isFailure,
      attributes,
    });
  }

  #endProposals(event: CaseEvent): void {
    for (const id of this.#open.keys()) if (isNamedOnce(id)) this.#end(id, event, "over");
  }

  /** The case itself, again whenever it ends again. */
  #case(event: CaseEvent, outcome: string): void {
    this.spans.push({
      spanId: this.#spanId(root),
      parentId: null,
      name: "case",
      from: this.#openedAt ?? event.at,
      to: event.at,
      endedAtSeq: event.seq,
      outcome,
      isFailure: false,
      attributes: { caseId: this.#caseId },
    });
  }

  #spanId(id: string): string {
    return sha256(`span ${this.#caseId} ${id}`).slice(0, spanDigits);
  }
}

const root = "case";
const handoff = "handoff";

/** Proposals and pauses are begun once; all else may come several times under one name. */
function isNamedOnce(id: string): boolean {
  return /^(prop|pause)_\w+$/.test(id);
}

function stepAttributes(step: ProposedStep): CaseSpan["attributes"] {
  switch (step.kind) {
    case "call":
      return { tools: namesOf([step.call.tool]) };
    case "coordinate":
    case "lookup":
      return { tools: namesOf(step.calls.map(({ tool }) => tool)) };
    default:
      return {};
  }
}

/** A reasoner's proposal may name anything; what no tool or procedure can be called is left out. */
function namesOf(names: readonly string[]): string {
  return names.map((name) => (/^[a-z][a-z0-9_-]{0,60}$/.test(name) ? name : "unnamed")).join(" ");
}
