/** Where something befalls a worker: at its port call with this number, counted over all workers of the run. */
type At = { call: number; when: "before" | "after" };

/**
 * What befalls a worker at one of its port calls. "After" means that the call had its effect.
 *
 * `crash`: the process is gone, and a new one starts. `freeze`: nothing of it goes on for so long, as of a stopped
 * process or one on a machine that stands still; then it does, as if nothing had been. `cut`: the connection to the
 * store breaks, so it cannot tell whether it wrote; a call that is no store's is not disturbed.
 */
export type Disturbance = ({ kind: "crash" } | { kind: "freeze"; forMs: number } | { kind: "cut" }) & At;
