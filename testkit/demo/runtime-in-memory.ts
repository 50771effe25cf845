import { epochMsOf, instantOf } from "@purser/contract";
import type { DemoRuntime } from "../../server/src/cli/demo/open-demo-world.ts";
import type { DemoClock } from "../../server/src/cli/runtime.ts";
import { runtime } from "../../server/src/main.ts";
import { deploymentInMemory } from "../scenarios/worker-world.ts";

/** What a scenario of the demo needs, with a store in memory in the place of Postgres; all else is as it is for users. */
export function runtimeInMemory(): DemoRuntime {
  const clocks = new Map<string, DemoClock>();
  return {
    ...runtime,
    createDatabase: async (_serverUrl, name) => name,
    replaceClock: async (name, startsAt) => {
      let aheadMs = epochMsOf(startsAt) - Date.now();
      const clock: DemoClock = {
        nowMs: () => Math.trunc(Date.now() + aheadMs),
        advance: async (durationMs) => {
          aheadMs += durationMs;
        },
        close: async () => void clocks.delete(name),
      };
      clocks.set(name, clock);
      return clock;
    },
    openDeployment: async ({ databaseUrl, blueprint, systems, reasoner }) => {
      const clock = clocks.get(databaseUrl);
      if (clock === undefined) throw new Error(`${databaseUrl} has no clock.`);
      const now = () => instantOf(clock.nowMs());
      const deployment = await deploymentInMemory({ blueprint, reasoner, systems, now });
      return { ...deployment, close: async () => undefined };
    },
  };
}
