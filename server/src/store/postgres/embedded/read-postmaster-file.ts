import { join } from "node:path";
import { readTextIfPresent } from "./read-text-if-present.ts";

export type PostmasterFile = { pid: number; port: number; isReady: boolean };

export function postmasterFilePath(dataDirectory: string): string {
  return join(dataDirectory, "postmaster.pid");
}

/** The file by which a running Postgres holds its data directory, as pg_ctl reads it: pid in line 1, port in line 4, status in line 8. */
export async function readPostmasterFile(dataDirectory: string): Promise<PostmasterFile | null> {
  const text = await readTextIfPresent(postmasterFilePath(dataDirectory));
  if (text === null) return null;
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" };
}
