import { randomUUID } from "node:crypto";
import { chown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Place } from "./choose-place.ts";
import { writeNewPassword } from "./cluster-password.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { runAs, type ServiceUser } from "./find-service-user.ts";
import type { RunnableBinaries } from "./prepare-binaries.ts";
import { runCommand } from "./run-command.ts";
import { systemCodeOf } from "./system-code-of.ts";

export const superuser = "purser";
const workshopPrefix = "init-";
const initdbTimeoutMs = 60_000;

/**
 * Makes a new cluster, whole or not at all: initdb works in a folder of its own, which is moved into place at the end.
 *
 * The folder's name is new each time, since an initdb whose parent was killed lives on for a moment and still writes.
 */
export async function createCluster(binaries: RunnableBinaries, place: Place): Promise<void> {
  await refuseForeignFiles(place.dataDirectory);
  const password = await writeNewPassword(place.directory);
  const workshop = join(place.directory, `${workshopPrefix}${randomUUID()}`);
  try {
    await runInitdb(binaries, place, await furnish(workshop, password, place.user));
    await rename(join(workshop, "data"), place.dataDirectory);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** Gives initdb's parameters for a workshop that belongs to whoever runs it. */
async function furnish(workshop: string, password: string, user: ServiceUser | null): Promise<string[]> {
  const passwordFile = join(workshop, "password");
  await mkdir(workshop, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== null) {
    await chown(passwordFile, user.uid, user.gid);
    await chown(workshop, user.uid, user.gid);
  }
  return ["-D", join(workshop, "data"), `--pwfile=${passwordFile}`];
}

/** Removes what killed starts left half-made. */
export async function removeHalfMade(directory: string): Promise<void> {
  for (const entry of await readdir(directory)) {
    if (!entry.startsWith(workshopPrefix)) continue;
    await rm(join(directory, entry), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function runInitdb(binaries: RunnableBinaries, place: Place, paths: readonly string[]): Promise<void> {
  const cluster = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const access = ["-U", superuser, "-A", "scram-sha-256"];
  const { exitCode, output } = await runCommand(
    join(binaries.binariesDirectory, "initdb"),
    [...paths, ...access, ...cluster, "--no-sync", "--no-instructions"],
    { env: binaries.env, timeoutMs: initdbTimeoutMs, ...runAs(place.user) },
  );
  if (exitCode === 0) return;
  throw new EmbeddedPostgresError("PUR-1001", {
    happened: `initdb could not make a cluster in ${place.directory}; it ended with ${exitCode ?? "a signal"} and said:\n${lastLinesOf(output)}\n`,
    kept: "Nothing half-made is used; the next start begins anew.",
    todo: "Mend what it says, often a full disk or missing permissions, then start again; or set DATABASE_URL.",
  });
}

/** The first lines tell what it was about to do, the last ones why it did not. */
function lastLinesOf(output: string): string {
  return output.trim().split("\n").slice(-5).join("\n");
}

async function refuseForeignFiles(dataDirectory: string): Promise<void> {
  const entries = await readdir(dataDirectory).catch((error: unknown): string[] => {
    if (systemCodeOf(error) === "ENOENT") return [];
    throw error;
  });
  if (entries.length === 0) return;
  throw new EmbeddedPostgresError("PUR-1001", {
    happened: `${dataDirectory} holds files and is no cluster: it has no PG_VERSION.`,
    kept: "The files are unchanged.",
    todo: "Move them aside, or restore the cluster that they come from, then start again.",
  });
}
