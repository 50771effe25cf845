import { readFile, readlink } from "node:fs/promises";
import type { ProcessState } from "./process-state.ts";
import { readProcessWithPs } from "./read-process-with-ps.ts";
import { readTextIfPresent } from "./read-text-if-present.ts";

/** Linux and macOS; the pid may be anything, also that of a process that is not ours. */
export async function readProcess(pid: number): Promise<ProcessState> {
  return process.platform === "linux" ? readFromProc(pid) : readProcessWithPs(pid);
}

async function readFromProc(pid: number): Promise<ProcessState> {
  const status = await readTextIfPresent(`/proc/${pid}/stat`);
  if (status === null) return { kind: "gone" };
  const nameEnd = status.lastIndexOf(")");
  const fields = status.slice(nameEnd + 2).split(" ");
  const state = fields[0];
  const startTicks = fields[19]; // field 22 of proc(5), in ticks since the machine booted
  if (state === undefined || startTicks === undefined) return { kind: "gone" };
  if (state === "Z" || state === "X") return { kind: "zombie" };
  const command = await readTextIfPresent(`/proc/${pid}/cmdline`);
  return {
    kind: "running",
    started: `${await bootId()}/${startTicks}`,
    name: status.slice(status.indexOf("(") + 1, nameEnd),
    command: (command ?? "").split("\0").join(" "),
    directory: await workingDirectoryOf(pid),
  };
}

/** Root in a container often lacks the capability to look into another user's process; so null is ordinary. */
async function workingDirectoryOf(pid: number): Promise<string | null> {
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}

async function bootId(): Promise<string> {
  return readFile("/proc/sys/kernel/random/boot_id", "utf8").then(
    (text) => text.trim(),
    () => "boot",
  );
}
