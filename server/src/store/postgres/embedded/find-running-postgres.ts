import { choosePlace } from "./choose-place.ts";
import { readPassword } from "./cluster-password.ts";
import { superuser } from "./create-cluster.ts";
import { readPostmasterFile } from "./read-postmaster-file.ts";
import { readProcess } from "./read-process.ts";
import { recognisePostmaster } from "./recognise-postmaster.ts";

/**
 * The address of the server that runs on a directory's cluster, whoever started it, with the password in it; null when
 * none does. Touches nothing.
 */
export async function findRunningPostgres(directory: string): Promise<string | null> {
  const place = await choosePlace(directory, () => {});
  const running = await readPostmasterFile(place.dataDirectory);
  if (running === null || !running.isReady) return null;
  const state = await readProcess(running.pid);
  if (state.kind !== "running" || recognisePostmaster(state, place.dataDirectory) !== "postmaster") return null;
  return postgresUrl(await readPassword(place.directory), running.port);
}

/** The address of an embedded server. */
export function postgresUrl(password: string, port: number): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
}
