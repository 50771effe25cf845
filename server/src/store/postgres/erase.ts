import { PurserError } from "@purser/contract";
import { z } from "zod";
import type { Erasure } from "../../cases/case-store.ts";
import { resealed } from "../sealed-event.ts";
import { newSubjectKey } from "../subject-key.ts";
import type { LogWriter } from "./log-writer.ts";
import { onlyRow } from "./only-row.ts";
import { readSealedAt } from "./read-events.ts";

type Eraser = LogWriter & { masterKey: Uint8Array };

/** One statement: all of it, or nothing. The last event of each case gets a key that no other body was ever under. */
export async function erase(
  { database, keys, logs, masterKey, random }: Eraser,
  { tenant, customerId, caseIds, record }: Erasure,
): Promise<{ kind: "erased" } | { kind: "overtaken" }> {
  const kept: { caseId: string; seq: number; wrapped: string; salt: string; sealed: string }[] = [];
  for (const caseId of caseIds) {
    const last = await readSealedAt(database, { tenant, caseId });
    if (last === null) continue;
    const known = await keys.load(tenant, [last.subjectId]);
    const key = known.get(last.subjectId);
    if (key === undefined) throw new PurserError("PUR-5002", `The last event of ${caseId} has no key.`);
    const made = newSubjectKey(`${tenant}/${caseId}`, masterKey, random);
    const sealed = resealed(last.envelope, last.sealed, key, made.key, random);
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
    const { seq } = last.envelope;
    kept.push({ caseId, seq, wrapped: hex(made.wrapped), salt: hex(last.salt), sealed: hex(sealed) });
  }
  const { after, by, entry } = record;
  const values = [tenant, customerId, [...caseIds], JSON.stringify(kept), after, by, JSON.stringify(entry)];
  const { erased } = onlyRow(await database.run({ text: eraseText, name: "erase", values }), erasedSchema);
  if (!erased) return { kind: "overtaken" };
  for (const subject of [customerId, ...caseIds]) keys.forget(tenant, subject);
  for (const caseId of caseIds) logs.forget(tenant, caseId);
  return { kind: "erased" };
}

const eraseText = "select purser_erase_on_record($1, $2, $3, $4::jsonb, $5, $6, $7::jsonb) as erased";
const erasedSchema = z.object({ erased: z.boolean() });
