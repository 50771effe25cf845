import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Systems } from "@purser/kit";
import { idFromBytes } from "@purser/kit/audit";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { sensitiveTopicIn } from "../../server/src/agent/rules/understanding/sensitive.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { CaseStore } from "../../server/src/cases/case-store.ts";
import { type Desk, openDesk } from "../../server/src/conversations/desk.ts";
import { openMemoryStore } from "../../server/src/store/memory/memory-store.ts";
import type { SystemOfRecord } from "../../examples/larkspur/systems/system-of-record.ts";
import { inProcessClient } from "../../examples/larkspur/systems/in-process-client.ts";
import type { World } from "../../server/src/worker/world.ts";
import { simulatedTenant } from "../sim/simulation.ts";
import { larkspurReasoner } from "./larkspur.ts";

type Parts = { blueprint: Blueprint; reasoner: Reasoner; systems: Systems; now: World["now"] };

/** The world of a worker in which nothing sleeps and one blueprint is always in force. */
async function worldOf(desk: Desk, { blueprint, ...parts }: Parts): Promise<World> {
  return {
    ...desk,
    ...parts,
    workerId: "worker-1",
    sleep: async () => undefined,
    blueprints: { inForce: () => blueprint, pinned: async () => blueprint },
    deploymentSecret: await desk.store.deploymentSecret(),
    log: () => undefined,
  };
}

/** The same for the example, with its systems in the same process. */
export function worldOfLarkspur(
  desk: Desk,
  blueprint: Blueprint,
  systems: Readonly<Record<string, SystemOfRecord>>,
  now: World["now"],
): Promise<World> {
  const clients: Systems = Object.fromEntries(
    Object.values(systems).map((system) => [system.name, inProcessClient(system, async () => undefined)]),
  );
  return worldOf(desk, { blueprint, reasoner: larkspurReasoner, systems: clients, now });
}

/** A deployment on a store in memory, whose workers really wait: for a model, or a system, behind HTTP. */
export async function deploymentInMemory(
  parts: Parts,
): Promise<{ tenant: string; store: CaseStore; desk: Desk; world: World }> {
  const { blueprint, now } = parts;
  const store = openMemoryStore({ clock: { now }, random: randomBytes, masterKey: randomBytes(32) });
  const desk = openDesk(
    { tenant: simulatedTenant, store, id: (prefix) => idFromBytes(prefix, randomBytes(16)) },
    () => blueprint,
    sensitiveTopicIn,
  );
  const sleep: World["sleep"] = (durationMs, signal) => delay(durationMs, undefined, { signal }).catch(() => undefined);
  return { tenant: simulatedTenant, store, desk, world: { ...(await worldOf(desk, parts)), sleep } };
}

/** The same world, in which a system answers as `instead` says. */
export function withSystem(
  world: World,
  name: string,
  instead: (real: World["systems"][string]) => World["systems"][string],
): World {
  const real = world.systems[name];
  if (real === undefined) throw new Error(`There is no system ${name}.`);
  return { ...world, systems: { ...world.systems, [name]: instead(real) } };
}
