import { setTimeout as delay } from "node:timers/promises";
import type { Systems } from "@purser/kit";
import { FakeClock } from "@purser/kit/testing";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { Desk } from "../../server/src/conversations/desk.ts";
import { Worker } from "../../server/src/worker/worker.ts";
import { simulatedStart } from "../sim/simulation.ts";
import { deploymentInMemory } from "./worker-world.ts";

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
  const { desk, world } = await deploymentInMemory({ blueprint, reasoner, systems, now: () => clock.now() });
  const worker = new Worker(world, { leaseMs: 30_000, concurrency: 4, pollMs: 20 });
  worker.start();
  return {
    desk,
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
