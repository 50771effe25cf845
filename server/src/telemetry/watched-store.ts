import type { CaseId, NewEvent } from "@purser/contract";
import type { CaseStore, Placed } from "../cases/case-store.ts";
import type { EventCounter } from "./event-counter.ts";
import type { Metrics } from "./metrics.ts";

/** Told which events of a case this process has committed: they are in the log, with these numbers. */
export type OnCommitted = (caseId: CaseId, from: number, to: number) => void;

/** A store that tells what was committed through it. It waits for nobody, and what fails here fails nothing. */
export function watchedStore(
  store: CaseStore,
  { metrics, counter, onCommitted }: { metrics: Metrics; counter: EventCounter; onCommitted: OnCommitted },
): CaseStore {
  const noted = <Result extends { kind: string; placed?: readonly Placed[] }>(
    writer: "inlet" | "outcome" | "decision",
    { caseId, events }: { caseId: CaseId; events: readonly NewEvent[] },
    result: Result,
  ): Result => {
    metrics.appends.inc({ writer, result: result.kind });
    const [first] = result.placed ?? [];
    const last = result.placed?.at(-1);
    if (first === undefined || last === undefined) return result;
    counter.appended(caseId, events, last.at);
    onCommitted(caseId, first.seq, last.seq);
    return result;
  };
  return {
    ...store,
    appendInlet: async (append) => noted("inlet", append, await store.appendInlet(append)),
    appendOutcome: async (append) => {
      const { caseId } = append.lease;
      return noted("outcome", { caseId, events: append.events }, await store.appendOutcome(append));
    },
    appendDecision: async (append) => {
      const { caseId } = append.lease;
      return noted("decision", { caseId, events: append.events }, await store.appendDecision(append));
    },
    claim: async (request) => {
      const claimed = await store.claim(request);
      for (const leased of claimed) counter.claimed(leased);
      return claimed;
    },
  };
}
