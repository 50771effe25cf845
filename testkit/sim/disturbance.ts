/** What a port call is for: to hold a case, to read, to write the log, to change something outside, to ask a model. */
export const portKinds = ["lease", "read", "append", "call", "model"] as const;
export type PortKind = (typeof portKinds)[number];

/**
 * Where something befalls an actor: at its port call with this number, counted over all actors of its sort in the run;
 * with `port` only the calls of that kind count.
 */
type At = { call: number; when: "before" | "after"; port?: PortKind };

/**
 * What befalls a worker at one of its port calls. "After" means that the call had its effect.
 *
 * `crash`: the process is gone, and a new one starts; with `again` the next ones are gone too, so many times, as soon as
 * they ask a system of record. `freeze`: nothing of it goes on for so long, as of a stopped
 * process or one on a machine that stands still; then it does, as if nothing had been. `cut`: the connection to the
 * store breaks, so it cannot tell whether it wrote; a call that is no store's is not disturbed. `desk-cut`: the same for
 * what takes in messages and answers, whose calls are counted apart.
 */
export type Disturbance = (
  | { kind: "crash"; again?: number }
  | { kind: "freeze"; forMs: number }
  | { kind: "cut" | "desk-cut" }
) &
  At;

/** What the call of this port is for; ports are named as the scheduler's trace has them. */
export function portKindOf(port: string): PortKind {
  const [owner, method = ""] = port.split(".");
  if (owner === "model") return "model";
  if (owner !== "store") return method === "GET" ? "read" : "call";
  if (method.startsWith("append")) return "append";
  return method === "claim" || method === "renew" || method === "release" ? "lease" : "read";
}
