import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { findClosedPath } from "./find-closed-path.ts";
import { findOwner, findServiceUser, type ServiceUser } from "./find-service-user.ts";
import { systemCodeOf } from "./system-code-of.ts";

export type Place = {
  /** Real path of everything that is ours: the cluster, its password, its owner file, copied binaries. */
  directory: string;
  dataDirectory: string;
  /** null: Postgres runs as whoever we are. */
  user: ServiceUser | null;
  relocated: boolean;
};

const relocationRoot = "/var/lib";

/**
 * Where the cluster is or shall be; touches nothing.
 *
 * Whoever is not root uses the directory as given. Root runs Postgres as a service user, who cannot enter a root home
 * or a `mktemp -d`: then the place is below /var/lib, named by a hash of the given path so that two clones do not
 * meet. An existing cluster always decides: opening or closing a folder later must not make its data seem lost.
 */
export async function choosePlace(requested: string, log: (line: string) => void): Promise<Place> {
  const given = await realPathOf(resolve(requested));
  if (process.getuid?.() !== 0) return placeAt(given, null, false);
  const elsewhere = join(relocationRoot, `purser-${createHash("sha256").update(given).digest("hex").slice(0, 12)}`);
  if (hasCluster(given)) return openPlace(given, false);
  if (hasCluster(elsewhere)) {
    log(`the cluster of ${given} is in ${elsewhere}, as before`);
    return openPlace(elsewhere, true);
  }
  const user = await findServiceUser();
  const closed = await findClosedPath(given, user);
  if (closed === null) return placeAt(given, user, false);
  log(
    `the user ${user.name}, whom Postgres runs as, cannot enter ${closed}: the cluster of ${given} goes to ${elsewhere}`,
  );
  return placeAt(elsewhere, user, true);
}

async function openPlace(directory: string, relocated: boolean): Promise<Place> {
  const dataDirectory = await realPathOf(join(directory, "data"));
  const user = (await findOwner(dataDirectory)) ?? (await findServiceUser());
  const closed = await findClosedPath(dirname(dataDirectory), user);
  if (closed === null) return { directory, dataDirectory, user, relocated };
  throw new EmbeddedPostgresError("PUR-1001", {
    happened: `The cluster in ${dataDirectory} runs as the user ${user.name}, who cannot enter ${closed}.`,
    kept: "The cluster is unchanged, and no second one was made.",
    todo: `Let that user in (chmod o+x ${closed}), or start Purser as the user who owns the cluster.`,
  });
}

async function placeAt(directory: string, user: ServiceUser | null, relocated: boolean): Promise<Place> {
  return { directory, dataDirectory: await realPathOf(join(directory, "data")), user, relocated };
}

function hasCluster(directory: string): boolean {
  return existsSync(join(directory, "data", "PG_VERSION"));
}

/** Like realpath, for a path whose last parts need not exist. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemCodeOf(error) !== "ENOENT") throw error;
    return join(await realPathOf(dirname(path)), basename(path));
  }
}
