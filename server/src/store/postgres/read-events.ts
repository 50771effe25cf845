import { type CaseId, type Envelope, PurserError, envelopeSchema } from "@purser/contract";
import { z } from "zod";
import type { StoredEvent, SubjectId } from "../../cases/case-store.ts";
import { erasedEvent, openStoredEvent } from "../sealed-event.ts";
import type { Database } from "./database.ts";
import { bytesField, momentField, subjectIdField } from "./row-fields.ts";
import type { SubjectKeys } from "./subject-keys.ts";
import { builder } from "./tables.ts";

/** Rows as they are stored, each with its body where it is not erased. */
export async function readEvents(
  database: Database,
  keys: SubjectKeys,
  log: { tenant: string; caseId: CaseId },
  piece: { afterSeq: number; limit: number },
): Promise<readonly StoredEvent[]> {
  const query = builder
    .selectFrom("events as e")
    .leftJoin("event_bodies as b", (join) =>
      join.onRef("b.tenant", "=", "e.tenant").onRef("b.case_id", "=", "e.case_id").onRef("b.seq", "=", "e.seq"),
    )
    .selectAll("e")
    .select(["b.subject_id", "b.salt", "b.sealed"])
    .where("e.tenant", "=", log.tenant)
    .where("e.case_id", "=", log.caseId)
    .where("e.seq", ">", piece.afterSeq)
    .orderBy("e.seq")
    .limit(piece.limit);
  const rows = z.array(rowSchema).parse(await database.run(query.compile()));
  const subjects = rows.map(({ body }) => body?.subjectId ?? null).filter((subject) => subject !== null);
  const known = await keys.load(log.tenant, [...new Set(subjects)]);
  return rows.map(({ envelope, body }) => {
    const key = body === null ? undefined : known.get(body.subjectId);
    if (body === null || key === undefined) return erasedEvent(envelope);
    return openStoredEvent(envelope, body.salt, body.sealed, key);
  });
}

/** The last row of a log with its sealed body; null when there is no log, or that body is erased. */
export async function readSealedAt(
  database: Database,
  log: { tenant: string; caseId: CaseId },
): Promise<({ envelope: Envelope } & Body) | null> {
  const query = builder
    .selectFrom("events as e")
    .innerJoin("event_bodies as b", (join) =>
      join.onRef("b.tenant", "=", "e.tenant").onRef("b.case_id", "=", "e.case_id").onRef("b.seq", "=", "e.seq"),
    )
    .innerJoin("cases as c", (join) =>
      join.onRef("c.tenant", "=", "e.tenant").onRef("c.case_id", "=", "e.case_id").onRef("c.version", "=", "e.seq"),
    )
    .selectAll("e")
    .select(["b.subject_id", "b.salt", "b.sealed"])
    .where("e.tenant", "=", log.tenant)
    .where("e.case_id", "=", log.caseId);
  const [found] = z.array(rowSchema).parse(await database.run(query.compile()));
  if (found === undefined || found.body === null) return null;
  return { envelope: found.envelope, ...found.body };
}

const columnsSchema = z.object({
  tenant: z.string(),
  case_id: z.string(),
  seq: z.int(),
  at: momentField,
  kind: z.string(),
  v: z.int(),
  writer: z.string(),
  epoch: z.int(),
  actor_id: z.string(),
  dedupe_key: z.string().nullable(),
  commitment: z.string(),
  previous_hash: z.string(),
  hash: z.string(),
  subject_id: subjectIdField.nullable(),
  salt: bytesField.nullable(),
  sealed: bytesField.nullable(),
});

type Body = { subjectId: SubjectId; salt: Buffer; sealed: Buffer };

const rowSchema = columnsSchema.transform((columns) => ({ envelope: envelopeOf(columns), body: bodyOf(columns) }));

function envelopeOf(columns: z.infer<typeof columnsSchema>): Envelope {
  const { tenant, seq, at, kind, v, writer, epoch, commitment, hash } = columns;
  const envelope = envelopeSchema.safeParse({
    tenant,
    caseId: columns.case_id,
    seq,
    at,
    kind,
    v,
    writer,
    epoch,
    actorId: columns.actor_id,
    dedupeKey: columns.dedupe_key,
    commitment,
    previousHash: columns.previous_hash,
    hash,
  });
  if (envelope.success) return envelope.data;
  throw new PurserError("PUR-5002", `Event ${seq} of ${columns.case_id} is not a row of a log.`, {
    cause: envelope.error,
  });
}

function bodyOf(columns: z.infer<typeof columnsSchema>): Body | null {
  const { subject_id: subjectId, salt, sealed } = columns;
  return subjectId === null || salt === null || sealed === null ? null : { subjectId, salt, sealed };
}
