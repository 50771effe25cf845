import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type { Place } from "./choose-place.ts";
import { endProcess } from "./end-process.ts";
import { explainSpawnError } from "./explain-spawn-error.ts";
import { runAs } from "./find-service-user.ts";
import type { RunnableBinaries } from "./prepare-binaries.ts";

/**
 * On the command line, so that no file in the cluster can undo them: what was acknowledged survives a power cut, and
 * nobody connects from outside. The sizes suit a small machine.
 */
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  wal_level: "replica",
  max_connections: "100",
  shared_buffers: "128MB",
  log_destination: "stderr",
  logging_collector: "off",
};

const keptLines = 20;
const lastOutputWaitMs = 1_000;

export type PostgresExit =
  | { kind: "stopped" } // we asked for it
  | { kind: "died"; exitCode: number | null; signal: NodeJS.Signals | null; lastLines: readonly string[] };

export type PostgresProcess = {
  pid: number;
  /** Settles when the server and its output have ended; never rejects. */
  exited: Promise<PostgresExit>;
  lastLines(): readonly string[];
  /** Fast shutdown, harder after ten seconds; any number of calls are one. */
  stop(): Promise<void>;
};

/**
 * Starts the server; it is not ready yet. In a process group of its own: Ctrl-C in a terminal reaches every process of
 * the group, and the database must end after those who use it.
 */
export async function spawnPostgres(
  binaries: RunnableBinaries,
  place: Place,
  port: number,
  log: (line: string) => void,
): Promise<PostgresProcess> {
  const executable = join(binaries.binariesDirectory, "postgres");
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(executable, ["-D", place.dataDirectory, "-p", String(port), ...options], {
    ...runAs(place.user),
    env: binaries.env,
    cwd: "/",
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const tail: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (tail.push(line) > keptLines) tail.shift();
    log(line);
  });
  child.on("error", (error) => log(`Postgres ${child.pid ?? ""}: ${error.message}`));
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let stopping: Promise<void> | null = null;
  const exited = new Promise<PostgresExit>((resolve) => {
    child.once("exit", (exitCode, signal) => {
      const asked = stopping !== null;
      void settled(closed, lastOutputWaitMs).then(() =>
        resolve(asked ? { kind: "stopped" } : { kind: "died", exitCode, signal, lastLines: [...tail] }),
      );
    });
  });
  await once(child, "spawn").catch((error: unknown) => {
    throw error instanceof Error ? explainSpawnError(error, executable) : error;
  });
  const target = {
    send: (signal: NodeJS.Signals): void => void child.kill(signal),
    waitForEnd: async (waitMs: number) => settled(exited, waitMs),
  };
  return {
    pid: child.pid ?? 0,
    exited,
    lastLines: () => [...tail],
    stop: async () => {
      const hasExited = child.exitCode !== null || child.signalCode !== null;
      stopping ??= hasExited ? exited.then(() => undefined) : endProcess(target).then(() => undefined);
      return stopping;
    },
  };
}

/** Whether the promise settled within that time; leaves no timer behind. */
async function settled(promise: Promise<unknown>, waitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const expired = delay(waitMs, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([promise.then(() => true), expired]);
  timer.abort();
  return result;
}
