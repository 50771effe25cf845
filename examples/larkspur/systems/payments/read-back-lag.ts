import type { PaymentsState, Subscription, SubscriptionChange } from "./data.ts";

/** How late the change under a key can be read back: from 0 to `largestMs`, always the same for the same key. */
export function readBackLagMs(key: string, largestMs: number): number {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % (largestMs + 1);
}

/** The subscription as it can be read now: as the newest change that is visible left it. */
export function visibleSubscription(state: PaymentsState, current: Subscription, now: number): Subscription {
  const changes = state.changes[current.subscriptionId] ?? [];
  const newest = visibleChanges(changes, now).at(-1);
  return newest?.after ?? changes[0]?.before ?? current;
}

export function visibleChanges(changes: readonly SubscriptionChange[], now: number): readonly SubscriptionChange[] {
  return changes.filter((change) => change.visibleAt <= now);
}
