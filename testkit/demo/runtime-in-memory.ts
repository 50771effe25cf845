import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { epochMsOf, instantOf } from "@purser/contract";
import { idFromBytes } from "@purser/kit/audit";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { sensitiveTopicIn } from "../../server/src/agent/rules/understanding/sensitive.ts";
import type { DemoRuntime } from "../../server/src/cli/demo/open-demo-world.ts";
import type { DemoClock } from "../../server/src/cli/runtime.ts";
import { createHttpSystem } from "../../server/src/connectors/http/index.ts";
import { openDesk } from "../../server/src/conversations/desk.ts";
import { openMemoryStore } from "../../server/src/store/memory/memory-store.ts";

const tenant = "main";
const keyBytes = 32;

/** What a scenario of the demo needs, with a store in memory in the place of Postgres: the rules, the systems and their HTTP are the real ones. */
export function runtimeInMemory(): DemoRuntime {
  const clocks = new Map<string, DemoClock>();
  const missing = (): never => {
    throw new Error("A scenario played in memory has no model.");
  };
  return {
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
    httpSystems: (urls) =>
      Object.fromEntries(
        Object.entries(urls).map(([name, url]) => [name, createHttpSystem({ url, allowPrivate: true })]),
      ),
    rulesReasoner: async () => rulesReasoner,
    modelProvider: missing,
    moderationService: missing,
    openDeployment: async ({ databaseUrl, blueprint, systems, reasoner, log }) => {
      const clock = clocks.get(databaseUrl);
      if (clock === undefined) throw new Error(`${databaseUrl} has no clock.`);
      const now = () => instantOf(clock.nowMs());
      const store = openMemoryStore({ clock: { now }, random: randomBytes, masterKey: randomBytes(keyBytes) });
      const desk = openDesk(
        { tenant, store, id: (prefix) => idFromBytes(prefix, randomBytes(16)) },
        () => blueprint,
        sensitiveTopicIn,
      );
      const world = {
        ...desk,
        workerId: "worker-1",
        now,
        sleep: (durationMs: number, signal: AbortSignal) =>
          delay(durationMs, undefined, { signal, ref: false }).catch(() => undefined),
        systems,
        reasoner,
        blueprints: { inForce: () => blueprint, pinned: async () => blueprint },
        deploymentSecret: await store.deploymentSecret(),
        log,
      };
      return { tenant, store, desk, world, close: async () => undefined };
    },
  };
}
