import { type CaseId, caseIdSchema } from "@purser/contract";
import { Client } from "pg";
import { z } from "zod";
import type { Random } from "../sealed-event.ts";

type Listener = (caseId: CaseId) => void;
type Connection =
  | { kind: "none" }
  | { kind: "opening" }
  | { kind: "open"; client: Client }
  | { kind: "pausing"; timer: NodeJS.Timeout }
  | { kind: "closed" };

const channel = "purser_cases";
/** Between two notifications: a busy process sends a hundred a second, and not one for each append. */
const gatherMs = 10;
/** A payload may have 8000 bytes; an id and its comma have 26. */
const mostIdsAtOnce = 250;
const firstPauseMs = 100;
const longestPauseMs = 5000;
const connectTimeoutMs = 10_000;

/**
 * Tells this process and all others on the database which cases changed. These are hints: what is lost while the
 * connection is down is found by polling.
 *
 * Works on a connection of its own, made at first use: a notification inside an append would line all commits up behind
 * one lock. The first is sent at once; one is under way at a time and carries all ids that came since the last.
 */
export class Signals {
  readonly #url: string;
  readonly #random: Random;
  /** Stands in what we send, so that we do not hear ourselves. */
  readonly #name: string;
  readonly #listeners = new Set<{ listener: Listener }>();
  readonly #unsent = new Set<CaseId>();
  #connection: Connection = { kind: "none" };
  #sending: Promise<void> | null = null;
  #failures = 0;
  #isClosing = false;

  constructor(url: string, random: Random) {
    this.#url = url;
    this.#random = random;
    this.#name = Buffer.from(random(8)).toString("hex");
  }

  tell(caseId: CaseId): void {
    if (this.#isClosing) return;
    this.#deliver(caseId);
    this.#unsent.add(caseId);
    this.#connect();
    this.#send();
  }

  subscribe(listener: Listener): () => void {
    const subscription = { listener };
    this.#listeners.add(subscription);
    this.#connect();
    return () => {
      this.#listeners.delete(subscription);
    };
  }

  /** Sends what is to be sent if the connection stands, and ends it. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const connection = this.#connection;
    while (this.#sending !== null) await this.#sending;
    this.#connection = { kind: "closed" };
    this.#listeners.clear();
    if (connection.kind === "pausing") clearTimeout(connection.timer);
    if (connection.kind === "open") await connection.client.end();
  }

  /** A listener's fault is not the writer's: it is called when the write is over. */
  #deliver(caseId: CaseId): void {
    for (const subscription of this.#listeners) {
      queueMicrotask(() => {
        if (this.#listeners.has(subscription)) subscription.listener(caseId);
      });
    }
  }

  #connect(): void {
    if (this.#connection.kind !== "none") return;
    this.#connection = { kind: "opening" };
    const client = new Client({
      connectionString: this.#url,
      keepAlive: true,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: connectTimeoutMs,
      application_name: "purser signals",
    });
    client.on("error", () => {});
    client.on("end", () => this.#lost());
    client.on("notification", ({ payload }) => this.#hear(payload ?? ""));
    this.#open(client).catch(() => {
      this.#lost();
      client.end().catch(() => {});
    });
  }

  async #open(client: Client): Promise<void> {
    await client.connect();
    // A notification that is lost in a crash of the server is one that nobody was there to hear.
    await client.query(`set synchronous_commit = off; listen ${channel}`);
    if (this.#connection.kind !== "opening") return client.end();
    this.#connection = { kind: "open", client };
    this.#failures = 0;
    this.#send();
  }

  /** Tries again after a pause that grows and differs from process to process. */
  #lost(): void {
    if (this.#connection.kind !== "opening" && this.#connection.kind !== "open") return;
    this.#unsent.clear();
    const longestMs = Math.min(firstPauseMs * 2 ** this.#failures, longestPauseMs);
    const share = (this.#random(1)[0] ?? 0) / 255;
    const timer = setTimeout(
      () => {
        this.#connection = { kind: "none" };
        this.#connect();
      },
      longestMs * (0.5 + share / 2),
    );
    timer.unref();
    this.#failures += 1;
    this.#connection = { kind: "pausing", timer };
  }

  #send(): void {
    const connection = this.#connection;
    if (connection.kind !== "open" || this.#sending !== null || this.#unsent.size === 0) return;
    const caseIds = [...this.#unsent].slice(0, mostIdsAtOnce);
    for (const caseId of caseIds) this.#unsent.delete(caseId);
    const payload = `${this.#name}:${caseIds.join(",")}`;
    this.#sending = this.#notify(connection.client, payload).finally(() => {
      this.#sending = null;
      this.#send();
    });
  }

  async #notify(client: Client, payload: string): Promise<void> {
    try {
      await client.query({ name: "notify", text: "select pg_notify($1, $2)", values: [channel, payload] });
    } catch {
      // The connection is gone or does not answer: a new one is made when its end is seen.
      client.end().catch(() => {});
    }
    if (!this.#isClosing) await new Promise((resolve) => setTimeout(resolve, gatherMs));
  }

  #hear(payload: string): void {
    const [sender, ids] = payload.split(":");
    if (sender === this.#name) return;
    const caseIds = caseIdsSchema.safeParse(ids?.split(","));
    for (const caseId of caseIds.data ?? []) this.#deliver(caseId);
  }
}

/** What somebody else sends on our channel is passed over. */
const caseIdsSchema = z.array(caseIdSchema);
