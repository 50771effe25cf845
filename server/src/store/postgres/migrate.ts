import { PurserError } from "@purser/contract";
import { Client } from "pg";
import { z } from "zod";
import { readFailure } from "./database-failure.ts";
import { migrations } from "./migrations/in-order.ts";
import { onlyRow } from "./only-row.ts";

/** Any number that no other program on this database uses for an advisory lock; "purser" on a telephone's keys. */
const migrationLock = 787_737;

const connectTimeoutMs = 10_000;

/**
 * Brings the database to this release's schema. Processes that start at once wait for each other; all steps that are
 * missing are applied, or none. Where none is missing, nothing is asked for that a role without rights on the schema
 * could not do.
 *
 * @throws PurserError PUR-1009 when a newer release has migrated the database, PUR-1005 when it does not answer.
 */
export async function migrate(url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    application_name: "purser migrations",
    connectionTimeoutMillis: connectTimeoutMs,
  });
  // A connection that breaks rejects the statement under way; there is nothing more to do about it.
  client.on("error", () => {});
  try {
    await client.connect();
    const newest = (await isOurs(client)) ? await readNewest(client) : 0;
    if (newest < newestKnown) await applyMissing(client);
  } catch (error) {
    throw readFailure(error).error;
  } finally {
    // Also gives back the lock and undoes what was not committed.
    await client.end().catch(() => {});
  }
}

/** The number of the last migration that this release has. */
export const newestKnown = migrations.length;

async function applyMissing(client: Client): Promise<void> {
  await client.query("begin");
  await lockMigrations(client);
  await applyUpTo(client, newestKnown);
  await client.query("commit");
}

/** Until the end of the transaction nobody else changes the schema. */
export async function lockMigrations(client: Client): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
}

/** Applies, in the transaction under way, the steps that are missing up to this one. */
export async function applyUpTo(client: Client, last: number): Promise<void> {
  await client.query(table);
  const newest = await readNewest(client);
  for (const { number, name, statements } of migrations.slice(newest, last)) {
    await client.query(statements);
    await client.query("insert into schema_migrations (number, name) values ($1, $2)", [number, name]);
  }
}

const table = `create table if not exists schema_migrations (
  number integer primary key, name text not null, applied_at timestamptz not null default clock_timestamp())`;

/** Whether the database has a schema of ours, of any release. */
export async function isOurs(client: Client): Promise<boolean> {
  const found = await client.query<object>("select to_regclass('schema_migrations') is not null as is_ours");
  return onlyRow(found.rows, foundSchema).is_ours;
}

/** The number of the last step that was applied. Throws PUR-1009 when this release does not know it. */
export async function readNewest(client: Client): Promise<number> {
  const result = await client.query<object>("select coalesce(max(number), 0) as newest from schema_migrations");
  const { newest } = onlyRow(result.rows, newestSchema);
  if (newest <= newestKnown) return newest;
  throw new PurserError("PUR-1009", `It is at migration ${newest}, this Purser knows ${newestKnown}.`);
}

const foundSchema = z.object({ is_ours: z.boolean() });
const newestSchema = z.object({ newest: z.int() });
