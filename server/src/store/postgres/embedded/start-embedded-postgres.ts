import { join } from "node:path";
import { existsSync } from "node:fs";
import { checkClusterVersion } from "./check-cluster-version.ts";
import { choosePlace, type Place } from "./choose-place.ts";
import { claimDirectory, type Claim } from "./claim-directory.ts";
import { clearLeftovers } from "./clear-leftovers.ts";
import { readPassword } from "./cluster-password.ts";
import { createCluster, removeHalfMade } from "./create-cluster.ts";
import { explainFailure } from "./explain-failure.ts";
import { postgresUrl } from "./find-running-postgres.ts";
import { findBinaries, type PostgresBinaries } from "./find-binaries.ts";
import { launchPostgres } from "./launch-postgres.ts";
import { makeDirectory } from "./make-directory.ts";
import type { PostgresExit } from "./postgres-process.ts";
import { prepareBinaries } from "./prepare-binaries.ts";

/** A recovery after a kill takes well under a second; after long heavy writing it may take some. */
const readyWithinMs = 30_000;

export type EmbeddedPostgresOptions = {
  /** For the cluster and all that belongs to it; made when missing. */
  directory: string;
  /** On 127.0.0.1; missing or 0: any free one. */
  port?: number;
  /** Gets the server's log and our own lines, one at a time. */
  log: (line: string) => void;
};

export type EmbeddedPostgres = {
  /** With the password in it: not for logs. */
  url: string;
  port: number;
  pid: number;
  /** Where the cluster really is. */
  directory: string;
  binariesDirectory: string;
  /** Whether that is elsewhere than asked: Postgres could not have entered the given directory. */
  relocated: boolean;
  /** Fast shutdown, harder after ten seconds; any number of calls are one. */
  stop(): Promise<void>;
  /** Settles when the server has ended, asked or not; never rejects. */
  exited: Promise<PostgresExit>;
};

/**
 * Starts the Postgres that npm brought, making its cluster at the first start and recovering it after a kill.
 *
 * Throws EmbeddedPostgresError: PUR-1001 not ready, PUR-1002 in use, PUR-1003 another major version, PUR-1004 no
 * binaries for this machine. Handles no signals and no exit of this process: the caller stops it. If nobody does, the
 * server lives on, and the next start ends it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const binaries = await findBinaries(process.platform, process.arch);
    const place = await choosePlace(options.directory, options.log);
    await checkClusterVersion(place.dataDirectory, binaries.majorVersion);
    await makeDirectory(place.directory, place.user);
    const claim = await claimDirectory(place.directory);
    await clearOrHandBack(claim, place, options.log);
    return await startClaimed(claim, binaries, place, options);
  } catch (error) {
    throw explainFailure(error, options.directory);
  }
}

async function clearOrHandBack(claim: Claim, place: Place, log: (line: string) => void): Promise<void> {
  try {
    await clearLeftovers({ dataDirectory: place.dataDirectory, previousOwner: claim.previous, log });
  } catch (error) {
    await claim.handBack();
    throw error;
  }
}

async function startClaimed(
  claim: Claim,
  binaries: PostgresBinaries,
  place: Place,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  try {
    const runnable = await prepareBinaries(binaries, place);
    await removeHalfMade(place.directory);
    if (!existsSync(join(place.dataDirectory, "PG_VERSION"))) await createCluster(runnable, place);
    const password = await readPassword(place.directory);
    const port = options.port === undefined || options.port === 0 ? null : options.port;
    const launched = await launchPostgres({ binaries: runnable, place, port, readyWithinMs, log: options.log });
    const exited = launched.postgres.exited.then(async (exit) => {
      await claim.release().catch((error: unknown) => options.log(`the owner file stays: ${String(error)}`));
      return exit;
    });
    return {
      url: postgresUrl(password, launched.port),
      port: launched.port,
      pid: launched.postgres.pid,
      directory: place.directory,
      binariesDirectory: runnable.binariesDirectory,
      relocated: place.relocated,
      stop: async () => {
        await launched.postgres.stop();
        await exited;
      },
      exited,
    };
  } catch (error) {
    await claim.release();
    throw error;
  }
}
