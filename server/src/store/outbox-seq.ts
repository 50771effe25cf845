import type { NewEvent } from "@purser/contract";
import type { OutboxRow } from "../cases/case-store.ts";

/** The event that holds what an outbox row tells: the one that names the row, or else the last of its append. */
export function outboxSeq(row: OutboxRow, events: readonly NewEvent[], headSeq: number): number {
  const index = events.findIndex(
    ({ kind, body }) => kind !== "message.delivered" && "outboxId" in body && body.outboxId === row.outboxId,
  );
  return index < 0 ? headSeq : headSeq - events.length + 1 + index;
}
