import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { fileIdSchema } from "@purser/contract";
import { decrypt } from "@purser/kit/audit";
import type { Pool } from "pg";
import { z } from "zod";
import { tenant } from "../../testing/store-under-test.ts";
import { openDescription, openPart } from "../../sealed-file.ts";
import { unwrapKey } from "../../subject-key.ts";
import { exportAudit } from "../audit/export-audit.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { masterKey } from "./postgres-under-test.ts";

/** All that somebody reads who has the database, the master key, a backup and an export. */
export async function everythingThatOpens(pool: Pool, databaseUrl: string, folder: string): Promise<string> {
  const texts: string[] = [];
  const tables = z
    .array(z.object({ name: z.string() }))
    .parse((await pool.query<object>("select tablename as name from pg_tables where schemaname = 'public'")).rows);
  for (const { name } of tables) {
    const { rows } = await pool.query<object>(`select row_to_json(kept)::text as json from ${name} as kept`);
    texts.push(
      ...z
        .array(z.object({ json: z.string() }))
        .parse(rows)
        .map(({ json }) => withBytes(json)),
    );
  }
  const keys = new Map<string, Uint8Array>();
  const wrapped = await pool.query<object>("select tenant, subject_id, wrapped from subject_keys");
  for (const row of z.array(wrappedSchema).parse(wrapped.rows)) {
    const owner = `${row.tenant}/${row.subject_id}`;
    keys.set(owner, unwrapKey(row.wrapped, owner, masterKey));
  }
  const bodies = await pool.query<object>(
    "select tenant, case_id, kind, commitment, subject_id, sealed from event_bodies join events using (tenant, case_id, seq)",
  );
  for (const row of z.array(bodySchema).parse(bodies.rows)) {
    const context = `${row.tenant}/${row.case_id}/${row.kind}/${row.commitment}`;
    // Every key is tried on every body: also one that was moved.
    for (const key of keys.values()) {
      try {
        texts.push(decrypt(row.sealed, key, context));
      } catch {
        // It does not open with this key.
      }
    }
  }
  const parts = await pool.query<object>(
    "select tenant, file_id, number, files.sealed as described, file_parts.sealed from files join file_parts using (tenant, file_id)",
  );
  for (const row of z.array(partSchema).parse(parts.rows)) {
    for (const key of keys.values()) {
      try {
        const file = openDescription(row.tenant, row.file_id, row.described, key);
        texts.push(Buffer.from(openPart(row.tenant, file, row.number, row.sealed, key)).toString("utf8"));
      } catch {
        // It does not open with this key.
      }
    }
  }
  const backup = join(folder, `backup-${texts.length}-${performance.now()}`);
  await writeBackup({ databaseUrl, path: backup, masterKey, version: "1" });
  texts.push(withBytes(gunzipSync(readFileSync(backup)).toString("utf8")));
  const audit = join(folder, `audit-${texts.length}-${performance.now()}`);
  await exportAudit({ databaseUrl, masterKey, tenant, path: audit, version: "1" });
  texts.push(readFileSync(audit, "utf8"));
  return texts.join("\n");
}

/** With the bytes that stand in hex also as text. */
function withBytes(json: string): string {
  const bytes = [...json.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = ""]) => Buffer.from(hex, "hex").toString("utf8"));
  return [json, ...bytes].join("\n");
}

const wrappedSchema = z.object({ tenant: z.string(), subject_id: z.string(), wrapped: z.instanceof(Buffer) });
const partSchema = z.object({
  tenant: z.string(),
  file_id: fileIdSchema,
  number: z.int(),
  described: z.instanceof(Buffer),
  sealed: z.instanceof(Buffer),
});
const bodySchema = z.object({
  tenant: z.string(),
  case_id: z.string(),
  kind: z.string(),
  commitment: z.string(),
  subject_id: z.string(),
  sealed: z.instanceof(Buffer),
});
