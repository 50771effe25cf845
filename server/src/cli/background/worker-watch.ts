import { setTimeout as delay } from "node:timers/promises";
import type { CaseStore } from "../../cases/case-store.ts";
import type { World } from "../../worker/world.ts";
import { errorFields } from "../../trace/error-fields.ts";

const beatEveryMs = 5_000;
/** A worker claims at least every second, and one with its hands full renews its leases. */
const longestSilenceMs = 20_000;

/** A store that notes when its worker spoke with it; what other users of the store do is no sign of the worker. */
export type WatchedWorker = {
  store: CaseStore;
  /** Tells the store that the worker is at work, if it is. */
  beat: () => Promise<void>;
  /** The same every few seconds, until it is stopped. */
  beats: (signal: AbortSignal) => Promise<void>;
};

export function watchWorker({
  store,
  tenant,
  workerId,
  log,
}: Pick<World, "store" | "tenant" | "workerId" | "log">): WatchedWorker {
  let lastSeenMs = performance.now();
  const noted = async <Result>(answer: Promise<Result>): Promise<Result> => {
    const result = await answer;
    lastSeenMs = performance.now();
    return result;
  };
  const beat = async (): Promise<void> => {
    if (performance.now() - lastSeenMs > longestSilenceMs) return log("error", "worker.silent", { workerId });
    await store
      .beat(tenant, { processId: workerId, role: "worker" })
      .catch((error: unknown) => log("error", "heartbeat.failed", errorFields(error)));
  };
  return {
    store: {
      ...store,
      claim: (request) => noted(store.claim(request)),
      renew: (lease, leaseMs) => noted(store.renew(lease, leaseMs)),
    },
    beat,
    beats: async (signal) => {
      while (!signal.aborted) {
        await beat();
        await delay(beatEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
    },
  };
}
