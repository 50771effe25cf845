import { randomBytes } from "node:crypto";
import { instantSchema, PurserError } from "@purser/contract";
import type { SystemClient, Systems } from "@purser/kit";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { Worker } from "../../worker/worker.ts";
import type { OperatorLog } from "../../worker/world.ts";
import { loadConnections } from "../../blueprint/connections.ts";
import { type ExampleSystems, startExampleSystems } from "../example-systems.ts";
import { standIns } from "../stand-ins.ts";
import type { Deployment, DemoClock, DeploymentOptions, Runtime } from "../runtime.ts";
import type { Cleanups } from "./cleanups.ts";
import { demoReasoner, type ReasonerKind } from "./demo-reasoner.ts";

/** A Tuesday: 2:17 a.m. in New York, 7:17 in London. */
const demoBeginsAt = instantSchema.parse("2026-02-10T07:17:00.000Z");

/** What a scenario's world is opened with; tests put a store without a database in the place of Postgres. */
export type DemoRuntime = Pick<
  Runtime,
  "createDatabase" | "replaceClock" | "httpSystems" | "rulesReasoner" | "modelProvider" | "moderationService"
> & { openDeployment: (options: DeploymentOptions) => Promise<DemoDeployment> };
export type DemoDeployment = Pick<Deployment, "tenant" | "store" | "desk" | "world" | "close">;

/** One scenario's world: a database of its own, the example's systems, and a worker in this process. */
export type DemoWorld = {
  deployment: DemoDeployment;
  clock: DemoClock;
  /** Ledgers and faults of the systems, below their names. */
  control: SystemClient;
  /** The systems themselves, for what others do there. */
  systems: Systems;
  systemNames: readonly string[];
  landmarks: unknown;
};

const worker = { leaseMs: 30_000, concurrency: 4, pollMs: 100 } as const;
const keyBytes = 32;

/** Opens a world; what it started is added to `cleanups` at once, so that a failure half-way leaves nothing behind. */
export async function openDemoWorld(
  {
    runtime,
    blueprint,
    serverUrl,
    log,
    reasoner = "rules",
  }: { runtime: DemoRuntime; blueprint: Blueprint; serverUrl: string; log: OperatorLog; reasoner?: ReasonerKind },
  { name, seed }: { name: string; seed: number },
  cleanups: Cleanups,
): Promise<DemoWorld> {
  const databaseUrl = await runtime.createDatabase(serverUrl, `demo_${name}_${seed}`.replaceAll("-", "_"));
  const clock = await runtime.replaceClock(databaseUrl, demoBeginsAt);
  cleanups.add(clock.close);
  const systems = await startExampleSystems(blueprint.directory, { seed, clock: clock.nowMs });
  if (systems === null) throw new PurserError("PUR-2107", "A scenario needs systems/start-systems.ts beside it.");
  const { urls, controlUrl, landmarks, stop } = systems;
  cleanups.add(stop);
  const clients = await standIns(blueprint.directory, runtime.httpSystems(urls));
  await reportMissing(blueprint.directory, urls, log);
  const deployment = await runtime.openDeployment({
    databaseUrl,
    masterKey: randomBytes(keyBytes),
    blueprint,
    systems: clients,
    reasoner: await demoReasoner(reasoner, name, { runtime, blueprint, log }, cleanups),
    log,
  });
  cleanups.add(deployment.close);
  const running = new Worker(deployment.world, worker);
  running.start();
  cleanups.add(() => running.stop());
  const { control } = runtime.httpSystems({ control: controlUrl });
  if (control === undefined) throw new Error("The control address of the systems is missing.");
  return { deployment, clock, control, systems: clients, systemNames: Object.keys(urls), landmarks };
}

/** No real system is ever reached from here: what has no stand-in answers nothing, and whoever plays is told why. */
async function reportMissing(directory: string, urls: ExampleSystems["urls"], log: OperatorLog): Promise<void> {
  const connections = await loadConnections(directory);
  const named = connections.kind === "loaded" ? Object.keys(connections.value.systems) : [];
  for (const system of named.filter((name) => urls[name] === undefined))
    log("warn", "system.without-stand-in", { system, why: "systems/start-systems.ts gives no address for it." });
}
