import { epochMsOf, type Instant } from "@purser/contract";
import type { Turn } from "../../cases/case-store.ts";
import type { TakenTurn } from "./memory-data.ts";

export function takeTurn(
  turns: Map<string, readonly TakenTurn[]>,
  { key, turnId, rates }: Turn,
  now: Instant,
): { retryAfterMs: number } {
  const atMs = epochMsOf(now);
  const longestMs = Math.max(...rates.map(({ windowMs }) => windowMs));
  const taken = (turns.get(key) ?? []).filter((turn) => turn.atMs > atMs - longestMs);
  if (taken.some((turn) => turn.turnId === turnId)) return { retryAfterMs: 0 };
  const waits = rates.map(({ limit, windowMs }) => {
    const first = taken.filter((turn) => turn.atMs > atMs - windowMs).at(-limit);
    return first === undefined ? 0 : first.atMs + windowMs - atMs;
  });
  const retryAfterMs = Math.max(...waits);
  if (retryAfterMs === 0) turns.set(key, [...taken, { turnId, atMs }]);
  return { retryAfterMs };
}
