import { caseStatusSchema, pauseKindSchema } from "@purser/contract";
import { z } from "zod";
import type { Backlog, StoreHealth, WorkingProcess } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { newestKnown } from "./migrate.ts";
import { onlyRow } from "./only-row.ts";
import { largeField, momentField } from "./row-fields.ts";

export async function beat(database: Database, tenant: string, process: WorkingProcess): Promise<void> {
  const text = "select purser_beat($1, $2, $3)";
  await database.run({ name: "beat", text, values: [tenant, process.processId, process.role] });
}

export async function readHealth(
  database: Database,
  tenant: string,
  workersSeenWithinMs: number,
): Promise<StoreHealth> {
  const values = [tenant, workersSeenWithinMs];
  const { applied, workers } = onlyRow(await database.run({ ...healthStatement, values }), healthSchema);
  return { schema: { applied, known: newestKnown }, workers };
}

const healthStatement = {
  name: "read-health",
  text: `select (select max(number) from schema_migrations) as applied,
    (select count(*) from heartbeats where tenant = $1 and role = 'worker'
      and at > purser_now_ms() - $2 * interval '1 millisecond') as workers`,
} as const;
const healthSchema = z.object({ applied: z.int(), workers: largeField });

export async function readBacklog(database: Database, tenant: string): Promise<Backlog> {
  const { now, ...row } = onlyRow(await database.run({ ...backlogStatement, values: [tenant] }), backlogSchema);
  return {
    now,
    cases: row.cases ?? {},
    runnable: { count: row.runnable, oldestSince: row.runnable_since },
    leases: { held: row.leases, expired: row.expired },
    pauses: (row.pauses ?? []).map(({ kind, count, since }) => ({
      kind,
      count,
      oldestSince: momentField.parse(since),
    })),
    outbox: { count: row.outbox, oldestDueAt: row.outbox_due_at },
    workers: (row.workers ?? []).map(({ id, at }) => ({ processId: id, seenAt: momentField.parse(at) })),
  };
}

const momentText = z.coerce.date();

/** Each part reads an index of what waits; only the cases by status are counted whole. */
const backlogStatement = {
  name: "read-backlog",
  text: `with clock as materialized (select purser_now_ms() as now),
  due as materialized (
    select runnable_since as since from cases, clock where tenant = $1 and runnable_since is not null
      and (lease_expires_at is null or lease_expires_at <= now)
    union all
    select wake_at from cases, clock where tenant = $1 and runnable_since is null and wake_at <= now
      and (lease_expires_at is null or lease_expires_at <= now)
  ), leased as materialized (
    select lease_expires_at as until from cases where tenant = $1 and runnable_since is not null
      and lease_expires_at is not null
    union all
    select lease_expires_at from cases, clock where tenant = $1 and runnable_since is null and wake_at <= now
      and lease_expires_at is not null
  )
  select now,
    (select json_object_agg(status, count) from
      (select status, count(*) as count from cases where tenant = $1 and version > 0 group by status) as by_status) as cases,
    (select count(*) from due) as runnable,
    (select min(since) from due) as runnable_since,
    (select count(*) from leased where until > now) as leases,
    (select count(*) from leased where until <= now) as expired,
    (select json_agg(json_build_object('kind', kind, 'count', count, 'since', since)) from
      (select kind, count(*) as count, min(opened_at) as since from pauses
        where tenant = $1 and state = 'open' group by kind) as by_kind) as pauses,
    (select count(*) from outbox where tenant = $1) as outbox,
    (select min(due_at) from outbox where tenant = $1) as outbox_due_at,
    (select json_agg(json_build_object('id', process_id, 'at', at)) from heartbeats
      where tenant = $1 and role = 'worker' and at > now - interval '1 day') as workers
  from clock`,
} as const;
const backlogSchema = z.object({
  now: momentField,
  cases: z.partialRecord(caseStatusSchema, z.int()).nullable(),
  runnable: largeField,
  runnable_since: momentField.nullable(),
  leases: largeField,
  expired: largeField,
  pauses: z.array(z.object({ kind: pauseKindSchema, count: z.int(), since: momentText })).nullable(),
  outbox: largeField,
  outbox_due_at: momentField.nullable(),
  workers: z.array(z.object({ id: z.string(), at: momentText })).nullable(),
});
