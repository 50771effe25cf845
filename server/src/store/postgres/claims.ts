import { type Instant, plusMs } from "@purser/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { ClaimRequest, Lease, LeasedCase } from "../../cases/case-store.ts";
import { type OnProblem, parkedMs } from "../parked-case.ts";
import { type CaseRecord, caseRecordSchema, recordColumns } from "./case-record.ts";
import type { Database } from "./database.ts";
import { onlyRow } from "./only-row.ts";
import type { LogWriter } from "./log-writer.ts";
import { knownSeqField, logField, openLogs } from "./open-logs.ts";
import { momentField } from "./row-fields.ts";
import { builder } from "./tables.ts";

export async function claim(
  database: Database,
  opener: Pick<LogWriter, "keys" | "logs">,
  request: ClaimRequest,
  onProblem: OnProblem,
): Promise<readonly LeasedCase[]> {
  const { tenant, workerId, leaseMs, limit } = request;
  const { logs } = opener;
  const hints = logs.hints(tenant);
  const known = new Map(hints.map(({ caseId, log }) => [caseId, log]));
  const heads = [...known.values()];
  const values = [
    tenant,
    workerId,
    leaseMs,
    limit,
    [...known.keys()],
    heads.map(({ seq }) => seq),
    heads.map(({ headHash }) => headHash),
  ];
  const found = z.array(claimedSchema).parse(await database.run({ ...claimStatement, values }));
  const claimed = found.map(({ knownSeq, ...each }) => {
    const { caseId } = each.record.row;
    logs.claimed(tenant, caseId);
    return { ...each, known: knownSeq === null ? null : (known.get(caseId) ?? null) };
  });
  if (claimed.length === 0) return [];
  const leased: LeasedCase[] = [];
  for (const { record, log, epoch, crashes, expiresAt } of await openLogs(opener, tenant, claimed)) {
    const lease = { tenant, caseId: record.row.caseId, workerId, epoch };
    if (log.kind === "broken") {
      await park(database, lease);
      onProblem(lease.caseId, log.error);
      continue;
    }
    const now = caseTime(record, plusMs(expiresAt, -leaseMs));
    leased.push({ lease, row: record.row, state: log.state, events: log.events, now, crashes: crashes - 1 });
  }
  return leased;
}

/** A case's time never goes back, whatever the clock does. */
export function caseTime({ row }: CaseRecord, now: Instant): Instant {
  return row.updatedAt > now ? row.updatedAt : now;
}

/** The state of a log that is known is known too. */
const leasedColumns = [...recordColumns, "epoch", "crashes", "lease_expires_at"];

const claimStatement = {
  name: "claim",
  text: `select ${leasedColumns.map((column) => `(case_row).${column}`).join(", ")}, known_seq, log,
      case when known_seq is null then (case_row).state_sealed end as state_sealed
    from purser_claim_with_log($1, $2, $3, $4, $5, $6, $7)`,
} as const;
const claimedSchema = z
  .looseObject({
    epoch: z.int(),
    crashes: z.int(),
    lease_expires_at: momentField,
    known_seq: knownSeqField,
    log: logField,
  })
  .transform((columns) => {
    const { epoch, crashes, lease_expires_at: expiresAt, known_seq: knownSeq, log: rows } = columns;
    return { record: caseRecordSchema.parse(columns), knownSeq, rows, epoch, crashes, expiresAt };
  });

async function park(database: Database, lease: Lease): Promise<void> {
  const query = sql`update cases
    set runnable_since = null, wake_at = purser_now_ms() + ${parkedMs} * interval '1 millisecond',
      lease_worker_id = null, lease_expires_at = null, crashes = 0
    where tenant = ${lease.tenant} and case_id = ${lease.caseId} and epoch = ${lease.epoch}`;
  await database.run(query.compile(builder));
}

export async function renew(database: Database, lease: Lease, leaseMs: number): Promise<boolean> {
  const query = sql`update cases set lease_expires_at = purser_now_ms() + ${leaseMs} * interval '1 millisecond'
    where tenant = ${lease.tenant} and case_id = ${lease.caseId} and epoch = ${lease.epoch}
      and lease_expires_at is not null
    returning 1 as renewed`;
  return (await database.run(query.compile(builder))).length > 0;
}

/** True when the case is left for another claim. */
export async function release(
  database: Database,
  lease: Lease,
  seenVersion: number,
  wakeAt: Instant | null,
): Promise<boolean> {
  const query = sql`update cases
    set runnable_since = case
        when version > ${seenVersion} and not is_erased then greatest(updated_at, purser_now_ms()) end,
      wake_at = case when version > ${seenVersion} then wake_at else ${wakeAt}::timestamptz end,
      lease_worker_id = null, lease_expires_at = null, crashes = 0
    where tenant = ${lease.tenant} and case_id = ${lease.caseId} and epoch = ${lease.epoch}
      and lease_expires_at is not null
    returning runnable_since is not null as is_runnable`;
  const rows = z.array(releasedSchema).parse(await database.run(query.compile(builder)));
  return rows.some((row) => row.is_runnable);
}

const releasedSchema = z.object({ is_runnable: z.boolean() });

export async function nextWakeAt(database: Database, tenant: string): Promise<Instant | null> {
  // greatest() passes over nulls, so a lease on a case that waits for nothing has to be left out.
  const query = sql`select least(
    (select min(wake_at) from cases where tenant = ${tenant} and wake_at is not null and lease_expires_at is null),
    (select min(lease_expires_at) from cases
      where tenant = ${tenant} and runnable_since is not null and lease_expires_at is not null),
    (select min(greatest(lease_expires_at, wake_at)) from cases
      where tenant = ${tenant} and wake_at is not null and runnable_since is null and lease_expires_at is not null),
    (select min(due_at) from outbox where tenant = ${tenant})
  ) as due_at`;
  return onlyRow(await database.run(query.compile(builder)), dueSchema).due_at;
}

const dueSchema = z.object({ due_at: momentField.nullable() });

export async function storeTime(database: Database): Promise<Instant> {
  const rows = await database.run({ text: "select purser_now_ms() as now", values: [] });
  return onlyRow(rows, nowSchema).now;
}

const nowSchema = z.object({ now: momentField });
