import { PurserError } from "@purser/contract";
import { Client } from "pg";
import { z } from "zod";
import { readFailure } from "./database-failure.ts";
import { migrations } from "./migrations/in-order.ts";

/** Any number that no other program on this database uses for an advisory lock; "purser" on a telephone's keys. */
const migrationLock = 787_737;

/**
 * Brings the database to this release's schema. Processes that start at once wait for each other; all steps that are
 * missing are applied, or none.
 *
 * @throws PurserError PUR-1009 when a newer release has migrated the database, PUR-1005 when it does not answer.
 */
export async function migrate(url: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: "purser migrations" });
  // A connection that breaks rejects the statement under way; there is nothing more to do about it.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    await applyMissing(client);
    await client.query("commit");
  } catch (error) {
    throw readFailure(error).error;
  } finally {
    // Also gives back the lock and undoes what was not committed.
    await client.end().catch(() => {});
  }
}

async function applyMissing(client: Client): Promise<void> {
  await client.query(
    `create table if not exists schema_migrations (
      number integer primary key, name text not null, applied_at timestamptz not null default clock_timestamp())`,
  );
  const result = await client.query<object>("select coalesce(max(number), 0) as newest from schema_migrations");
  const { newest } = newestSchema.parse(result.rows[0]);
  const known = migrations.at(-1)?.number ?? 0;
  if (newest > known) throw new PurserError("PUR-1009", `It is at migration ${newest}, this Purser knows ${known}.`);
  for (const { number, name, statements } of migrations.slice(newest)) {
    await client.query(statements);
    await client.query("insert into schema_migrations (number, name) values ($1, $2)", [number, name]);
  }
}

const newestSchema = z.object({ newest: z.int() });
