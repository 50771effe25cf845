import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { directoryInUse, type Owner } from "./claim-directory.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { endProcess } from "./end-process.ts";
import type { RunningProcess } from "./process-state.ts";
import { postmasterFilePath, readPostmasterFile } from "./read-postmaster-file.ts";
import { readProcess } from "./read-process.ts";
import { recognisePostmaster } from "./recognise-postmaster.ts";
import { systemCodeOf } from "./system-code-of.ts";

export type Leftovers = {
  dataDirectory: string;
  /** The supervisor that ended without stopping its Postgres; null when none is on record. */
  previousOwner: Owner | null;
  log: (line: string) => void;
};

/**
 * Clears what a killed supervisor left, so that Postgres can start and recover.
 *
 * Ends a server only if it is certain to be the one of this data directory and its owner is on record and gone; a
 * server that somebody started by hand is theirs (PUR-1002). The file of a plainly ended server stays: Postgres
 * judges it itself, and looks for its last processes too.
 */
export async function clearLeftovers(leftovers: Leftovers): Promise<void> {
  const { dataDirectory, previousOwner, log } = leftovers;
  const file = await readPostmasterFile(dataDirectory);
  if (file === null) return;
  const state = await readProcess(file.pid);
  if (state.kind === "gone") return;
  const recognition = state.kind === "zombie" ? "stranger" : recognisePostmaster(state, dataDirectory);
  if (state.kind === "zombie" || recognition === "stranger") {
    log(
      `removing the stale postmaster.pid: process ${file.pid} is not, or no longer, the Postgres of ${dataDirectory}`,
    );
    await rm(postmasterFilePath(dataDirectory), { force: true });
    return;
  }
  if (recognition === "unclear" || previousOwner === null) throw directoryInUse(dataDirectory, file.pid);
  log(`stopping Postgres ${file.pid}, which process ${previousOwner.pid} left when it was killed`);
  await stopOrphan(file.pid, state, dataDirectory);
  await clearLeftovers(leftovers); // ended by force it leaves its file, and may stay as a zombie
}

async function stopOrphan(pid: number, orphan: RunningProcess, dataDirectory: string): Promise<void> {
  const hasEnded = await endProcess({
    send: (signal) => sendSignal(pid, signal),
    waitForEnd: async (waitMs) => {
      const deadline = performance.now() + waitMs;
      while (performance.now() < deadline) {
        const state = await readProcess(pid);
        if (state.kind !== "running" || state.started !== orphan.started) return true;
        await delay(10);
      }
      return false;
    },
  });
  if (hasEnded) return;
  throw new EmbeddedPostgresError("PUR-1001", {
    happened: `Postgres ${pid}, left in ${dataDirectory} by a process that was killed, cannot be stopped.`,
    kept: "The cluster is unchanged.",
    todo: `Stop process ${pid}, or restart the machine, then start again.`,
  });
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemCodeOf(error) !== "ESRCH") throw error;
  }
}
