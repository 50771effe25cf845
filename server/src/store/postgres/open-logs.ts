import { type CaseEvent, type CaseId, PurserError, instantOf } from "@purser/contract";
import { z } from "zod";
import type { EventPlace, EventReading, StoredState } from "../../cases/case-store.ts";
import { openEvent } from "../sealed-event.ts";
import { openState } from "../sealed-state.ts";
import type { CaseRecord } from "./case-record.ts";
import type { Database } from "./database.ts";
import type { KnownLog } from "./known-logs.ts";
import type { LogWriter } from "./log-writer.ts";
import { onlyRow } from "./only-row.ts";
import { subjectIdField } from "./row-fields.ts";
import type { OpenedKeys, SubjectKeys } from "./subject-keys.ts";

/** The stored state and the events after it, or why they cannot be read. */
export type LoadedLog =
  | { kind: "read"; state: StoredState | null; events: readonly CaseEvent[] }
  | { kind: "broken"; error: PurserError };

/** A case as it was read, with the rows of its log after the stored state, or after what is known. */
export type LoggedCase = { record: CaseRecord; rows: readonly EventRecord[]; known: KnownLog | null };

/** Opens the logs of these cases, and keeps them; reads only keys, where this process does not know them. */
export async function openLogs<Case extends LoggedCase>(
  { keys, logs }: Pick<LogWriter, "keys" | "logs">,
  tenant: string,
  cases: readonly Case[],
): Promise<readonly (Case & { log: LoadedLog })[]> {
  const subjects = cases.flatMap(({ record, rows }) => [
    record.sealedState?.subjectId ?? null,
    ...rows.map(({ subjectId }) => subjectId),
  ]);
  const opening = await keys.load(tenant, [...new Set(subjects.filter((subject) => subject !== null))]);
  return cases.map((found) => {
    const log = openLog(found, opening);
    const { row, isErased } = found.record;
    if (log.kind === "broken" || isErased) logs.forget(tenant, row.caseId);
    else logs.keep(tenant, row.caseId, knownLogOf(found, log));
    return { ...found, log };
  });
}

/** The events of these numbers, in order, without those that are erased. */
export async function readEventsAt(
  database: Database,
  keys: SubjectKeys,
  { tenant, caseId }: { tenant: string; caseId: CaseId },
  seqs: readonly number[],
): Promise<readonly CaseEvent[]> {
  const values = [tenant, caseId, seqs];
  const { log } = onlyRow(await database.run({ ...eventsAtStatement, values }), eventsAtSchema);
  const known = await keys.load(tenant, [...new Set(log.flatMap(({ subjectId }) => subjectId ?? []))]);
  return log.flatMap((row) => eventOf({ tenant, caseId }, row, known) ?? []);
}

/** As `readEventsAt`, at places of several logs; each is answered. */
export async function readEventsOf(
  database: Database,
  keys: SubjectKeys,
  tenant: string,
  places: readonly EventPlace[],
): Promise<readonly EventReading[]> {
  const values = [tenant, places.map(({ caseId }) => caseId), places.map(({ seq }) => seq)];
  const logs = z.array(eventsAtSchema).parse(await database.run({ ...eventsOfStatement, values }));
  const subjects = logs.flatMap(({ log }) => log.flatMap(({ subjectId }) => subjectId ?? []));
  const known = await keys.load(tenant, [...new Set(subjects)]);
  return places.map(({ caseId }, index) => {
    const row = logs[index]?.log[0];
    return row === undefined ? { kind: "none" } : readingOf({ tenant, caseId }, row, known);
  });
}

const eventsOfStatement = {
  name: "events-of",
  text: `select purser_events_at($1, asked.case_id, array[asked.seq]) as log
    from unnest($2::text[], $3::integer[]) with ordinality as asked(case_id, seq, place) order by asked.place`,
} as const;

const eventsAtStatement = { name: "events-at", text: "select purser_events_at($1, $2, $3) as log" } as const;

/** What `purser_events_at` and `purser_log_after` answer. */
export const logField = z.array(
  z
    .tuple([
      z.int(),
      z.int(),
      z.string(),
      z.int(),
      z.string(),
      z.int(),
      z.string(),
      subjectIdField.nullable(),
      z.string().nullable(),
    ])
    .transform(([seq, atMs, kind, v, actorId, epoch, commitment, subjectId, sealed]) => ({
      seq,
      at: instantOf(atMs),
      kind,
      v,
      actorId,
      epoch,
      commitment,
      subjectId,
      sealed: sealed === null ? null : Buffer.from(sealed, "hex"),
    })),
);
/** The event up to which a log is as its reader knows it; null where the whole was read. */
export const knownSeqField = z.int().nullable();
type EventRecord = z.infer<typeof logField>[number];
const eventsAtSchema = z.object({ log: logField });

function openLog({ record, rows, known }: LoggedCase, keys: OpenedKeys): LoadedLog {
  try {
    const state = known === null ? stateOf(record, keys) : known.state;
    if (known !== null && rows.length === 0) return { kind: "read", state, events: known.events };
    const events = rows.flatMap((row) => eventOf(record.row, row, keys) ?? lost(record, row));
    return { kind: "read", state, events: known === null ? events : [...known.events, ...events] };
  } catch (error) {
    if (error instanceof PurserError) return { kind: "broken", error };
    throw error;
  }
}

function knownLogOf(
  { record: { row, sealedState }, rows, known }: LoggedCase,
  { state, events }: Extract<LoadedLog, { kind: "read" }>,
): KnownLog {
  const before = known?.bytes ?? sealedState?.sealed.length ?? 0;
  const bytes = rows.reduce((sum, { sealed }) => sum + (sealed?.length ?? 0), before);
  return { headHash: row.headHash, seq: row.version, state, events, bytes };
}

function stateOf({ row, isErased, sealedState }: CaseRecord, keys: OpenedKeys): StoredState | null {
  if (sealedState === null) return null;
  const key = keys.get(sealedState.subjectId);
  if (key !== undefined) return openState(sealedState, row, key);
  if (isErased) return null;
  throw new PurserError("PUR-5002", `The stored state of ${row.caseId} has no key.`);
}

/** Null where the body is gone. */
function eventOf(
  { tenant, caseId }: { tenant: string; caseId: CaseId },
  row: EventRecord,
  keys: OpenedKeys,
): CaseEvent | null {
  const key = row.subjectId === null ? undefined : keys.get(row.subjectId);
  const { kind, v, seq, at, epoch, commitment, actorId, sealed } = row;
  if (key === undefined || sealed === null) return null;
  return openEvent({ tenant, caseId, kind, v, seq, at, actorId, epoch, commitment }, sealed, key);
}

function readingOf(place: { tenant: string; caseId: CaseId }, row: EventRecord, keys: OpenedKeys): EventReading {
  try {
    const event = eventOf(place, row, keys);
    return event === null ? { kind: "none" } : { kind: "read", event };
  } catch (error) {
    if (error instanceof PurserError) return { kind: "unreadable", error };
    throw error;
  }
}

/** A body that is gone has been erased; that of a case which is not erased is lost. */
function lost({ row, isErased }: CaseRecord, { seq }: EventRecord): readonly [] {
  if (isErased) return [];
  throw new PurserError("PUR-5002", `The body of event ${seq} of ${row.caseId} is missing.`);
}
