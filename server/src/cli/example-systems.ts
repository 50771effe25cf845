import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createModuleLoader } from "../blueprint/module-loader.ts";

/** The systems of record that come with an example, each at its own address. */
export type ExampleSystems = {
  urls: Readonly<Record<string, string>>;
  /** Ledgers and faults of all systems, below their names. */
  controlUrl: string;
  /** What the example says of its world; only its own scenarios can read it. */
  landmarks: unknown;
  stop: () => Promise<void>;
};

export type ExampleOptions = {
  seed: number;
  /** Epoch milliseconds; the clock that Purser asks too. */
  clock: () => number;
  host?: string;
  /** Where state and ledgers survive a restart; in memory only without it. */
  dataFolder?: string;
  /** Where each system that sends webhooks sends them, and the secret that it signs them with. */
  webhooks?: Readonly<Record<string, { url: string; secret: string }>>;
};

type StartSystems = (options: ExampleOptions) => Promise<unknown>;
const moduleSchema = z.object({
  startSystems: z.custom<StartSystems>((value) => typeof value === "function", "there is no function startSystems"),
});
const startedSchema = z.object({
  urls: z.record(z.string(), z.url()),
  controlUrl: z.url(),
  landmarks: z.unknown(),
  stop: z.custom<() => Promise<void>>((value) => typeof value === "function"),
});

/** Starts `systems/start-systems.ts` of a blueprint; null when it brings none. */
export async function startExampleSystems(directory: string, options: ExampleOptions): Promise<ExampleSystems | null> {
  const path = join(directory, "systems", "start-systems.ts");
  if (!existsSync(path)) return null;
  const { startSystems } = moduleSchema.parse(await createModuleLoader(directory, { isFresh: false }).importAll(path));
  return startedSchema.parse(await startSystems(options));
}
