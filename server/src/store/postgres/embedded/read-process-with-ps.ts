import { basename } from "node:path";
import type { ProcessState } from "./process-state.ts";
import { runCommand } from "./run-command.ts";

const line = /^\s*(?<state>\S+)\s+(?<started>\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(?<name>\S+)\s+(?<command>.*)$/;

/** For systems without /proc (macOS). ps shows no working directory, and start times to the second. */
export async function readProcessWithPs(pid: number): Promise<ProcessState> {
  const columns = ["stat=", "lstart=", "ucomm=", "command="].flatMap((column) => ["-o", column]);
  const { output } = await runCommand("/bin/ps", ["-ww", "-p", String(pid), ...columns], {
    env: { LC_ALL: "C", TZ: "UTC" },
    timeoutMs: 5_000,
  });
  const groups = line.exec(output.trim())?.groups;
  const { state, started, name, command } = groups ?? {};
  if (state === undefined || started === undefined || name === undefined) return { kind: "gone" };
  if (state.startsWith("Z")) return { kind: "zombie" };
  return { kind: "running", started, name: basename(name), command: `${command ?? ""} `, directory: null };
}
