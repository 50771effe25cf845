import { z } from "zod";
import { loadConnections } from "../../blueprint/connections.ts";
import { Worker } from "../../worker/worker.ts";
import { loadedOr, withoutAddress } from "../connect-systems.ts";
import { openOperatorLog } from "../operator-log.ts";
import type { Deployment, Runtime } from "../runtime.ts";
import { probeReasoner } from "./probe-reasoner.ts";

/** What a worker needs to know of the place where it works. */
export type ProbePlace = { databaseUrl: string; masterKey: string; probeUrl: string };

export const workerOptions = { leaseMs: 30_000, concurrency: 8, pollMs: 100 } as const;

export async function openProbeDeployment(
  folder: string,
  { databaseUrl, masterKey, probeUrl }: ProbePlace,
  runtime: Runtime,
): Promise<Deployment> {
  const own = Object.keys(loadedOr(await loadConnections(folder)).systems);
  return runtime.openDeployment({
    databaseUrl,
    masterKey: Buffer.from(masterKey, "hex"),
    blueprint: loadedOr(await runtime.loadBlueprint(folder)),
    // The deployment's own systems are known by name, and nothing leads to them.
    systems: {
      ...Object.fromEntries(own.map((name) => [name, withoutAddress(name)])),
      ...runtime.httpSystems({ "purser-probe": probeUrl }),
    },
    reasoner: probeReasoner,
    // What a killed process leaves behind is no news here.
    log: () => undefined,
    poolSize: 4,
  });
}

const requestSchema = z.strictObject({
  folder: z.string(),
  place: z.strictObject({ databaseUrl: z.string(), masterKey: z.string(), probeUrl: z.string() }),
});

/** A worker in a process of its own: it says when it is loaded, and begins when it is told where. */
export async function runProbeWorker(runtime: Runtime): Promise<void> {
  const ended = new Promise<void>((resolve) => process.once("disconnect", resolve));
  process.on("message", (message: unknown) => {
    const { folder, place } = requestSchema.parse(message);
    void begin(folder, place, runtime).catch((error: unknown) => {
      openOperatorLog(false)("error", "probe.worker-failed", { reason: String(error) });
      process.exit(1);
    });
  });
  process.send?.("loaded");
  await ended;
}

async function begin(folder: string, place: ProbePlace, runtime: Runtime): Promise<void> {
  const { world } = await openProbeDeployment(folder, place, runtime);
  new Worker(world, workerOptions).start();
  process.send?.("begun");
}
