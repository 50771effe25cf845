import { PurserError } from "@purser/contract";
import { Client } from "pg";
import { z } from "zod";
import { readFailure } from "../database-failure.ts";
import { applyUpTo, isOurs, lockMigrations, newestKnown, readNewest } from "../migrate.ts";
import { onlyRow } from "../only-row.ts";
import { type BackupHeader, keyCheckOf, readBackupHeader, readBackupRows } from "./backup-file.ts";
import { type KeptTable, keptTables } from "./kept-tables.ts";

export type RestoreOptions = { databaseUrl: string; path: string; masterKey: Uint8Array };
export type RestoreReport = {
  path: string;
  madeAt: string;
  purser: string;
  cases: number;
  events: number;
  rows: number;
};

const largestBatchCharacters = 1_000_000;
const connectTimeoutMs = 10_000;

/**
 * Fills an empty database from a backup, whole or not at all. A backup of an older schema is brought up to date.
 *
 * The file is read twice, so that a damaged one is refused before the database is touched.
 *
 * @throws PurserError PUR-1022 for a file that is no whole backup, PUR-1023 when the database is not empty, PUR-1024 for
 * one of a newer Purser, PUR-1025 for another master key, PUR-1005 when the database does not answer.
 */
export async function restoreBackup({ databaseUrl, path, masterKey }: RestoreOptions): Promise<RestoreReport> {
  const header = await checkBackup(path, masterKey);
  const client = new Client({
    connectionString: databaseUrl,
    application_name: "purser restore",
    connectionTimeoutMillis: connectTimeoutMs,
  });
  // A connection that breaks rejects the statement under way.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("begin");
    await client.query("set local statement_timeout = 0");
    await lockMigrations(client);
    await makeSchema(client, header.schema);
    const counts = await fill(client, path, masterKey);
    await applyUpTo(client, newestKnown);
    await client.query("commit");
    // Without statistics Postgres would take the tables for empty until its own analysis comes round.
    await client.query(`analyze ${keptTables.join(", ")}`);
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const { madeAt, purser } = header;
    return { path, madeAt, purser, cases: counts.get("cases") ?? 0, events: counts.get("events") ?? 0, rows };
  } catch (error) {
    throw readFailure(error).error;
  } finally {
    // Also undoes what was not committed.
    await client.end().catch(() => {});
  }
}

async function checkBackup(path: string, masterKey: Uint8Array): Promise<BackupHeader> {
  const header = await readBackupHeader(path);
  if (header.schema > newestKnown)
    throw new PurserError(
      "PUR-1024",
      `It is of Purser ${header.purser}, schema ${header.schema}; this one knows ${newestKnown}.`,
    );
  if (header.keyCheck !== keyCheckOf(masterKey))
    throw new PurserError("PUR-1025", `${path} was made with another key.`);
  const rows = readBackupRows(path, masterKey);
  while ((await rows.next()).done !== true);
  return header;
}

/** The schema that the backup was made under, in a database without a row of ours. */
async function makeSchema(client: Client, schema: number): Promise<void> {
  if (await isOurs(client)) {
    for (const table of keptTables) {
      if (await hasRows(client, table)) throw new PurserError("PUR-1023", `Its table ${table} has rows.`);
    }
    const newest = await readNewest(client);
    if (newest > schema)
      throw new PurserError(
        "PUR-1023",
        `Its tables are of schema ${newest}, the backup is of ${schema}: name one without tables.`,
      );
  }
  await applyUpTo(client, schema);
}

async function hasRows(client: Client, table: KeptTable): Promise<boolean> {
  const there = await client.query<object>("select to_regclass($1) is not null as answer", [table]);
  if (!onlyRow(there.rows, answerSchema).answer) return false;
  const found = await client.query<object>(`select exists (select from ${table}) as answer`);
  return onlyRow(found.rows, answerSchema).answer;
}

const answerSchema = z.object({ answer: z.boolean() });

async function fill(client: Client, path: string, masterKey: Uint8Array): Promise<ReadonlyMap<KeptTable, number>> {
  const counts = new Map<KeptTable, number>();
  let batch: { table: KeptTable; rows: string[]; characters: number } | null = null;
  for await (const { table, json } of readBackupRows(path, masterKey)) {
    if (batch !== null && (batch.table !== table || batch.characters > largestBatchCharacters)) {
      await insert(client, batch.table, batch.rows);
      batch = null;
    }
    batch ??= { table, rows: [], characters: 0 };
    batch.rows.push(json);
    batch.characters += json.length;
    counts.set(table, (counts.get(table) ?? 0) + 1);
  }
  if (batch !== null) await insert(client, batch.table, batch.rows);
  return counts;
}

async function insert(client: Client, table: KeptTable, rows: readonly string[]): Promise<void> {
  await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`, [
    `[${rows.join(",")}]`,
  ]);
}
