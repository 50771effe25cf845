import { setTimeout as delay } from "node:timers/promises";
import type { CaseId } from "@purser/contract";
import type { CaseStore } from "../cases/case-store.ts";
import { caseSpans } from "../trace/case-spans.ts";
import type { OperatorLog } from "../worker/world.ts";
import type { Metrics } from "./metrics.ts";
import { otlpTraces, type SpansOfCase } from "./otlp.ts";
import type { OnCommitted } from "./watched-store.ts";

export type Collector = {
  /** Its address for traces. */
  url: string;
  /** What it wants to be sent with each request. */
  headers: Readonly<Record<string, string>>;
  /** The way out to it. */
  send: (request: {
    url: URL;
    method: "POST";
    headers: Readonly<Record<string, string>>;
    body: string;
    timeoutMs: number;
    signal: AbortSignal;
  }) => Promise<
    { kind: "answered"; status: number } | { kind: "garbled" | "denied" | "notSent" | "noAnswer"; detail: string }
  >;
};

export type SpanExporterOptions = {
  store: Pick<CaseStore, "readEvents">;
  tenant: string;
  metrics: Pick<Metrics, "spans">;
  log: OperatorLog;
  collector: Collector;
  service: { name: string; version: string };
  /** How long events are gathered before they are sent. */
  gatherMs?: number;
};

const defaultGatherMs = 1_000;
const answerWithinMs = 5_000;
const okFrom = 200;
const okBelow = 300;
/** What is on its way when the process stops has so long. */
const lastAnswerMs = 1_000;
const attempts = 3;
/** Cases whose new events wait to be sent; more are left out, so that a dead collector costs a bounded piece of memory. */
const mostWaiting = 2_000;
const casesAtOnce = 50;
const complainEveryMs = 60_000;

type Range = { from: number; to: number };

/**
 * Sends the spans of what this process has committed, behind its back: whoever commits waits for nothing, and a collector
 * that is slow, dead or wrong changes nothing but what it gets.
 */
export class SpanExporter {
  readonly #options: SpanExporterOptions;
  readonly #waiting = new Map<CaseId, Range>();
  readonly #stopping = new AbortController();
  readonly #cutOff = new AbortController();
  #sending: Promise<void> | null = null;
  #complainedAtMs: number | null = null;

  constructor(options: SpanExporterOptions) {
    this.#options = options;
  }

  readonly onCommitted: OnCommitted = (caseId, from, to) => {
    const known = this.#waiting.get(caseId);
    if (known === undefined && this.#waiting.size >= mostWaiting) return this.#lost(1, "too-many");
    this.#waiting.set(caseId, { from: Math.min(from, known?.from ?? from), to: Math.max(to, known?.to ?? to) });
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = null));
  };

  /** Sends what waits, if the collector takes it at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const timer = setTimeout(() => this.#cutOff.abort(), lastAnswerMs);
    await this.#sending;
    clearTimeout(timer);
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      await this.#pause(this.#options.gatherMs ?? defaultGatherMs);
      const taken = [...this.#waiting].slice(0, casesAtOnce);
      for (const [caseId] of taken) this.#waiting.delete(caseId);
      await this.#send(taken).catch((error: unknown) =>
        this.#lost(taken.length, error instanceof Error ? error.message : String(error)),
      );
    }
  }

  async #send(taken: readonly (readonly [CaseId, Range])[]): Promise<void> {
    const cases: SpansOfCase[] = [];
    for (const [caseId, range] of taken) cases.push({ caseId, spans: await this.#spansOf(caseId, range) });
    const count = cases.reduce((sum, { spans }) => sum + spans.length, 0);
    if (count === 0) return;
    const body = JSON.stringify(otlpTraces(cases, this.#options.service));
    for (let attempt = 1; ; attempt += 1) {
      const refusal = await this.#post(body);
      if (refusal === null) return this.#options.metrics.spans.inc({ result: "sent" }, count);
      if (attempt === attempts || this.#stopping.signal.aborted) return this.#lost(count, refusal);
      await this.#pause(attempt * (this.#options.gatherMs ?? defaultGatherMs));
    }
  }

  async #spansOf(caseId: CaseId, { from, to }: Range): Promise<SpansOfCase["spans"]> {
    const log = await this.#options.store.readEvents(this.#options.tenant, caseId, 0, to);
    const events = log.flatMap(({ event }) => (event === null ? [] : [event]));
    return caseSpans(caseId, events).filter(({ endedAtSeq }) => endedAtSeq >= from && endedAtSeq <= to);
  }

  /** Null when the collector took it, else why not. */
  async #post(body: string): Promise<string | null> {
    const { url, headers, send } = this.#options.collector;
    const reply = await send({
      url: new URL(url),
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      timeoutMs: answerWithinMs,
      signal: this.#cutOff.signal,
    });
    if (reply.kind !== "answered") return reply.detail;
    return reply.status >= okFrom && reply.status < okBelow ? null : `It answered ${reply.status}.`;
  }

  #lost(count: number, reason: string): void {
    this.#options.metrics.spans.inc({ result: "lost" }, count);
    const nowMs = performance.now();
    if (this.#complainedAtMs !== null && nowMs - this.#complainedAtMs < complainEveryMs) return;
    this.#complainedAtMs = nowMs;
    this.#options.log("warn", "spans.lost", { count, reason });
  }

  async #pause(durationMs: number): Promise<void> {
    const signal = this.#stopping.signal;
    await delay(durationMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
