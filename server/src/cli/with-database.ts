import { join } from "node:path";
import { findProject } from "./find-project.ts";
import type { Runtime } from "./runtime.ts";
import { stoppingAfter } from "./stop-signal.ts";

type PlaceOptions = { blueprint?: string | undefined; data?: string | undefined };

/**
 * Hands over the address of the database: DATABASE_URL, else the embedded one of the data directory, which is started
 * meanwhile. With `mayBeShared` one that runs already is used as it is; without it that is PUR-1002.
 */
export async function withDatabase<Result>(
  options: PlaceOptions,
  runtime: Runtime,
  use: (url: string) => Promise<Result>,
  { mayBeShared = false } = {},
): Promise<Result> {
  const { databaseUrl } = runtime.environment;
  if (databaseUrl !== null) return use(databaseUrl);
  const directory = join(findProject(options, process.cwd()).data, "postgres");
  const running = mayBeShared ? await runtime.findRunningPostgres(directory) : null;
  if (running !== null) return use(running);
  const starting = runtime.startPostgres(directory, () => undefined);
  return stoppingAfter(
    async () => use((await starting).url),
    // Whoever is interrupted in the middle of its start waits for it, and then stops it.
    async () => (await starting.catch(() => null))?.stop(),
  );
}
