import { setTimeout as delay } from "node:timers/promises";
import type { Place } from "./choose-place.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { findFreePort } from "./find-free-port.ts";
import { spawnPostgres, type PostgresExit, type PostgresProcess } from "./postgres-process.ts";
import type { RunnableBinaries } from "./prepare-binaries.ts";
import { readPostmasterFile } from "./read-postmaster-file.ts";

const pollMs = 5;
const retryMs = 200;

export type LaunchRequest = {
  binaries: RunnableBinaries;
  place: Place;
  /** null: any free one. */
  port: number | null;
  readyWithinMs: number;
  log: (line: string) => void;
};

export type LaunchedPostgres = { postgres: PostgresProcess; port: number };

/** Gives a server that accepts connections, or throws PUR-1001 with its last log lines and leaves none running. */
export async function launchPostgres(request: LaunchRequest): Promise<LaunchedPostgres> {
  const deadline = performance.now() + request.readyWithinMs;
  for (;;) {
    const port = request.port ?? (await findFreePort());
    const postgres = await spawnPostgres(request.binaries, request.place, port, request.log);
    const outcome = await waitUntilReady(postgres, request.place.dataDirectory, deadline).catch(
      async (error: unknown) => {
        await postgres.stop();
        throw error;
      },
    );
    switch (outcome.kind) {
      case "ready":
        return { postgres, port };
      case "late":
        await postgres.stop();
        throw notReady(request.place, `was not ready after ${request.readyWithinMs / 1_000} s`, postgres.lastLines());
      case "ended": {
        const isPassing = isPassingTrouble(postgres.lastLines(), request.port === null);
        if (!isPassing || performance.now() > deadline) throw notReady(request.place, "ended", postgres.lastLines());
        await delay(retryMs);
      }
    }
  }
}

type Outcome = { kind: "ready" } | { kind: "late" } | { kind: "ended"; exit: PostgresExit };

async function waitUntilReady(postgres: PostgresProcess, dataDirectory: string, deadline: number): Promise<Outcome> {
  const ended = postgres.exited.then((exit) => ({ kind: "ended" as const, exit }));
  while (performance.now() < deadline) {
    const file = await readPostmasterFile(dataDirectory);
    if (file?.pid === postgres.pid && file.isReady) return { kind: "ready" };
    const outcome = await Promise.race([ended, delay(pollMs, null)]);
    if (outcome !== null) return outcome;
  }
  return { kind: "late" };
}

/**
 * Troubles that end by themselves: the last processes of a server killed a moment ago, and a free port that another
 * program took before us.
 */
function isPassingTrouble(lines: readonly string[], isPortOurs: boolean): boolean {
  const text = lines.join("\n");
  if (text.includes("pre-existing shared memory block")) return true;
  return isPortOurs && text.includes("could not create any TCP/IP sockets");
}

function notReady(place: Place, what: string, lines: readonly string[]): EmbeddedPostgresError {
  return new EmbeddedPostgresError("PUR-1001", {
    happened: `The embedded Postgres in ${place.directory} ${what}. Its last lines were:\n${lines.join("\n")}\n`,
    kept: "Its data directory is as Postgres left it; what was committed is kept.",
    todo: "Mend what they say, often a full disk, permissions or a taken port, then start again; or set DATABASE_URL.",
  });
}
