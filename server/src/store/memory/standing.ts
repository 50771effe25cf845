import { type Instant, type PauseKind, plusMs } from "@purser/contract";
import type { Backlog, StoreHealth, WorkingProcess } from "../../cases/case-store.ts";
import { type MemoryCase, type MemoryData, tenantData } from "./memory-data.ts";

export function beat(data: MemoryData, tenant: string, process: WorkingProcess): void {
  tenantData(data, tenant).heartbeats.set(process.processId, { role: process.role, at: data.clock.now() });
}

/** Its schema is its code. */
export function readHealth(data: MemoryData, tenant: string, withinMs: number): StoreHealth {
  const since = plusMs(data.clock.now(), -withinMs);
  const { heartbeats } = tenantData(data, tenant);
  const workers = [...heartbeats.values()].filter(({ role, at }) => role === "worker" && at > since).length;
  return { schema: { applied: 0, known: 0 }, workers };
}

const dayMs = 86_400_000;

export function readBacklog(data: MemoryData, tenant: string): Backlog {
  const { cases, pauses, outbox, heartbeats } = tenantData(data, tenant);
  const now = data.clock.now();
  const all = [...cases.values()];
  const counts = new Map<MemoryCase["status"], number>();
  for (const { status } of all) counts.set(status, (counts.get(status) ?? 0) + 1);
  const due = all
    .filter(({ lease }) => lease === null || lease.expiresAt <= now)
    .flatMap((each) => dueSince(each, now));
  const open = [...pauses.values()].filter(({ state }) => state === "open");
  const kinds: PauseKind[] = [...new Set(open.map(({ kind }) => kind))];
  const held = all.filter(({ lease }) => lease !== null && lease.expiresAt > now).length;
  return {
    now,
    cases: Object.fromEntries(counts),
    runnable: { count: due.length, oldestSince: oldest(due) },
    leases: { held, expired: all.filter(({ lease }) => lease !== null).length - held },
    pauses: kinds.flatMap((kind) => {
      const opened = open.filter((row) => row.kind === kind).map(({ openedAt }) => openedAt);
      const oldestSince = oldest(opened);
      return oldestSince === null ? [] : [{ kind, count: opened.length, oldestSince }];
    }),
    outbox: { count: outbox.size, oldestDueAt: oldest([...outbox.values()].map(({ dueAt }) => dueAt)) },
    workers: [...heartbeats].flatMap(([processId, { role, at }]) =>
      role === "worker" && at > plusMs(now, -dayMs) ? [{ processId, seenAt: at }] : [],
    ),
  };
}

function dueSince({ runnableSince, wakeAt }: MemoryCase, now: Instant): Instant[] {
  if (runnableSince !== null) return [runnableSince];
  return wakeAt !== null && wakeAt <= now ? [wakeAt] : [];
}

function oldest(instants: readonly Instant[]): Instant | null {
  return instants.reduce<Instant | null>((least, each) => (least === null || each < least ? each : least), null);
}
