import type { CompiledQuery } from "kysely";
import { Pool, type QueryConfig } from "pg";
import { isRefusal, readFailure } from "./database-failure.ts";

/** A statement with its values; with a name it is planned once per connection. */
export type Statement = { name?: string; text: string; values: readonly unknown[] };

export type Database = {
  /** One round trip in a transaction of its own. Rows are as the driver reads them: a schema makes them typed. */
  run: (statement: Statement | CompiledQuery) => Promise<readonly unknown[]>;
  /** `wanted`: statements that wait for one. */
  connections: () => Readonly<Record<"busy" | "idle" | "wanted", number>>;
  close: () => Promise<void>;
};

const connectTimeoutMs = 10_000;
/** A server that was lost half-way does not answer at all; no statement of ours takes a tenth of this. */
const statementTimeoutMs = 30_000;
const mostRepeats = 8;

/**
 * The pool of connections that the store works on.
 *
 * `run` throws PUR-1005 when it cannot tell whether the statement took effect, PUR-5001 when the statement is wrong. A
 * statement that the server undid because of another one is repeated.
 */
export function openDatabase(url: string, poolSize: number): Database {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: "purser",
  });
  // A connection that breaks rejects the statement under way and is replaced at the next use; without listeners, one for
  // idle connections and one for those in use, it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const run = async (statement: Statement | CompiledQuery, repeats = 0): Promise<readonly unknown[]> => {
    try {
      return await runOnce(pool, configOf(statement));
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind === "give-up" || repeats === mostRepeats) throw failure.error;
      return run(statement, repeats + 1);
    }
  };
  return {
    run: (statement) => run(statement),
    connections: () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      wanted: pool.waitingCount,
    }),
    close: () => pool.end(),
  };
}

/** The pool's own `query` gives up the connection after each refused statement. */
async function runOnce(pool: Pool, query: QueryConfig): Promise<readonly unknown[]> {
  const client = await pool.connect();
  try {
    const result = await client.query<object>(query);
    client.release();
    return result.rows;
  } catch (error) {
    client.release(!isRefusal(error));
    throw error;
  }
}

function configOf(statement: Statement | CompiledQuery): QueryConfig {
  if ("sql" in statement) return { text: statement.sql, values: [...statement.parameters] };
  const { name, text, values } = statement;
  return name === undefined ? { text, values: [...values] } : { name, text, values: [...values] };
}
