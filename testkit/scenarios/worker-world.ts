import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { Desk } from "../../server/src/conversations/desk.ts";
import type { SystemOfRecord } from "../../examples/larkspur/systems/system-of-record.ts";
import { inProcessClient } from "../../examples/larkspur/systems/in-process-client.ts";
import type { World } from "../../server/src/worker/world.ts";
import { larkspurReasoner } from "./larkspur.ts";

/** The world of a worker of the example, in which nothing sleeps: its systems in the same process, and one blueprint, always in force. */
export async function worldOfLarkspur(
  desk: Desk,
  blueprint: Blueprint,
  systems: Readonly<Record<string, SystemOfRecord>>,
  now: World["now"],
): Promise<World> {
  return {
    ...desk,
    workerId: "worker-1",
    now,
    sleep: async () => undefined,
    systems: Object.fromEntries(
      Object.values(systems).map((system) => [system.name, inProcessClient(system, async () => undefined)]),
    ),
    reasoner: larkspurReasoner,
    blueprints: { inForce: () => blueprint, pinned: async () => blueprint },
    deploymentSecret: await desk.store.deploymentSecret(),
    log: () => undefined,
  };
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
