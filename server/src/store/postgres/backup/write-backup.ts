import { PurserError } from "@purser/contract";
import { Client } from "pg";
import { z } from "zod";
import { unwrapKey } from "../../subject-key.ts";
import { readFailure } from "../database-failure.ts";
import { secretName } from "../deployment.ts";
import { readNewest } from "../migrate.ts";
import { onlyRow, rowOrNull } from "../only-row.ts";
import { bytesField } from "../row-fields.ts";
import { type BackupRow, keyCheckOf, writeBackupFile } from "./backup-file.ts";
import { type KeptTable, keptTables } from "./kept-tables.ts";

export type BackupOptions = { databaseUrl: string; path: string; masterKey: Uint8Array; version: string };
export type BackupReport = { path: string; bytes: number; schema: number; cases: number; events: number; rows: number };

/** Rows that are in memory at once; a row may have a megabyte. */
const rowsPerFetch = 50;
const connectTimeoutMs = 10_000;

/**
 * Writes all that a deployment has to keep into one file, as it was at one moment, while workers and servers go on.
 *
 * @throws PurserError PUR-1005 when the database does not answer, PUR-1009 when a newer Purser has migrated it, PUR-1025
 * when its data are under another master key, PUR-1026 when the file cannot be written or there is nothing to back up.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupReport> {
  const { databaseUrl, path, masterKey, version } = options;
  const client = new Client({
    connectionString: databaseUrl,
    application_name: "purser backup",
    connectionTimeoutMillis: connectTimeoutMs,
  });
  // A connection that breaks rejects the statement under way.
  client.on("error", () => {});
  try {
    await client.connect();
    // One snapshot for all tables: what is committed after the first statement is not seen by any other.
    await client.query("begin isolation level repeatable read read only");
    await client.query("set local timezone = 'UTC'; set local bytea_output = 'hex'; set local statement_timeout = 0");
    const { schema, postgres, madeAt } = await describe(client);
    await checkKey(client, masterKey);
    const counts = new Map<KeptTable, number>();
    const bytes = await writeBackupFile(
      path,
      { purserBackup: 1, purser: version, schema, postgres, madeAt, keyCheck: keyCheckOf(masterKey) },
      allRows(client, counts),
      masterKey,
    );
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { path, bytes, schema, cases: counts.get("cases") ?? 0, events: counts.get("events") ?? 0, rows };
  } catch (error) {
    throw readFailure(error).error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function describe(client: Client): Promise<{ schema: number; postgres: string; madeAt: string }> {
  const found = await client.query<object>(
    `select current_setting('server_version') as postgres, clock_timestamp() as "madeAt",
      to_regclass('schema_migrations') is not null and to_regclass('deployment') is not null as "hasSchema"`,
  );
  const { postgres, madeAt, hasSchema } = onlyRow(found.rows, descriptionSchema);
  if (!hasSchema)
    throw new PurserError("PUR-1026", "The database has no table of Purser: there is nothing to back up.");
  return { schema: await readNewest(client), postgres, madeAt: madeAt.toISOString() };
}

const descriptionSchema = z.object({ postgres: z.string(), madeAt: z.date(), hasSchema: z.boolean() });

/** A backup under a key that does not open it would be found out when it is needed. */
async function checkKey(client: Client, masterKey: Uint8Array): Promise<void> {
  const found = await client.query<object>("select sealed from deployment where name = $1", [secretName]);
  const row = rowOrNull(found.rows, z.object({ sealed: bytesField }));
  if (row === null) return;
  try {
    unwrapKey(row.sealed, secretName, masterKey);
  } catch (error) {
    throw new PurserError("PUR-1025", "The database does not open with this key.", { cause: error });
  }
}

async function* allRows(client: Client, counts: Map<KeptTable, number>): AsyncGenerator<BackupRow, void> {
  for (const table of keptTables) {
    if (!(await exists(client, table))) continue;
    let count = 0;
    await client.query(`declare kept no scroll cursor for select row_to_json(kept_row)::text as json
      from ${table} as kept_row`);
    for (;;) {
      const fetched = await client.query<object>(`fetch ${rowsPerFetch} from kept`);
      for (const { json } of z.array(jsonRowSchema).parse(fetched.rows)) yield { table, json };
      count += fetched.rows.length;
      if (fetched.rows.length < rowsPerFetch) break;
    }
    await client.query("close kept");
    counts.set(table, count);
  }
}

const jsonRowSchema = z.object({ json: z.string() });

/** A table of a later migration than the database has is not there yet. */
async function exists(client: Client, table: KeptTable): Promise<boolean> {
  const found = await client.query<object>("select to_regclass($1) is not null as exists", [table]);
  return onlyRow(found.rows, z.object({ exists: z.boolean() })).exists;
}
