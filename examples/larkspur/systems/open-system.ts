import { unreachable, type Json, type JsonObject } from "@purser/contract";
import { z } from "zod";
import { answerControl } from "./control-routes.ts";
import { FaultSwitch, type DecidingFault } from "./faults.ts";
import { findRoute } from "./find-route.ts";
import { memoryKeeper, type Keeper } from "./keeper.ts";
import { LedgerBook, type CallEntry } from "./ledger.ts";
import { readRequest, type DoorRequest } from "./request-door.ts";
import type { Caller, Performed, RawRequest, ReadOutcome, Refusal, Route, Surroundings } from "./route.ts";
import type { IncomingRequest, SystemName, SystemOfRecord, SystemResult, WebhookQueue } from "./system-of-record.ts";

export type SystemOptions = {
  /** Epoch milliseconds; the clock that Purser asks too. */
  clock: () => number;
  keeper?: Keeper;
  /** What every answer takes, before any fault. */
  latencyMs?: number;
};

/** A write that a fault answered before the system did anything. */
export type InjectedError = { raw: RawRequest; answer: Answer; now: number };

export type SystemDefinition<State extends JsonObject> = {
  name: SystemName;
  stateSchema: z.core.$ZodType<State>;
  /** The data to begin with when nothing is kept. */
  seeded: State;
  routes: readonly Route<State>[];
  /** A system that stores errors under their key does it here. */
  onInjectedError?: (state: State, injected: InjectedError) => void;
  /** `keep` writes the state down after it was changed. */
  webhooks?: (state: State, clock: () => number, keep: () => void) => WebhookQueue;
};

type Answer = { status: number; body: Json };
type Arrived<State> = { route: Route<State>; raw: RawRequest };

const noWebhooks: WebhookQueue = { nextDueAt: () => null, takeDue: () => [] };

/** Puts routes, data, ledger and faults together into one system of record. */
export function openSystem<State extends JsonObject>(
  definition: SystemDefinition<State>,
  options: SystemOptions,
): SystemOfRecord {
  return new OpenSystem(definition, options);
}

class OpenSystem<State extends JsonObject> implements SystemOfRecord {
  readonly name: SystemName;
  readonly ledger: LedgerBook;
  readonly faults = new FaultSwitch();
  readonly webhooks: WebhookQueue;
  readonly #definition: SystemDefinition<State>;
  readonly #clock: () => number;
  readonly #keeper: Keeper;
  readonly #latencyMs: number;
  readonly #state: State;
  readonly #listeners = new Set<(call: CallEntry) => void>();

  constructor(definition: SystemDefinition<State>, options: SystemOptions) {
    this.#definition = definition;
    this.#clock = options.clock;
    this.#keeper = options.keeper ?? memoryKeeper;
    this.#latencyMs = options.latencyMs ?? 0;
    const kept = this.#keeper.load();
    this.name = definition.name;
    this.ledger = new LedgerBook(options.clock, kept.lines);
    // A copy through the schema: what is kept comes through a door, and the seeded data stay the caller's.
    this.#state = z.parse(definition.stateSchema, structuredClone(kept.state ?? definition.seeded));
    const keep = () => this.#keeper.save(this.ledger.takeUnkept(), this.#state);
    this.webhooks = definition.webhooks?.(this.#state, options.clock, keep) ?? noWebhooks;
  }

  onCall(listener: (call: CallEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  handle(request: IncomingRequest): SystemResult {
    const door = readRequest(request);
    if (door.kind === "refused") return this.#send(refusalAnswer(door), 0);
    const control = answerControl({ ...door, body: request.body }, this);
    if (control !== null) return { kind: "answer", ...control, delayMs: 0 };
    const found = findRoute(this.#definition.routes, door.method, door.path);
    if (found === null) return this.#send(errorAnswer(404, "no-such-route", `${door.method} ${door.path}`), 0);
    const { latencyMs, fault } = this.faults.take(door);
    if (fault?.kind === "down") return { kind: "refuse" };
    const arrived = { route: found.route, raw: rawRequest(door, found.pathValues, request) };
    if (found.route.kind === "write") this.#recordCall(door, request);
    const result = this.#carryOut(arrived, fault, latencyMs);
    if (found.route.kind === "read") this.#recordRead(door, request, result);
    this.#keeper.save(this.ledger.takeUnkept(), found.route.kind === "write" ? this.#state : null);
    return result;
  }

  #carryOut(arrived: Arrived<State>, fault: DecidingFault | null, latencyMs: number): SystemResult {
    const carriedOut = () => this.#perform(arrived, fault);
    switch (fault?.kind) {
      case "down":
        return { kind: "refuse" };
      case "drop":
        return { kind: "drop" };
      case "timeout-before":
        return { kind: "hang" };
      case "timeout-after":
        carriedOut();
        return { kind: "hang" };
      case "rate-limit":
        return this.#send(errorAnswer(429, "rate-limited", "Too many requests."), latencyMs);
      case "error-body":
        return this.#send(errorAnswer(200, "internal", "Something went wrong."), latencyMs);
      case "status-before":
        return this.#send(this.#failBefore(arrived, injectedAnswer(fault.status)), latencyMs);
      case "status-after":
        carriedOut();
        return this.#send(injectedAnswer(fault.status), latencyMs);
      case "malformed":
        return this.#send(carriedOut(), latencyMs, fault.shape);
      case "refused-later":
      case undefined:
        return this.#send(carriedOut(), latencyMs);
      default:
        return unreachable(fault);
    }
  }

  #perform({ route, raw }: Arrived<State>, fault: DecidingFault | null): Answer {
    const around: Surroundings<State> = {
      state: this.#state,
      now: this.#clock(),
      past: this.ledger,
      isRefusedLater: fault?.kind === "refused-later",
      answerInstead: fault?.kind === "status-after" ? injectedAnswer(fault.status) : null,
    };
    if (route.kind === "read") return readAnswer(route.run(raw, around));
    const performed = route.run(raw, around);
    this.#recordEffect(route.operation, raw.caller, performed);
    const { outcome } = performed;
    return outcome.kind === "refused" ? refusalAnswer(outcome) : { status: outcome.status, body: outcome.body };
  }

  #failBefore({ route, raw }: Arrived<State>, answer: Answer): Answer {
    if (route.kind === "write") this.#definition.onInjectedError?.(this.#state, { raw, answer, now: this.#clock() });
    return answer;
  }

  #recordCall(door: DoorRequest, request: IncomingRequest): void {
    const { key, attempt, caseId } = door.caller;
    const { method } = door;
    const call = this.ledger.recordCall({
      key,
      attempt,
      caseId,
      method,
      path: request.path,
      args: request.body ?? null,
    });
    for (const listener of this.#listeners) listener(call);
  }

  #recordRead(door: DoorRequest, request: IncomingRequest, result: SystemResult): void {
    const readable = result.kind === "answer" ? { status: result.status, answer: result.body } : null;
    const key = door.query["key"] ?? door.caller.key;
    this.ledger.recordRead({ key, path: request.path, ...(readable ?? { status: null, answer: null }) });
  }

  #recordEffect(operation: string, caller: Caller, { object, args, outcome }: Performed): void {
    const hasResult = outcome.kind === "effect" || outcome.kind === "reversal";
    const reversed = outcome.kind === "reversal" ? outcome.reverses : null;
    const isReversal = hasResult && (outcome.kind === "reversal" || caller.reverses !== null);
    this.ledger.recordEffect({
      key: caller.key,
      subject: caller.customerRef,
      object,
      operation,
      args,
      kind: outcome.kind === "refused" ? "rejected" : isReversal ? "reversal" : outcome.kind,
      result: hasResult ? outcome.result : null,
      reverses: isReversal ? (caller.reverses ?? reversed) : null,
      code: hasResult ? null : outcome.code,
    });
  }

  #send(answer: Answer, latencyMs: number, malformed: MalformedShape | null = null): SystemResult {
    const delayMs = this.#latencyMs + latencyMs;
    switch (malformed) {
      case null:
        return { kind: "answer", ...answer, delayMs };
      case "wrong-schema":
        return { kind: "answer", status: answer.status, body: { unexpected: [true] }, delayMs };
      case "not-json":
        return { kind: "garble", status: answer.status, text: "<html><body>OK</body></html>", delayMs };
      case "cut-short":
        return { kind: "garble", status: answer.status, text: firstHalf(JSON.stringify(answer.body)), delayMs };
      case "too-large":
        return { kind: "garble", status: answer.status, text: `"${"x".repeat(tooLargeBytes)}"`, delayMs };
      default:
        return unreachable(malformed);
    }
  }
}

type MalformedShape = Extract<DecidingFault, { kind: "malformed" }>["shape"];

/** Above the megabyte that a client of ours takes. */
const tooLargeBytes = 4 * 1024 * 1024;

function rawRequest(
  door: DoorRequest,
  pathValues: Readonly<Record<string, string>>,
  request: IncomingRequest,
): RawRequest {
  const { path, query, caller } = door;
  return { path, query, caller, pathValues, body: request.body };
}

function readAnswer(outcome: ReadOutcome): Answer {
  return outcome.kind === "found" ? { status: 200, body: outcome.body } : refusalAnswer(outcome);
}

function refusalAnswer({ status, code, message }: Refusal): Answer {
  return errorAnswer(status, code, message);
}

function errorAnswer(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

function injectedAnswer(status: number): Answer {
  return errorAnswer(status, "internal", "Something went wrong.");
}

function firstHalf(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}
