import type { Json, JsonObject } from "@purser/contract";
import { type SubjectKey, envelopeParts } from "@purser/kit/audit";
import type { PauseRow, SubjectId } from "../../cases/case-store.ts";
import { type AppendSource, type Random, sealEvents } from "../sealed-event.ts";
import type { KeyForAppend, SubjectKeys } from "./subject-keys.ts";

/** What both append functions take: one JSON object without fields that are null or empty, and the bytes beside it. */
export type AppendArguments = { json: JsonObject; salts: readonly Uint8Array[]; sealed: readonly Uint8Array[] };

export type AppendRequest = AppendSource & { subjectId: SubjectId; pauses: readonly PauseRow[] };

export function appendArguments(
  request: AppendRequest,
  key: SubjectKey,
  random: Random,
  more: JsonObject,
): AppendArguments {
  const events = sealEvents(request, key, random);
  const { tenant, caseId, subjectId, actorId, writer, epoch, dedupeKey } = request;
  const json = withoutEmpty({
    ...more,
    tenant,
    caseId,
    subjectId,
    actorId,
    writer,
    epoch,
    dedupeKey,
    events: events.map(({ row }) => {
      const [p1, p2, p3, p4] = envelopeParts(row);
      return { kind: row.kind, v: row.v, commitment: row.commitment, p1, p2, p3, p4 };
    }),
    erases: request.events.some((event) => event.kind === "case.erased") ? true : null,
    pauses: request.pauses,
  });
  return { json, salts: events.map(({ salt }) => salt), sealed: events.map(({ sealed }) => sealed) };
}

/** A field that is null or an empty list is left out: the functions skip what is not there. */
export function withoutEmpty(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => !isEmpty(field)));
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
  request: { tenant: string; subjectId: SubjectId },
  attempt: (key: KeyForAppend) => Promise<KeyedAnswer<Result>>,
): Promise<Result> {
  const { tenant, subjectId } = request;
  for (let change = 0; change < mostKeyChanges; change += 1) {
    const key = keys.forAppend(tenant, subjectId);
    const answer = await attempt(key);
    if (isKeyProblem(answer)) {
      keys.forget(tenant, subjectId);
      if (answer.kind === "key-exists") await keys.load(tenant, [subjectId]);
      continue;
    }
    // A new key is stored by nothing but an append that was written.
    if (key.kind === "new" && answer.kind === "appended") keys.keep(tenant, subjectId, key.key);
    return answer;
  }
  throw new Error(`The key of ${subjectId} changes all the time.`);
}

function isKeyProblem<Result extends { kind: string }>(answer: KeyedAnswer<Result>): answer is KeyProblem {
  return answer.kind === "key-exists" || answer.kind === "key-missing";
}
