import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { IdOf, IdPrefix } from "@purser/contract";
import type { Systems } from "@purser/kit";
import { idFromBytes } from "@purser/kit/audit";
import { FakeClock } from "@purser/kit/testing";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { sensitiveTopicIn } from "../../server/src/agent/rules/understanding/sensitive.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { type Desk, openDesk } from "../../server/src/conversations/desk.ts";
import { openMemoryStore } from "../../server/src/store/memory/memory-store.ts";
import { Worker } from "../../server/src/worker/worker.ts";
import { simulatedStart, simulatedTenant } from "../sim/simulation.ts";

const patienceMs = 20_000;
const lookMs = 10;

export type RealTimeWorker = {
  desk: Desk;
  /** Waits until it holds; false when it never did. */
  until: (isMet: () => Promise<boolean>) => Promise<boolean>;
  stop: () => Promise<void>;
};

/** A worker that really waits for what it asks, on a store in memory whose clock stands still: for a model, or a system, behind HTTP. */
export async function startWorker(
  blueprint: Blueprint,
  reasoner: Reasoner,
  systems: Systems = {},
): Promise<RealTimeWorker> {
  const clock = new FakeClock(simulatedStart);
  const store = openMemoryStore({ clock, random: randomBytes, masterKey: randomBytes(32) });
  const id = <Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> => idFromBytes(prefix, randomBytes(16));
  const worker = new Worker(
    {
      tenant: simulatedTenant,
      workerId: "worker-in-real-time",
      now: () => clock.now(),
      sleep: (durationMs, signal) => delay(durationMs, undefined, { signal }).catch(() => undefined),
      id,
      store,
      systems,
      reasoner,
      blueprints: { inForce: () => blueprint, pinned: async () => blueprint },
      deploymentSecret: await store.deploymentSecret(),
      log: () => undefined,
    },
    { leaseMs: 30_000, concurrency: 4, pollMs: 20 },
  );
  worker.start();
  return {
    desk: openDesk({ tenant: simulatedTenant, store, id }, () => blueprint, sensitiveTopicIn),
    until: async (isMet) => {
      for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookMs) {
        if (await isMet()) return true;
        await delay(lookMs);
      }
      return false;
    },
    stop: () => worker.stop(),
  };
}
