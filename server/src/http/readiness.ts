import type { Readiness } from "@purser/contract";
import type { CaseStore } from "../cases/case-store.ts";
import { inTime } from "./in-time.ts";

export type ReadinessSources = {
  store: Pick<CaseStore, "beat" | "readHealth">;
  tenant: string;
  /** This process, as it is known in the store. */
  processId: string;
  /** On the disk that the data directory lies on; null where nobody can tell. */
  freeBytes: () => Promise<number | null>;
  /** Which models do not answer, and what that means; null while all of them do. */
  modelTrouble: () => string | null;
  /** Aborted when the process is about to stop. */
  closing: AbortSignal;
};

type Check = Readiness["checks"]["database"];

const databaseWithinMs = 1000;
/** A worker notes every few seconds that it is at work. */
const longestSilenceMs = 30_000;
const leastFreeBytes = 200 * 1024 * 1024;

/** Says whether work gets done now. What is asked while an answer is on its way gets the same answer. */
export function openReadiness(sources: ReadinessSources): () => Promise<Readiness> {
  let underway: Promise<Readiness> | null = null;
  return () => (underway ??= read(sources).finally(() => (underway = null)));
}

/** What a process says before its deployment is open. */
export const startingReadiness: Readiness = (() => {
  const starting = { ok: false, reason: "The process is starting." };
  return {
    ready: false,
    checks: {
      database: starting,
      writing: starting,
      schema: starting,
      blueprint: starting,
      worker: starting,
      disk: starting,
      models: starting,
      running: starting,
    },
  };
})();

async function read({
  store,
  tenant,
  processId,
  freeBytes,
  modelTrouble,
  closing,
}: ReadinessSources): Promise<Readiness> {
  const [health, written, free] = await Promise.all([
    inTime(store.readHealth(tenant, longestSilenceMs), databaseWithinMs),
    inTime(
      store.beat(tenant, { processId, role: "server" }).then(() => true),
      databaseWithinMs,
    ),
    inTime(freeBytes(), databaseWithinMs),
  ]);
  const unknown = failed("The database does not say.");
  const checks: Readiness["checks"] = {
    database: health === "late" ? failed("It does not answer within a second.") : passed,
    writing: written === "late" ? failed("Nothing can be written: the database is away, read-only or full.") : passed,
    schema: health === "late" ? unknown : schemaCheck(health.schema),
    // A process without one does not get so far.
    blueprint: passed,
    worker: health === "late" ? unknown : workerCheck(health.workers),
    disk: free !== "late" && free !== null && free < leastFreeBytes ? failed(diskText(free)) : passed,
    // Rules go on without them, and what cannot go on waits or is given to people: a restart would mend nothing.
    models: { ok: true, reason: modelTrouble() },
    running: closing.aborted ? failed("The process is stopping.") : passed,
  };
  return { ready: Object.values(checks).every(({ ok }) => ok), checks };
}

const passed: Check = { ok: true, reason: null };

function failed(reason: string): Check {
  return { ok: false, reason };
}

function schemaCheck({ applied, known }: { applied: number; known: number }): Check {
  return applied === known
    ? passed
    : failed(`The database is at step ${applied} of its schema, this release at ${known}.`);
}

function workerCheck(workers: number): Check {
  return workers > 0 ? passed : failed(`No worker was at work within ${longestSilenceMs / 1000} seconds.`);
}

function diskText(free: number): string {
  return `${Math.trunc(free / 1024 / 1024)} MiB are free for the data directory, ${leastFreeBytes / 1024 / 1024} MiB are needed.`;
}
