import type { History } from "./history.ts";

/** Histories that a kernel with a mistake would leave behind, by the invariant that each of them trips. */
export type BadHistories = Readonly<Record<string, readonly { what: string; history: History }[]>>;
