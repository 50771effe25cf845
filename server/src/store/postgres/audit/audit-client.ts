import { Client } from "pg";
import { readFailure } from "../database-failure.ts";

const connectTimeoutMs = 10_000;

/**
 * Runs one transaction on a connection of its own, and undoes it when that throws.
 *
 * @throws PurserError PUR-1005 when the database does not answer.
 */
export async function inTransaction<Result>(
  databaseUrl: string,
  isolation: "read committed" | "repeatable read",
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: "purser audit",
    connectionTimeoutMillis: connectTimeoutMs,
  });
  // A connection that breaks rejects the statement under way.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(`begin isolation level ${isolation}`);
    await client.query("set local statement_timeout = 0");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    throw readFailure(error).error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** All rows of a query, some hundred in memory at once. */
export async function* cursorRows(
  client: Client,
  name: string,
  query: string,
  values: readonly unknown[],
): AsyncGenerator<object, void> {
  await client.query(`declare ${name} no scroll cursor for ${query}`, [...values]);
  for (;;) {
    const { rows } = await client.query<object>(`fetch ${rowsPerFetch} from ${name}`);
    yield* rows;
    if (rows.length < rowsPerFetch) break;
  }
  await client.query(`close ${name}`);
}

const rowsPerFetch = 500;
