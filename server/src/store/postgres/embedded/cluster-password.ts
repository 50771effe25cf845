import { randomBytes } from "node:crypto";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { readTextIfPresent } from "./read-text-if-present.ts";

function passwordPath(directory: string): string {
  return join(directory, "password");
}

/** Only for a cluster that does not exist yet: an older password opens nothing any more. */
export async function writeNewPassword(directory: string): Promise<string> {
  const password = randomBytes(24).toString("base64url");
  await writeFile(passwordPath(directory), password, { mode: 0o600, flush: true });
  await chmod(passwordPath(directory), 0o600);
  return password;
}

export async function readPassword(directory: string): Promise<string> {
  const password = (await readTextIfPresent(passwordPath(directory)))?.trim();
  if (password !== undefined && password !== "") return password;
  throw new EmbeddedPostgresError("PUR-1001", {
    happened: `There is a cluster in ${directory}, and its password file ${passwordPath(directory)} is missing or empty.`,
    kept: "The cluster is unchanged.",
    todo: "Put the password file back from a backup of the same directory, then start again.",
  });
}
