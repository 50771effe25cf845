import type { CaseId, Envelope, Instant, NewEvent, PauseId } from "@purser/contract";
import { envelopeHash } from "@purser/kit/audit";
import type { OutboxRow, PauseRow, Placed, SubjectId } from "../../cases/case-store.ts";
import type { OwnerChange } from "../../cases/owner-rows.ts";
import { outboxSeq } from "../outbox-seq.ts";
import { type AppendSource, sealEvents } from "../sealed-event.ts";
import {
  type MemoryCase,
  type MemoryData,
  type MemoryEvent,
  subjectKey,
  type TenantData,
  tenantData,
} from "./memory-data.ts";

/** Seals the events and adds them at the head of the log. */
export function appendEvents(
  data: MemoryData,
  found: MemoryCase,
  source: AppendSource & { subjectId: SubjectId },
  at: Instant,
): readonly Placed[] {
  const { subjectId } = source;
  const sealed = sealEvents(source, subjectKey(data, source.tenant, subjectId), data.random);
  const added: MemoryEvent[] = [];
  let previousHash = found.headHash;
  for (const event of sealed) {
    const row: Omit<Envelope, "hash"> = { ...event.row, seq: found.events.length + added.length + 1, at, previousHash };
    const hash = envelopeHash(row);
    added.push({ envelope: { ...row, hash }, subjectId, body: { salt: event.salt, sealed: event.sealed } });
    previousHash = hash;
  }
  // Nothing above has changed the case: an event that cannot be sealed leaves nothing behind.
  found.events.push(...added);
  found.headHash = previousHash;
  found.updatedAt = at;
  if (source.events.some((event) => event.kind === "case.erased")) found.isErased = true;
  const placed = added.map((event) => ({ seq: event.envelope.seq, at }));
  const first = placed[0];
  if (source.dedupeKey !== null && first !== undefined) {
    tenantData(data, source.tenant).deliveries.set(source.dedupeKey, { caseId: source.caseId, seq: first.seq });
  }
  return placed;
}

export function keepPauses(pauses: Map<PauseId, PauseRow>, rows: readonly PauseRow[]): void {
  for (const row of rows) pauses.set(row.pauseId, row);
}

/** What is to be told outside because of the events that were just added. */
export function keepOutbox(
  { outbox }: Pick<TenantData, "outbox">,
  { caseId, events }: MemoryCase,
  append: { events: readonly NewEvent[]; outbox?: readonly OutboxRow[] },
  at: Instant,
): void {
  for (const row of append.outbox ?? []) {
    const seq = outboxSeq(row, append.events, events.length);
    if (!outbox.has(row.outboxId)) outbox.set(row.outboxId, { ...row, caseId, seq, attempts: 0, dueAt: at });
  }
}

/** Since when people have a case stays, whoever of them gets it. */
export function keepOwner(
  { owners, handedAt }: Pick<TenantData, "owners" | "handedAt">,
  caseId: CaseId,
  change: OwnerChange | undefined,
): void {
  if (change === undefined) return;
  if (change.row === null) {
    owners.delete(caseId);
    handedAt.delete(caseId);
  } else {
    owners.set(caseId, change.row);
    handedAt.set(caseId, handedAt.get(caseId) ?? change.row.since);
  }
}
