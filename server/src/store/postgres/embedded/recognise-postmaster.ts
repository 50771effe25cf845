import type { RunningProcess } from "./process-state.ts";

export type Recognition = "postmaster" | "stranger" | "unclear";

/**
 * Whether the process that a pid file names is the server of that data directory.
 *
 * Postgres works in its data directory, and we start it with `-D <data directory> `. A Postgres of which we can see
 * neither is unclear: it must be neither ended nor ignored.
 */
export function recognisePostmaster(running: RunningProcess, dataDirectory: string): Recognition {
  if (running.name !== "postgres") return "stranger";
  if (running.directory === dataDirectory || running.command.includes(` -D ${dataDirectory} `)) return "postmaster";
  if (running.directory !== null || running.command.includes(" -D ")) return "stranger";
  return "unclear";
}
