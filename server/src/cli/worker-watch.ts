import type { CaseStore } from "../cases/case-store.ts";
import type { WorkerSign } from "../http/readiness.ts";

/** A store that notes when its worker spoke with it; what other users of the store do is no sign of the worker. */
export function watchWorker(store: CaseStore): { store: CaseStore; sign: WorkerSign } {
  let lastSeenMs = performance.now();
  const noted = async <Result>(answer: Promise<Result>): Promise<Result> => {
    const result = await answer;
    lastSeenMs = performance.now();
    return result;
  };
  return {
    store: {
      ...store,
      claim: (request) => noted(store.claim(request)),
      renew: (lease, leaseMs) => noted(store.renew(lease, leaseMs)),
    },
    sign: { kind: "here", lastSeenMs: () => lastSeenMs, nowMs: () => performance.now() },
  };
}
