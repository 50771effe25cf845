/**
 * A supervisor for tests to kill, run with `node --import jiti/register`: starts Postgres in the directory given,
 * commits one row, says so, and waits.
 */
import pg from "pg";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

process.stdin.resume().on("end", () => process.exit(1)); // the tests ended without killing us
const postgres = await startEmbeddedPostgres({ directory: process.argv[2] ?? "", log: () => undefined });
const client = new pg.Client({ connectionString: postgres.url });
await client.connect();
await client.query(
  "drop table if exists notes; create table notes (text text); insert into notes values ('committed')",
);
await client.end();
process.stdout.write(JSON.stringify({ pid: postgres.pid, url: postgres.url }));
