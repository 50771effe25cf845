import { setTimeout as delay } from "node:timers/promises";
import { readinessSchema } from "@purser/contract";
import { type ApiClient, type ClientOptions, openClient } from "./api-client.ts";
import { findProject } from "./find-project.ts";
import { openOperatorLog } from "./operator-log.ts";
import { findRunning } from "./running-file.ts";
import type { Runtime } from "./runtime.ts";
import { startService } from "./service.ts";
import { awaitStopSignal } from "./stop-signal.ts";
import type { Terminal } from "./terminal.ts";

/** A server for a while; `isStopped` once somebody has asked this process to end. */
export type ReachedServer = { client: ApiClient; isStopped: () => boolean };

const startsWithinMs = 30_000;
const lookEveryMs = 100;

/**
 * Uses the server that is named or that serves the data directory; where there is none, one of its own with everything
 * that `purser dev` starts, which ends with the use.
 */
export async function withServer(
  options: ClientOptions,
  runtime: Runtime,
  terminal: Terminal,
  use: (server: ReachedServer) => Promise<void>,
): Promise<void> {
  const signal = awaitStopSignal(() => undefined);
  let stopped = false;
  void signal.given.then(() => (stopped = true));
  try {
    const { client, stop } = await reach(options, runtime, terminal);
    try {
      await use({ client, isStopped: () => stopped });
    } finally {
      await stop();
    }
  } finally {
    signal.dispose();
  }
}

type Reached = { client: ApiClient; stop: () => Promise<void> };

async function reach(options: ClientOptions, runtime: Runtime, terminal: Terminal): Promise<Reached> {
  if (options.url !== undefined || runtime.environment.serverUrl !== null) return theirs(options, runtime);
  const project = findProject(options, process.cwd());
  if ((await findRunning(project.data)) !== null) return theirs(options, runtime);
  terminal.note("No server runs on this data directory: starting one, as purser dev does, until this command ends.");
  const service = await startService({
    project,
    runtime,
    listensAt: { host: "127.0.0.1", port: 0 },
    serves: "api",
    withExampleSystems: true,
    log: openOperatorLog(options.verbose, runtime.environment.logLevel),
    postgresLog: (line) => (options.verbose ? terminal.note(`postgres: ${line}`) : undefined),
  });
  const url = service.url ?? undefined;
  return { client: openClient({ ...options, url, key: service.apiKey }, runtime), stop: service.stop };
}

/** One that is just starting is waited for; what it then answers is its own affair. */
async function theirs(options: ClientOptions, runtime: Runtime): Promise<Reached> {
  const client = openClient(options, runtime);
  const giveUpAt = performance.now() + startsWithinMs;
  while (!(await isReady(client)) && performance.now() < giveUpAt) await delay(lookEveryMs);
  return { client, stop: async () => undefined };
}

async function isReady(client: ApiClient): Promise<boolean> {
  try {
    return (await client.get("/readyz", readinessSchema)).ready;
  } catch {
    return false;
  }
}
