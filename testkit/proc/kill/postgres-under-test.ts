import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../../server/src/store/postgres/embedded/start-embedded-postgres.ts";

/** A Postgres that is restarted and made read-only while others work on it. */
export class PostgresUnderTest {
  readonly #directory: string;
  #server: EmbeddedPostgres;
  #restarting: Promise<void> = Promise.resolve();

  private constructor(directory: string, server: EmbeddedPostgres) {
    this.#directory = directory;
    this.#server = server;
  }

  static async start(): Promise<PostgresUnderTest> {
    const directory = mkdtempSync(join(tmpdir(), "purser-kill-"));
    chmodSync(directory, 0o755);
    return new PostgresUnderTest(directory, await startEmbeddedPostgres({ directory, log: () => undefined }));
  }

  get url(): string {
    return this.#server.url;
  }

  get port(): number {
    return this.#server.port;
  }

  /** An immediate shutdown, as a crash is to those connected, and a start at the same port. */
  restart(): Promise<void> {
    this.#restarting = this.#restarting.then(async () => {
      const { port, pid, exited } = this.#server;
      process.kill(pid, "SIGQUIT");
      await exited;
      this.#server = await startEmbeddedPostgres({ directory: this.#directory, port, log: () => undefined });
    });
    return this.#restarting;
  }

  /** For everybody, also for those who are connected. */
  async setReadOnly(isReadOnly: boolean): Promise<void> {
    await steadily(async () => {
      const client = new Client({ connectionString: this.url });
      await client.connect();
      try {
        await client.query(`alter system set default_transaction_read_only = ${isReadOnly ? "on" : "off"}`);
        await client.query("select pg_reload_conf()");
      } finally {
        await client.end();
      }
    });
  }

  async stop(): Promise<void> {
    await this.#restarting;
    await this.#server.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

const giveUpAfterMs = 300_000;

/** Tries again while the database is not there. */
export async function steadily<Result>(perform: () => Promise<Result>): Promise<Result> {
  for (const beganAt = performance.now(); ; await delay(100)) {
    try {
      return await perform();
    } catch (error) {
      if (performance.now() - beganAt > giveUpAfterMs) throw error;
    }
  }
}
