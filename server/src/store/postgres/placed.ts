import type { Instant } from "@purser/contract";
import type { Placed } from "../../cases/case-store.ts";

/** Where the last `count` events of a log stand, added at one moment. */
export function placedUpTo(head: { version: number; at: Instant }, count: number): readonly Placed[] {
  return Array.from({ length: count }, (_, index) => ({ seq: head.version - count + 1 + index, at: head.at }));
}
