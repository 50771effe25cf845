import {
  type CaseId,
  type Json,
  type JsonObject,
  type NewEvent,
  PurserError,
  hashSchema,
  instantSchema,
} from "@purser/contract";
import { type SubjectKey, envelopeParts } from "@purser/kit/audit";
import { z } from "zod";
import type { OutboxRow, Placed, SubjectId } from "../../cases/case-store.ts";
import { outboxSeq } from "../outbox-seq.ts";
import { type AppendSource, type Random, type SealedEvent, placedEvents, sealEvents } from "../sealed-event.ts";
import type { LogWriter } from "./log-writer.ts";
import { placedUpTo } from "./placed.ts";
import type { KeyForAppend, SubjectKeys } from "./subject-keys.ts";

/** The events of an append as its function takes them: JSON, and the salts and sealed bodies one after the other. */
export type EventArguments = { sealedEvents: readonly SealedEvent[]; events: string; bytes: Uint8Array };

export function eventArguments(source: AppendSource, key: SubjectKey, random: Random): EventArguments {
  const sealedEvents = sealEvents(source, key, random);
  const events = sealedEvents.map(({ row, sealed }) => {
    const [p1, p2, p3, p4] = envelopeParts(row);
    return { kind: row.kind, v: row.v, commitment: row.commitment, length: sealed.length, p1, p2, p3, p4 };
  });
  const bytes = Buffer.concat(sealedEvents.flatMap(({ salt, sealed }) => [salt, sealed]));
  return { sealedEvents, events: JSON.stringify(events), bytes };
}

/** What an append function answers of where it wrote: the new head, and the hash that it was chained to. */
export const headShape = {
  at: instantSchema,
  version: z.int(),
  hash: hashSchema,
  previousHash: hashSchema,
} as const;
type Head = z.infer<z.ZodObject<typeof headShape>>;

/** What an append has written is known from now on; where its events stand. */
export function keepAppended(
  { logs }: Pick<LogWriter, "logs">,
  { tenant, caseId }: { tenant: string; caseId: CaseId },
  sealedEvents: readonly SealedEvent[],
  head: Head,
): readonly Placed[] {
  const placed = placedUpTo(head, sealedEvents.length);
  if (sealedEvents.some(({ row }) => row.kind === "case.erased")) logs.forget(tenant, caseId);
  else {
    const { previousHash, hash: headHash } = head;
    const bytes = sealedEvents.reduce((sum, { body }) => sum + body.length, 0);
    logs.add(tenant, caseId, { previousHash, headHash, events: placedEvents(sealedEvents, placed), bytes });
  }
  return placed;
}

/** True for events that erase their case, null for others. */
export function erasesField(events: AppendSource["events"]): true | null {
  return events.some((event) => event.kind === "case.erased") ? true : null;
}

/** The rarer fields of an append as its function takes them; null when there are none. */
export function moreArgument(fields: JsonObject): string | null {
  const present = withoutEmpty(fields);
  return present === null ? null : JSON.stringify(present);
}

/** An append by this call, and what it says of the case's owner, in one statement; `more` is its last argument. */
export function withOwnerKept(call: string, more: string): string {
  return `select answer, case when answer ->> 'kind' = 'appended' and ${more}::jsonb ? 'owner'
      then purser_keep_owner($1, $2, ${more}::jsonb -> 'owner' -> 'row') end as kept
    from (select ${call} as answer offset 0) as appended`;
}

/** The same, and what an append from outside leaves beside the log. */
export function withInletKept(call: string, more: string): string {
  const left = `case when answer ->> 'kind' = 'appended' and ${more}::jsonb ?| array['outbox', 'decided', 'mentions'] then
    purser_keep_inlet($1, $2, ${more}::jsonb, (answer ->> 'version')::integer, (answer ->> 'at')::timestamptz) end as left_rows`;
  return `select kept.*, ${left} from (${withOwnerKept(call, more)} offset 0) as kept`;
}

/** Outbox rows as the functions take them: each with the place of its event, counted back from the last. */
export function outboxField(rows: readonly OutboxRow[], events: readonly NewEvent[]): JsonObject[] {
  return rows.map((row) => ({ ...row, fromHead: outboxSeq(row, events, 0) }));
}

/** Leaves out fields that are null or an empty list: the functions skip what is not there. */
export function withoutEmpty(fields: JsonObject): JsonObject | null {
  const entries = Object.entries(fields).filter(([, field]) => !isEmpty(field));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function isEmpty(field: Json): boolean {
  return field === null || (Array.isArray(field) && field.length === 0);
}

type KeyProblem = { kind: "key-exists" } | { kind: "key-missing" };

/** What an append function answered, or that the key it was called with is not the subject's. */
export type KeyedAnswer<Result> = Result | KeyProblem;

const mostKeyChanges = 5;

/**
 * Calls `attempt` with the subject's key. When another process has just stored one, or the known one is gone, it is
 * called again with the right one.
 */
export async function withSubjectKey<Result extends { kind: string }>(
  keys: SubjectKeys,
  subject: { tenant: string; subjectId: SubjectId },
  attempt: (key: KeyForAppend) => Promise<KeyedAnswer<Result>>,
): Promise<Result> {
  const { tenant, subjectId } = subject;
  for (let change = 0; change < mostKeyChanges; change += 1) {
    const key = keys.forAppend(tenant, subjectId);
    const answer = await attempt(key);
    if (isKeyProblem(answer)) {
      keys.forget(tenant, subjectId);
      // One that does not open is told as what it is.
      if (answer.kind === "key-exists") (await keys.load(tenant, [subjectId])).get(subjectId);
      continue;
    }
    // A new key is stored by nothing but an append that was written.
    if (key.kind === "new" && answer.kind === "appended") keys.keep(tenant, subjectId, key.key);
    return answer;
  }
  throw new PurserError("PUR-5001", `The key of ${subjectId} changes all the time.`);
}

function isKeyProblem<Result extends { kind: string }>(answer: KeyedAnswer<Result>): answer is KeyProblem {
  return answer.kind === "key-exists" || answer.kind === "key-missing";
}
