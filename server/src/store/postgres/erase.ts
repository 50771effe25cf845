import type { CaseId } from "@purser/contract";
import { z } from "zod";
import { isBrokenLog } from "../../cases/broken-log.ts";
import type { Erasure } from "../../cases/case-store.ts";
import { resealed } from "../sealed-event.ts";
import { newSubjectKey } from "../subject-key.ts";
import type { LogWriter } from "./log-writer.ts";
import { onlyRow } from "./only-row.ts";
import { readSealedAt } from "./read-events.ts";

type Eraser = LogWriter & { masterKey: Uint8Array };

/** How a case ended, under a key that no other body was ever under. */
type KeptEnd = { caseId: CaseId; seq: number; wrapped: string; salt: string; sealed: string };

/** One statement: all of it, or nothing. */
export async function erase(
  eraser: Eraser,
  { tenant, customerId, caseIds, record }: Erasure,
): Promise<{ kind: "erased" } | { kind: "overtaken" }> {
  const { database, keys, logs } = eraser;
  const kept: KeptEnd[] = [];
  for (const caseId of caseIds) {
    const end = await keptEnd(eraser, { tenant, caseId }).catch(lostEnd);
    if (end !== null) kept.push(end);
  }
  const { after, by, entry } = record;
  const values = [tenant, customerId, [...caseIds], JSON.stringify(kept), after, by, JSON.stringify(entry)];
  const { erased } = onlyRow(await database.run({ text: eraseText, name: "erase", values }), erasedSchema);
  if (!erased) return { kind: "overtaken" };
  for (const subject of [customerId, ...caseIds]) keys.forget(tenant, subject);
  for (const caseId of caseIds) logs.forget(tenant, caseId);
  return { kind: "erased" };
}

/** Null where its last event says something else, or nothing. */
async function keptEnd(
  { database, keys, masterKey, random }: Eraser,
  { tenant, caseId }: { tenant: string; caseId: CaseId },
): Promise<KeptEnd | null> {
  const last = await readSealedAt(database, { tenant, caseId });
  if (last?.envelope.kind !== "case.erased") return null;
  const key = (await keys.load(tenant, [last.subjectId])).get(last.subjectId);
  if (key === undefined) return null;
  const made = newSubjectKey(`${tenant}/${caseId}`, masterKey, random);
  const sealed = resealed(last.envelope, last.sealed, key, made.key, random);
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  return { caseId, seq: last.envelope.seq, wrapped: hex(made.wrapped), salt: hex(last.salt), sealed: hex(sealed) };
}

/** What cannot be read stops no erasure: it goes with the rest. */
function lostEnd(error: unknown): null {
  if (isBrokenLog(error)) return null;
  throw error;
}

const eraseText = "select purser_erase_on_record($1, $2, $3, $4::jsonb, $5, $6, $7::jsonb) as erased";
const erasedSchema = z.object({ erased: z.boolean() });
