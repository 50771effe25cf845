import { join } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { readTextIfPresent } from "./read-text-if-present.ts";

/** Reads only. Throws PUR-1003 for a cluster of another major version: Postgres' files do not carry over. */
export async function checkClusterVersion(dataDirectory: string, majorVersion: string): Promise<void> {
  const text = await readTextIfPresent(join(dataDirectory, "PG_VERSION"));
  const found = text?.trim();
  if (found === undefined || found === majorVersion) return;
  throw new EmbeddedPostgresError("PUR-1003", {
    happened: `The cluster in ${dataDirectory} was made by Postgres ${found}, and this Purser brings Postgres ${majorVersion}.`,
    kept: "The cluster is unchanged, and no second one was made.",
    todo:
      `Run purser backup FILE with the Purser that brought Postgres ${found}, move ${dataDirectory} aside, and run ` +
      "purser restore FILE with this one; or go back to that Purser.",
  });
}
