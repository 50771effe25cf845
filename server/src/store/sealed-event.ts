import {
  type CaseEvent,
  type CaseId,
  type Envelope,
  type EventKind,
  type Hash,
  type NewEvent,
  PurserError,
  type Writer,
  eventBodySchemas,
  eventKindSchema,
  instantSchema,
  jsonSchema,
} from "@purser/contract";
import {
  type SubjectKey,
  type UnplacedEnvelope,
  canonicalJson,
  commitmentOfText,
  decrypt,
  encrypt,
  nonceBytes,
  saltBytes,
} from "@purser/kit/audit";
import { z } from "zod";
import type { Placed, StoredEvent } from "../cases/case-store.ts";

/** As many random bytes as asked for. */
export type Random = (bytes: number) => Uint8Array;

/** The version of every body that this release writes and reads. */
const bodyVersion = 1;

/** For each event: its salt and the nonce of its body. */
const drawnBytes = saltBytes + nonceBytes;

/** A row before it has its place in the log, with its body as canonical JSON and encrypted. */
export type SealedEvent = { row: UnplacedEnvelope; body: string; salt: Uint8Array; sealed: Uint8Array };

/** What the events of one append have in common. The dedupe key stands on the first. */
export type AppendSource = {
  tenant: string;
  caseId: CaseId;
  writer: Writer;
  epoch: number;
  actorId: string;
  dedupeKey: Hash | null;
  events: readonly NewEvent[];
};

export function sealEvents(source: AppendSource, key: SubjectKey, random: Random): readonly SealedEvent[] {
  // Drawn at once: a draw costs more than its bytes.
  const drawn = random(source.events.length * drawnBytes);
  return source.events.map((event, index) => {
    const own = drawn.subarray(index * drawnBytes, (index + 1) * drawnBytes);
    const salt = own.subarray(0, saltBytes);
    const body = canonicalJson(event.body);
    const row: UnplacedEnvelope = {
      tenant: source.tenant,
      caseId: source.caseId,
      kind: event.kind,
      v: bodyVersion,
      writer: source.writer,
      epoch: source.epoch,
      actorId: source.actorId,
      dedupeKey: index === 0 ? source.dedupeKey : null,
      commitment: commitmentOfText(body, salt),
    };
    return { row, body, salt, sealed: encrypt(body, key, own.subarray(saltBytes), bodyContext(row)) };
  });
}

/** The events of an append as who reads them back will find them, now that their places are known. */
export function placedEvents(sealed: readonly SealedEvent[], placed: readonly Placed[]): readonly CaseEvent[] {
  return sealed.flatMap(({ row: { kind, actorId, epoch }, body: text }, index) => {
    const place = placed[index];
    if (place === undefined) return [];
    const body: unknown = JSON.parse(text);
    return [writtenEventSchema.parse({ kind, body, ...place, actorId, epoch })];
  });
}

/** Not checked: the compiler has checked the event that it was written from. */
const writtenEventSchema = z.custom<CaseEvent>((value) => typeof value === "object" && value !== null);

type BodyPlace = { tenant: string; caseId: string; kind: string; commitment: string };

function bodyContext(row: BodyPlace): string {
  return `${row.tenant}/${row.caseId}/${row.kind}/${row.commitment}`;
}

/** What of a stored row is needed to read its event. */
export type EventRow = BodyPlace & { seq: number; at: string; v: number; actorId: string; epoch: number };

/**
 * The event of a stored row.
 *
 * @throws PurserError PUR-5002 when the body does not open with this key, or is of a kind, version or shape that this
 * release does not know.
 */
export function openEvent(row: EventRow, sealed: Uint8Array, key: SubjectKey): CaseEvent {
  return readEvent(row, openBody(row, sealed, key));
}

/** A stored row with its event and body, as an audit reads it; throws as `openEvent` does. */
export function openStoredEvent(
  envelope: Envelope,
  salt: Uint8Array,
  sealed: Uint8Array,
  key: SubjectKey,
): StoredEvent {
  const body = jsonSchema.parse(openBody(envelope, sealed, key));
  return { envelope, event: readEvent(envelope, body), salt: Buffer.from(salt).toString("hex"), body };
}

/** A stored row whose body has been erased. */
export function erasedEvent(envelope: Envelope): StoredEvent {
  return { envelope, event: null, salt: null, body: null };
}

/** The body of a row under another key; its salt, and so the row's commitment to it, stays. */
export function resealed(
  row: EventRow,
  sealed: Uint8Array,
  key: SubjectKey,
  newKey: SubjectKey,
  random: Random,
): Uint8Array {
  const body = jsonSchema.parse(openBody(row, sealed, key));
  return encrypt(canonicalJson(body), newKey, random(nonceBytes), bodyContext(row));
}

function openBody(row: EventRow, sealed: Uint8Array, key: SubjectKey): unknown {
  try {
    return JSON.parse(decrypt(sealed, key, bodyContext(row)));
  } catch (error) {
    throw new PurserError("PUR-5002", `The body of event ${row.seq} of ${row.caseId} does not open.`, { cause: error });
  }
}

function readEvent(row: EventRow, body: unknown): CaseEvent {
  const { kind, v, seq, at, actorId, epoch } = row;
  const event = caseEventSchema.safeParse({ kind, body, seq, at, actorId, epoch });
  if (v === bodyVersion && event.success) return event.data;
  throw new PurserError("PUR-5002", `Event ${seq} of ${row.caseId}: ${problemOf(kind, v, body)}`);
}

/** The body is checked by the schema of its kind; all other fields come from a row that the store wrote. */
const caseEventSchema = z.custom<CaseEvent>((value) => {
  const event = eventShapeSchema.safeParse(value);
  return event.success && eventBodySchemas[event.data.kind].safeParse(event.data.body).success;
});
const eventShapeSchema = z.strictObject({
  kind: eventKindSchema,
  body: z.unknown(),
  seq: z.int(),
  at: instantSchema,
  actorId: z.string(),
  epoch: z.int(),
});

function problemOf(kind: string, v: number, body: unknown): string {
  const known = eventKindSchema.safeParse(kind);
  if (!known.success) return `no reader for kind ${kind}.`;
  if (v !== bodyVersion) return `no reader for version ${v} of ${kind}.`;
  return describeMisfit(known.data, body);
}

function describeMisfit(kind: EventKind, body: unknown): string {
  const parsed = eventBodySchemas[kind].safeParse(body);
  // Where it does not fit, never what stands there: a body may hold personal data.
  const places = parsed.error?.issues.map((issue) => issue.path.join(".")).join(", ") ?? "its row";
  return `the body does not fit ${kind} at ${places}.`;
}
