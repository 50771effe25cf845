import { PurserError } from "@purser/contract";
import type { SubjectKey } from "@purser/kit/audit";
import { z } from "zod";
import type { SubjectId } from "../../cases/case-store.ts";
import type { Random } from "../sealed-event.ts";
import { type NewSubjectKey, newSubjectKey, unwrapKey } from "../subject-key.ts";
import type { Database } from "./database.ts";
import { bytesField, subjectIdField } from "./row-fields.ts";
import { builder } from "./tables.ts";

/** The keys that this process has used last, unwrapped; all others lie wrapped in the database. */
export type SubjectKeys = {
  /** The key as far as this process knows, or a new one that the append tries to store. */
  forAppend: (tenant: string, subjectId: SubjectId) => KeyForAppend;
  keep: (tenant: string, subjectId: SubjectId, key: SubjectKey) => void;
  forget: (tenant: string, subjectId: SubjectId) => void;
  /** Those of these subjects that have a key, read where they are not known. */
  load: (tenant: string, subjectIds: readonly SubjectId[]) => Promise<OpenedKeys>;
};
/** The key of a subject; undefined where there is none. Throws PUR-5002 for one that does not open: of the others nothing is wrong. */
export type OpenedKeys = { get: (subjectId: SubjectId) => SubjectKey | undefined };
export type KeyForAppend = { kind: "known"; key: SubjectKey } | ({ kind: "new" } & NewSubjectKey);

const mostKeys = 10_000;

export function openSubjectKeys(database: Database, masterKey: Uint8Array, random: Random): SubjectKeys {
  /** In the order of use, the last used at the end. */
  const known = new Map<string, SubjectKey>();
  const keep = (owner: string, key: SubjectKey): void => {
    known.delete(owner);
    known.set(owner, key);
    const oldest = known.keys().next();
    if (known.size > mostKeys && oldest.done !== true) known.delete(oldest.value);
  };
  const find = (owner: string): SubjectKey | undefined => {
    const key = known.get(owner);
    if (key !== undefined) keep(owner, key);
    return key;
  };
  return {
    forAppend: (tenant, subjectId) => {
      const owner = ownerOf(tenant, subjectId);
      const key = find(owner);
      return key === undefined ? { kind: "new", ...newSubjectKey(owner, masterKey, random) } : { kind: "known", key };
    },
    keep: (tenant, subjectId, key) => keep(ownerOf(tenant, subjectId), key),
    forget: (tenant, subjectId) => known.delete(ownerOf(tenant, subjectId)),
    load: async (tenant, subjectIds) => {
      const keys = new Map<SubjectId, SubjectKey | PurserError>();
      const missing = new Set<SubjectId>();
      for (const subjectId of subjectIds) {
        const key = find(ownerOf(tenant, subjectId));
        if (key === undefined) missing.add(subjectId);
        else keys.set(subjectId, key);
      }
      for (const row of missing.size === 0 ? [] : await readKeys(database, tenant, [...missing])) {
        const owner = ownerOf(tenant, row.subject_id);
        const key = unwrapped(row.wrapped, owner, masterKey);
        if (!(key instanceof PurserError)) keep(owner, key);
        keys.set(row.subject_id, key);
      }
      return {
        get: (subjectId) => {
          const key = keys.get(subjectId);
          if (key instanceof PurserError) throw key;
          return key;
        },
      };
    },
  };
}

function unwrapped(wrapped: Uint8Array, owner: string, masterKey: Uint8Array): SubjectKey | PurserError {
  try {
    return unwrapKey(wrapped, owner, masterKey);
  } catch (error) {
    if (error instanceof PurserError) return error;
    throw error;
  }
}

function ownerOf(tenant: string, subjectId: SubjectId): string {
  return `${tenant}/${subjectId}`;
}

async function readKeys(
  database: Database,
  tenant: string,
  subjectIds: readonly SubjectId[],
): Promise<readonly z.infer<typeof keyRowSchema>[]> {
  const query = builder
    .selectFrom("subject_keys")
    .select(["subject_id", "wrapped"])
    .where("tenant", "=", tenant)
    .where("subject_id", "in", subjectIds);
  return z.array(keyRowSchema).parse(await database.run(query.compile()));
}

const keyRowSchema = z.object({ subject_id: subjectIdField, wrapped: bytesField });
