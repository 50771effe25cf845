import { readdirSync, readFileSync } from "node:fs";

/** Of a clock tick; Linux tells programs of hundredths of a second, whatever it counts in itself. */
const tickMs = 10;

/** Processor time of a Postgres and of all its processes since they began, ended ones included, in ms; NaN but on Linux. */
export function postgresCpuMs(postmasterPid: number): number {
  const server = timesOf(String(postmasterPid));
  if (server === null) return Number.NaN;
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => timesOf(pid))
    .filter((times) => times?.parent === postmasterPid);
  const ticks = children.reduce((sum, times) => sum + (times?.own ?? 0), server.own + server.ended);
  return ticks * tickMs;
}

type Times = { parent: number; own: number; ended: number };

/** Null for a process that is not there, or not any more. The name may hold anything, so fields count from its end. */
function timesOf(pid: string): Times | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (at) => fields[at],
    );
    return { parent, own: user + system, ended: endedUser + endedSystem };
  } catch {
    return null;
  }
}
