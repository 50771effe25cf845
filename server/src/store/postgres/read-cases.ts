import type { CaseId } from "@purser/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { CaseFilter, CaseRow, CaseStore, Page } from "../../cases/case-store.ts";
import { readCaseCursor, writeCaseCursor } from "../case-cursor.ts";
import { caseColumns, caseRecordSchema, caseRowSchema, listedColumns } from "./case-record.ts";
import { caseTime } from "./claims.ts";
import type { Database } from "./database.ts";
import { rowOrNull } from "./only-row.ts";
import { logField, openLogs } from "./open-logs.ts";
import { momentField } from "./row-fields.ts";
import type { SubjectKeys } from "./subject-keys.ts";
import { builder } from "./tables.ts";

export async function readCase(database: Database, tenant: string, caseId: CaseId): Promise<CaseRow | null> {
  const query = builder
    .selectFrom("cases")
    .select(listedColumns)
    .where("tenant", "=", tenant)
    .where("case_id", "=", caseId);
  return rowOrNull(await database.run(query.compile()), caseRowSchema);
}

/** @throws PurserError PUR-5002 when the log cannot be read. */
export async function readState(
  database: Database,
  keys: SubjectKeys,
  tenant: string,
  caseId: CaseId,
): ReturnType<CaseStore["readState"]> {
  const found = rowOrNull(await database.run({ ...stateStatement, values: [tenant, caseId] }), foundSchema);
  const [opened] = await openLogs(keys, tenant, found === null ? [] : [found]);
  if (opened === undefined) return null;
  const { record, log, now } = opened;
  if (log.kind === "broken") throw log.error;
  return { row: record.row, state: log.state, events: log.events, now: caseTime(record, now) };
}

const stateStatement = {
  name: "read-state",
  text: `select ${caseColumns.join(", ")}, purser_now_ms() as now,
      purser_log_after(tenant, case_id, coalesce(state_seq, 0), version) as log
    from cases where tenant = $1 and case_id = $2`,
} as const;
const foundSchema = z.looseObject({ now: momentField, log: logField }).transform((columns) => {
  const { now, log: rows } = columns;
  return { record: caseRecordSchema.parse(columns), rows, now };
});

/** One row more than asked for is read, to know whether there is a next page. */
export async function listCases(database: Database, filter: CaseFilter): Promise<Page<CaseRow>> {
  const { tenant, status, customerId, limit } = filter;
  const after = filter.after === null ? null : readCaseCursor(filter.after);
  const query = builder
    .selectFrom("cases")
    .select(listedColumns)
    .where("tenant", "=", tenant)
    .where("version", ">", sql.lit(0)) // true of every case: the condition of the indexes for lists
    .$if(status !== null, (cases) => cases.where("status", "=", status))
    .$if(customerId !== null, (cases) => cases.where("customer_id", "=", customerId))
    .$if(after !== null, (cases) =>
      cases.where(sql<boolean>`(updated_at, case_id) < (${after?.updatedAt}::timestamptz, ${after?.caseId}::text)`),
    )
    .orderBy("updated_at", "desc")
    .orderBy("case_id", "desc")
    .limit(limit + 1);
  const rows = z.array(caseRowSchema).parse(await database.run(query.compile()));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > page.length && last !== undefined ? writeCaseCursor(last) : null };
}
