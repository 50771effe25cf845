import { epochMsOf, type Instant, plusMs } from "@purser/contract";
import type { CircuitState } from "../reasoner.ts";

const rules = {
  /** Failures in a row until it is left alone. */
  failures: 3,
  /** How long it is left alone; twice as long after each trial that fails, up to the longest. */
  restMs: 30_000,
  longestRestMs: 300_000,
  /** So long may one trial take before another is let through. */
  trialMs: 60_000,
} as const;

/** Keeps cases from waiting for a provider that does not answer, and finds out with single trials when it does again. */
export class CircuitBreaker {
  #state: CircuitState = { kind: "closed", failures: 0 };

  get state(): CircuitState {
    return this.#state;
  }

  /** Whether it may be asked now. Once its rest is over one is let through, and the others wait for what comes of that. */
  mayTry(now: Instant): boolean {
    if (this.#state.kind === "closed") return true;
    if (now < this.#state.until) return false;
    this.#state = { ...this.#state, until: plusMs(now, rules.trialMs) };
    return true;
  }

  succeeded(): void {
    this.#state = { kind: "closed", failures: 0 };
  }

  failed(now: Instant, reason: string): void {
    const before = this.#state;
    if (before.kind === "closed") {
      const failures = before.failures + 1;
      this.#state =
        failures < rules.failures
          ? { kind: "closed", failures }
          : { kind: "open", since: now, until: plusMs(now, rules.restMs), trials: 0, reason };
      return;
    }
    const trials = before.trials + 1;
    const restMs = Math.min(rules.longestRestMs, rules.restMs * 2 ** trials);
    this.#state = { ...before, trials, reason, until: plusMs(now, restMs) };
  }

  /** How long until it may be tried again; 0 when it may now. */
  restMs(now: Instant): number {
    return this.#state.kind === "closed" ? 0 : Math.max(0, epochMsOf(this.#state.until) - epochMsOf(now));
  }
}
