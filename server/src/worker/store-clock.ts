import { type Instant, epochMsOf, instantOf } from "@purser/contract";
import type { CaseStore } from "../cases/case-store.ts";

/** The store's time between two looks at it: the last one seen, carried on by a clock that never jumps. */
export type StoreClock = { now: () => Instant; observe: (at: Instant) => void };

/**
 * `monotonicMs` counts milliseconds and never goes back; a worker's own wall clock is not used, so that one that is
 * wrong or jumps changes no deadline.
 */
export async function openStoreClock(store: Pick<CaseStore, "now">, monotonicMs: () => number): Promise<StoreClock> {
  let anchor = { at: epochMsOf(await store.now()), readAt: monotonicMs() };
  return {
    now: () => instantOf(Math.trunc(anchor.at + monotonicMs() - anchor.readAt)),
    observe: (at) => {
      anchor = { at: epochMsOf(at), readAt: monotonicMs() };
    },
  };
}
