import type { Instant } from "@purser/contract";

/** The one way to the time; in the kernel it is the store's, so that a worker's wrong clock changes nothing. */
export type Clock = { now: () => Promise<Instant> };
