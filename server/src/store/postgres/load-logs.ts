import { type CaseEvent, type CaseId, PurserError, caseIdSchema } from "@purser/contract";
import type { SubjectKey } from "@purser/kit/audit";
import { z } from "zod";
import type { StoredState, SubjectId } from "../../cases/case-store.ts";
import { openEvent } from "../sealed-event.ts";
import { openState } from "../sealed-state.ts";
import type { CaseRecord } from "./case-record.ts";
import type { Database } from "./database.ts";
import { bytesField, momentField, subjectIdField } from "./row-fields.ts";
import type { SubjectKeys } from "./subject-keys.ts";

/** The stored state and the events after it, or why they cannot be read. */
export type LoadedLog =
  | { kind: "read"; state: StoredState | null; events: readonly CaseEvent[] }
  | { kind: "broken"; error: PurserError };

/** Reads the logs of these cases, each up to the version of its record. */
export async function loadLogs(
  database: Database,
  keys: SubjectKeys,
  tenant: string,
  records: readonly CaseRecord[],
): Promise<(record: CaseRecord) => LoadedLog> {
  const wanted = records.map(({ row, sealedState }) => ({
    id: row.caseId,
    after: sealedState?.seq ?? 0,
    last: row.version,
  }));
  const values = [tenant, wanted.map(({ id }) => id), wanted.map(({ after }) => after), wanted.map(({ last }) => last)];
  const rows = z.array(rowSchema).parse(await database.run({ ...statement, values }));
  const rowsOf = new Map<CaseId, EventRecord[]>(records.map(({ row }) => [row.caseId, []]));
  for (const row of rows) rowsOf.get(row.case_id)?.push(row);
  const subjects = [
    ...rows.map((row) => row.subject_id),
    ...records.map(({ sealedState }) => sealedState?.subjectId ?? null),
  ];
  const known = await keys.load(tenant, [...new Set(subjects.filter((subject) => subject !== null))]);
  return (record) => openLog(record, rowsOf.get(record.row.caseId) ?? [], known);
}

// One index search for each case and each body: "offset 0" keeps Postgres from joining whole tables or logs, which look
// small to it while the tables have no statistics.
const statement = {
  name: "load-events",
  text: `select e.case_id, e.seq, e.at, e.kind, e.v, e.actor_id, e.epoch, e.commitment, b.subject_id, b.sealed
    from unnest($2::text[], $3::integer[], $4::integer[]) as wanted(case_id, after_seq, last_seq)
    cross join lateral (
      select * from events
        where tenant = $1 and case_id = wanted.case_id and seq > wanted.after_seq and seq <= wanted.last_seq
        offset 0
    ) as e
    left join lateral (
      select * from event_bodies where tenant = $1 and case_id = e.case_id and seq = e.seq offset 0
    ) as b on true
    order by e.case_id, e.seq`,
} as const;

const rowSchema = z.object({
  case_id: caseIdSchema,
  seq: z.int(),
  at: momentField,
  kind: z.string(),
  v: z.int(),
  actor_id: z.string(),
  epoch: z.int(),
  commitment: z.string(),
  subject_id: subjectIdField.nullable(),
  sealed: bytesField.nullable(),
});
type EventRecord = z.infer<typeof rowSchema>;

function openLog(
  record: CaseRecord,
  rows: readonly EventRecord[],
  keys: ReadonlyMap<SubjectId, SubjectKey>,
): LoadedLog {
  try {
    const state = stateOf(record, keys);
    return { kind: "read", state, events: rows.flatMap((row) => eventOf(record, row, keys) ?? []) };
  } catch (error) {
    if (error instanceof PurserError) return { kind: "broken", error };
    throw error;
  }
}

function stateOf(
  { row, isErased, sealedState }: CaseRecord,
  keys: ReadonlyMap<SubjectId, SubjectKey>,
): StoredState | null {
  if (sealedState === null) return null;
  const key = keys.get(sealedState.subjectId);
  if (key !== undefined) return openState(sealedState, row, key);
  if (isErased) return null;
  throw new PurserError("PUR-5002", `The stored state of ${row.caseId} has no key.`);
}

/** Null where the body has been erased; that of a case which is not erased is lost. */
function eventOf(
  { row: { tenant, caseId }, isErased }: CaseRecord,
  row: EventRecord,
  keys: ReadonlyMap<SubjectId, SubjectKey>,
): CaseEvent | null {
  const key = row.subject_id === null ? undefined : keys.get(row.subject_id);
  const { kind, v, seq, at, epoch, commitment, actor_id: actorId, sealed } = row;
  if (key !== undefined && sealed !== null) {
    return openEvent({ tenant, caseId, kind, v, seq, at, actorId, epoch, commitment }, sealed, key);
  }
  if (isErased) return null;
  throw new PurserError("PUR-5002", `The body of event ${seq} of ${caseId} is missing.`);
}
