import { Pool } from "pg";
import { migrate } from "./migrate.ts";

/** What Postgres takes unquoted, and keeps whole. */
const nameForm = /^[a-z][a-z0-9_]{0,62}$/;

/** Makes a new database beside the one of this address and brings its schema up to date. Returns its address. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  if (!nameForm.test(name)) throw new RangeError(`No name for a database: ${name}`);
  await runOn(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return url.href;
}

/** Removes a database with everything in it, also when somebody is still connected. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  if (!nameForm.test(name)) throw new RangeError(`No name for a database: ${name}`);
  await runOn(serverUrl, `drop database if exists ${name} with (force)`);
}

async function runOn(serverUrl: string, statement: string): Promise<void> {
  const pool = new Pool({ connectionString: serverUrl, max: 1 });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}
