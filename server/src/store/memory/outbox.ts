import { type OutboxId, plusMs } from "@purser/contract";
import type { OutboxClaim, OutboxRequest } from "../../cases/case-store.ts";
import { type MemoryData, type MemoryOutboxRow, tenantData } from "./memory-data.ts";

export function claimOutbox(data: MemoryData, request: OutboxRequest): readonly OutboxClaim[] {
  const { tenant, workerId, leaseMs, limit, kinds } = request;
  const now = data.clock.now();
  const due = [...tenantData(data, tenant).outbox.values()].filter(
    (row) => row.dueAt <= now && kinds.includes(row.kind),
  );
  return due
    .toSorted(byDueThenId)
    .slice(0, limit)
    .map((row) => {
      row.attempts += 1;
      row.dueAt = plusMs(now, leaseMs);
      const { caseId, outboxId, kind, target, seq, attempts } = row;
      return { lease: { workerId }, tenant, caseId, outboxId, kind, target, seq, attempts };
    });
}

export function postponeOutbox(data: MemoryData, outboxId: OutboxId, delayMs: number): void {
  const dueAt = plusMs(data.clock.now(), delayMs);
  for (const tenant of data.tenants.values()) {
    const row = tenant.outbox.get(outboxId) ?? tenant.versionMails.get(outboxId);
    if (row !== undefined) row.dueAt = dueAt;
  }
}

export function dropOutbox(data: MemoryData, outboxId: OutboxId): void {
  for (const tenant of data.tenants.values()) {
    tenant.outbox.delete(outboxId);
    tenant.versionMails.delete(outboxId);
  }
}

function byDueThenId(left: MemoryOutboxRow, right: MemoryOutboxRow): number {
  const [first, second] = [`${left.dueAt}${left.outboxId}`, `${right.dueAt}${right.outboxId}`];
  return first < second ? -1 : 1;
}
