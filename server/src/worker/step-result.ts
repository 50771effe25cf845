import type { Instant, NewEvent } from "@purser/contract";
import type { OutboxRow, TotalsChange } from "../cases/case-store.ts";

/** What a step of `perform` did, to be appended. */
export type StepResult = {
  events: readonly NewEvent[];
  /** Claims on totals that the events make; only with `call.started`. */
  totals?: Pick<TotalsChange, "expected" | "reserve">;
  /** Reservations given back though no call ended. */
  release?: TotalsChange["release"];
  /** Nothing is written once the store's time has reached it. */
  notAfter?: Instant;
  /** What is to be told to the outside once this is committed. */
  outbox?: readonly OutboxRow[];
  /** The events must be committed before the next step begins: an intention before its effect. */
  commitsFirst?: boolean;
};
