import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { z } from "zod";
import { startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";
import { migrate } from "../migrate.ts";

/** A server of its own for one test file, and fresh databases on it. */
export type TestDatabases = {
  empty: () => Promise<TestDatabase>;
  /**
   * A database with the schema and no row. Handed back, it is emptied and used again: Postgres needs 0.4 s to copy a
   * template, which is longer than most tests.
   */
  migrated: () => Promise<TestDatabase>;
  stop: () => Promise<void>;
};
/** `pool` is for what a test does beside the store. */
export type TestDatabase = { url: string; pool: Pool; handBack: () => Promise<void> };

export async function startTestDatabases(): Promise<TestDatabases> {
  const directory = await mkdtemp(join(tmpdir(), "purser-test-"));
  const server = await startEmbeddedPostgres({ directory, log: () => {} });
  const admin = quietPool(server.url);
  const pools = [admin];
  const free: TestDatabase[] = [];
  const make = async (handBack: (database: TestDatabase) => Promise<void>): Promise<TestDatabase> => {
    const name = `purser_test_${pools.length}`;
    await admin.query(`create database ${name}`);
    const url = urlOf(server.url, name);
    const pool = quietPool(url);
    pools.push(pool);
    const database: TestDatabase = { url, pool, handBack: () => handBack(database) };
    return database;
  };
  return {
    empty: () => make(async () => {}),
    migrated: async () => {
      const used = free.pop();
      if (used !== undefined) return used;
      const made = await make(async (database) => {
        await emptyTables(database.pool);
        free.push(database);
      });
      await migrate(made.url);
      return made;
    },
    stop: async () => {
      for (const pool of pools) await pool.end();
      await server.stop();
      await rm(server.directory, { recursive: true, force: true });
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** One connection, made again after a test has ended it. */
function quietPool(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {});
  return pool;
}

async function emptyTables(pool: Pool): Promise<void> {
  const result = await pool.query<object>(
    "select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations'",
  );
  const deletes = z
    .array(tableSchema)
    .parse(result.rows)
    .map(({ tablename }) => `delete from ${tablename}`);
  // Replicas do not run the triggers that keep a log from being deleted.
  await pool.query(`set session_replication_role = replica; ${deletes.join("; ")}; reset session_replication_role`);
}

const tableSchema = z.object({ tablename: z.string() });

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
