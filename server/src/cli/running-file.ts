import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readIfPresent } from "./key-files.ts";

/** The process that serves a data directory, and where. */
const runningSchema = z.strictObject({ pid: z.int().positive(), url: z.url() });
export type Running = z.infer<typeof runningSchema>;

/** Long enough for one that is busy with its start. */
const answersWithinMs = 10_000;

export function writeRunning(data: string, running: Running): void {
  mkdirSync(data, { recursive: true });
  const draft = `${pathIn(data)}-draft-${running.pid}`;
  writeFileSync(draft, `${JSON.stringify(running)}\n`);
  renameSync(draft, pathIn(data));
}

/** Only our own: another process may have begun since. */
export function removeRunning(data: string, pid: number): void {
  if (readRunning(data)?.pid === pid) rmSync(pathIn(data), { force: true });
}

/** What the file says; the process may be gone, as after kill -9. */
export function readRunning(data: string): Running | null {
  const text = readIfPresent(pathIn(data));
  if (text === null) return null;
  try {
    return runningSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The process that serves this data directory, if it lives and answers: a pid alone may be another program's by now. */
export async function findRunning(data: string): Promise<Running | null> {
  const running = readRunning(data);
  return running !== null && isAlive(running.pid) && (await answers(running.url)) ? running : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL("/healthz", url), { signal: AbortSignal.timeout(answersWithinMs) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function pathIn(data: string): string {
  return join(data, "running.json");
}
