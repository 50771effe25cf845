import type { CaseEvent } from "@purser/contract";
import type { StoredEvent } from "../../cases/case-store.ts";
import { erasedEvent, openStoredEvent } from "../sealed-event.ts";
import { type MemoryData, type MemoryEvent, subjectKey } from "./memory-data.ts";

/** By the body as it is stored, which is never changed: simulations read the same log over and over. */
const opened = new WeakMap<object, StoredEvent>();

/** A row with its event and body, opened once; nothing is remembered of what has been erased. */
export function openedRow(data: MemoryData, tenant: string, { envelope, subjectId, body }: MemoryEvent): StoredEvent {
  if (body === null) return erasedEvent(envelope);
  const known =
    opened.get(body) ?? openStoredEvent(envelope, body.salt, body.sealed, subjectKey(data, tenant, subjectId));
  opened.set(body, known);
  return known;
}

/** None for a row whose body was erased. */
export function openedEvents(data: MemoryData, tenant: string, rows: readonly MemoryEvent[]): readonly CaseEvent[] {
  return rows.flatMap((row) => openedRow(data, tenant, row).event ?? []);
}
