import type { Readiness } from "@purser/contract";
import type { CaseStore } from "../cases/case-store.ts";

/** When the worker of this process last spoke with the store, on a clock that never jumps; `elsewhere` without one. */
export type WorkerSign = { kind: "here"; lastSeenMs: () => number; nowMs: () => number } | { kind: "elsewhere" };

const databaseWithinMs = 1000;

/** Whether work gets done now: the database answers within a second, and the worker has been at it lately. */
export async function readReadiness(store: Pick<CaseStore, "now">, worker: WorkerSign): Promise<Readiness> {
  const database = (await answersInTime(store)) ? "answers" : "silent";
  const workerState = stateOf(worker);
  return { ready: database === "answers" && workerState !== "silent", database, worker: workerState };
}

/** A worker claims at least every few seconds, and one with its hands full renews its leases. */
const longestSilenceMs = 20_000;

function stateOf(worker: WorkerSign): Readiness["worker"] {
  if (worker.kind === "elsewhere") return "elsewhere";
  return worker.nowMs() - worker.lastSeenMs() <= longestSilenceMs ? "works" : "silent";
}

async function answersInTime(store: Pick<CaseStore, "now">): Promise<boolean> {
  const { promise: tooLate, stop } = timer(databaseWithinMs);
  const answered = store.now().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, tooLate]);
  } finally {
    stop();
  }
}

function timer(durationMs: number): { promise: Promise<false>; stop: () => void } {
  let stop = (): void => undefined;
  const promise = new Promise<false>((resolve) => {
    const timeout = setTimeout(() => resolve(false), durationMs);
    stop = () => clearTimeout(timeout);
  });
  return { promise, stop };
}
