import { Pool } from "pg";
import { migrate } from "./migrate.ts";

const nameForm = /^[a-z][a-z0-9_]{0,40}$/;

/** Makes a new database beside the one of this address and brings its schema up to date. Returns its address. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  if (!nameForm.test(name)) throw new RangeError(`No name for a database: ${name}`);
  const pool = new Pool({ connectionString: serverUrl, max: 1 });
  try {
    await pool.query(`create database ${name}`);
  } finally {
    await pool.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return url.href;
}
