import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Runtime } from "../runtime.ts";
import type { Cleanups } from "./cleanups.ts";

/** Starts a Postgres in a directory of its own, which is removed with it. Returns its address. */
export async function startDemoServer(runtime: Runtime, cleanups: Cleanups): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "purser-demo-"));
  cleanups.add(() => rm(directory, { recursive: true, force: true }));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  await chmod(directory, 0o755);
  const starting = runtime.startPostgres(directory, () => undefined);
  // Added before it has started: whoever is interrupted in the middle waits for it, and then stops it.
  cleanups.add(async () => {
    const postgres = await starting.catch(() => null);
    await postgres?.stop();
    if (postgres?.relocated === true) await rm(postgres.directory, { recursive: true, force: true });
  });
  return (await starting).url;
}
