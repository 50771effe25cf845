import { type CaseId, unreachable } from "@purser/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { CaseFilter, CaseListView, CaseRow, Page, ReadState, StateReading } from "../../cases/case-store.ts";
import { readCaseCursor, writeCaseCursor } from "../case-cursor.ts";
import { caseRecordSchema, recordColumns, caseRowSchema, listedColumns } from "./case-record.ts";
import { searchedHashes } from "./case-words.ts";
import { caseTime } from "./claims.ts";
import type { Database } from "./database.ts";
import { customerRefHash } from "./deployment.ts";
import { isCountedCase } from "./insights.ts";
import { rowOrNull } from "./only-row.ts";
import type { LogWriter } from "./log-writer.ts";
import { knownSeqField, logField, openLogs } from "./open-logs.ts";
import { momentField } from "./row-fields.ts";
import { builder } from "./tables.ts";

export async function readCase(database: Database, tenant: string, caseId: CaseId): Promise<CaseRow | null> {
  const query = builder
    .selectFrom("cases")
    .select(listedColumns)
    .where("tenant", "=", tenant)
    .where("case_id", "=", caseId);
  return rowOrNull(await database.run(query.compile()), caseRowSchema);
}

type Opener = Pick<LogWriter, "database" | "keys" | "logs">;

/** @throws PurserError PUR-5002 when the log cannot be read. */
export async function readState(opener: Opener, tenant: string, caseId: CaseId): Promise<ReadState | null> {
  const [found] = await readStates(opener, tenant, [caseId]);
  if (found?.kind === "unreadable") throw found.error;
  if (found === undefined) return null;
  const { kind: _kind, ...read } = found;
  return read;
}

export async function readStates(opener: Opener, tenant: string, caseIds: readonly CaseId[]): Promise<StateReading[]> {
  const known = new Map(caseIds.map((caseId) => [caseId, opener.logs.find(tenant, caseId)]));
  const [seqs, hashes] = [
    [...known.values()].map((log) => log?.seq ?? null),
    [...known.values()].map((log) => log?.headHash ?? null),
  ];
  const values = [tenant, [...known.keys()], seqs, hashes];
  const found = z.array(foundSchema).parse(await opener.database.run({ ...statesStatement, values }));
  const opened = await openLogs(
    opener,
    tenant,
    found.map((each) => ({
      ...each,
      known: each.knownSeq === null ? null : (known.get(each.record.row.caseId) ?? null),
    })),
  );
  return opened.map(({ record, log, now }): StateReading => {
    const { row } = record;
    if (log.kind === "broken") return { kind: "unreadable", row, error: log.error };
    return { kind: "read", row, state: log.state, events: log.events, now: caseTime(record, now) };
  });
}

/**
 * A scalar query for what is known looks one row up; a join might take the whole table, while it has no statistics. Those
 * around the lists hide how short they are, for which Postgres would plan anew each time: a sixth of all its work.
 */
const statesStatement = {
  name: "read-states",
  text: `select ${recordColumns.join(", ")}, purser_now_ms() as now, known_seq,
      case when known_seq is null then state_sealed end as state_sealed,
      purser_log_after(tenant, case_id, greatest(coalesce(state_seq, 0), known_seq), version) as log
    from unnest((select $2::text[]), (select $3::integer[]), (select $4::text[])) as asked(asked_id, asked_seq, asked_hash)
    join lateral (
      select ${[...recordColumns, "state_sealed"].join(", ")}, (
        select e.seq from events as e where e.tenant = $1 and e.case_id = asked_id and e.seq = asked_seq
          and e.hash = asked_hash and e.seq >= coalesce(cases.state_seq, 0) and not cases.is_erased
      ) as known_seq
      from cases where tenant = $1 and case_id = asked_id offset 0
    ) as found on true`,
} as const;
const foundSchema = z
  .looseObject({ now: momentField, known_seq: knownSeqField, log: logField })
  .transform((columns) => {
    const { now, known_seq: knownSeq, log: rows } = columns;
    return { record: caseRecordSchema.parse(columns), knownSeq, rows, now };
  });

/** One row more than asked for is read, to know whether there is a next page. */
export async function listCases(
  { database, secret }: { database: Database; secret: Uint8Array },
  filter: CaseFilter,
): Promise<Page<CaseRow>> {
  const { tenant, status, customerId, limit } = filter;
  const after = filter.after === null ? null : readCaseCursor(filter.after);
  const query = builder
    .selectFrom("cases")
    .select(listedColumns)
    .where("tenant", "=", tenant)
    .where("version", ">", sql.lit(0)) // true of every case: the condition of the indexes for lists
    .$if(status !== null, (cases) => cases.where("status", "=", status))
    .$if(customerId !== null, (cases) => cases.where("customer_id", "=", customerId))
    .$if(filter.view !== undefined, (cases) => cases.where(isInView(filter.view, tenant)))
    .$if(filter.search !== undefined, (cases) => cases.where(isFound(filter.search ?? "", tenant, secret)))
    .$if(filter.counted !== undefined, (cases) =>
      cases.where(filter.counted === undefined ? sql<boolean>`true` : isCountedCase(filter.counted)),
    )
    .$if(after !== null, (cases) =>
      cases.where(sql<boolean>`(updated_at, case_id) < (${after?.updatedAt}::timestamptz, ${after?.caseId}::text)`),
    )
    .$if(filter.assignee !== undefined, (cases) => cases.where(isWith(filter.assignee ?? "", tenant)))
    .$if(filter.tags !== undefined, (cases) => cases.where(hasTags(filter.tags ?? [], tenant)))
    .$if(filter.among !== undefined, (cases) =>
      cases
        .where(sql<boolean>`case_id = any (${filter.among}::text[])`)
        .orderBy(sql`array_position(${filter.among}::text[], case_id)`),
    )
    .orderBy("updated_at", "desc")
    .orderBy("case_id", "desc")
    .limit(limit + 1);
  const rows = z.array(caseRowSchema).parse(await database.run(query.compile()));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > page.length && last !== undefined ? writeCaseCursor(last) : null };
}

const owned = sql`select from case_owners owner where owner.tenant = cases.tenant and owner.case_id = cases.case_id`;
const asksTeammate = sql`exists (select from pauses pause where pause.tenant = cases.tenant
  and pause.case_id = cases.case_id and pause.state = 'open' and pause.may_answer <> 'customer')`;

// Here and below the tenant is that of the query, and not that of each case: so what is looked for is found once, and not
// looked up for each case.

/** The snoozed cases, which are few, and not a call for each case of a view. */
function isSnoozed(tenant: string): ReturnType<typeof sql<boolean>> {
  return sql<boolean>`case_id in (select snooze.case_id from case_snoozes snooze where snooze.tenant = ${tenant}
    and snooze.until > purser_now_ms() and purser_is_snoozed(snooze.tenant, snooze.case_id))`;
}

function isWith(teammateId: string, tenant: string): ReturnType<typeof sql<boolean>> {
  return sql<boolean>`case_id in (select owner.case_id from case_owners owner where owner.tenant = ${tenant}
    and (owner.teammate_id = ${teammateId} or owner.assigned_to = ${teammateId}))`;
}

function hasTags(tags: readonly string[], tenant: string): ReturnType<typeof sql<boolean>> {
  return sql<boolean>`case_id in (select tagged.case_id from case_tags tagged
    where tagged.tenant = ${tenant} and tagged.tag = any (${tags}::text[])
    group by tagged.case_id having count(*) = ${new Set(tags).size})`;
}

function isInView(view: CaseListView | undefined, tenant: string): ReturnType<typeof sql<boolean>> {
  const snoozed = isSnoozed(tenant);
  switch (view?.kind) {
    case undefined:
      return sql<boolean>`true`;
    case "mine":
      return sql<boolean>`(${isWith(view.teammateId, tenant)} and not ${snoozed})`;
    case "unassigned":
      return sql<boolean>`exists (${owned} and owner.teammate_id is null and owner.assigned_to is null)
        and not ${snoozed}`;
    case "approval":
      return sql<boolean>`${asksTeammate}`;
    case "customer":
      return sql<boolean>`status = 'waiting' and not ${asksTeammate} and not ${snoozed}`;
    case "handed-off":
      return sql<boolean>`exists (${owned}) and not ${snoozed}`;
    case "snoozed":
      return snoozed;
    case "resolved-by-agent":
      return sql<boolean>`status = 'resolved' and not exists (${owned})`;
    default:
      return unreachable(view);
  }
}

/** Ids of cases are matched by their beginning; customers and words are known by keyed hashes alone. */
function isFound(search: string, tenant: string, secret: Uint8Array): ReturnType<typeof sql<boolean>> {
  return sql<boolean>`case_id in (
    select named.case_id from cases named where named.tenant = ${tenant} and starts_with(named.case_id, ${search})
    union all select hers.case_id from cases hers where hers.tenant = ${tenant} and hers.customer_id =
      (select customer_id from customers where tenant = ${tenant} and ref_hash = ${customerRefHash(secret, search)})
    union all select found.case_id from case_words found
      where found.tenant = ${tenant} and found.words @> ${searchedHashes(search, tenant, secret)}::bigint[])`;
}
