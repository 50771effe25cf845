import { Worker } from "../../worker/worker.ts";
import type { Deployment, Runtime } from "../runtime.ts";
import { openProbeDeployment, type ProbePlace, workerOptions } from "./probe-worker.ts";
import { WorkerProcesses } from "./worker-processes.ts";

/** The workers of a database, wherever they run. */
export type Workers = Pick<WorkerProcesses, "start" | "kill" | "stop">;

export function inProcesses(place: ProbePlace, count: number): Workers {
  return new WorkerProcesses(place, count);
}

/** A worker beside the suite; it ends in an orderly way, since nobody can kill it alone. */
export function inThisProcess(place: ProbePlace, runtime: Runtime): Workers {
  let running: { worker: Worker; deployment: Deployment } | null = null;
  const kill = async (): Promise<void> => {
    await running?.worker.stop();
    await running?.deployment.close();
    running = null;
  };
  return {
    start: async (folder) => {
      const deployment = await openProbeDeployment(folder, place, runtime);
      const worker = new Worker(deployment.world, workerOptions);
      worker.start();
      running = { worker, deployment };
    },
    kill,
    stop: kill,
  };
}
