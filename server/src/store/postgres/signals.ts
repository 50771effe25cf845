import { type CaseId, caseIdSchema } from "@purser/contract";
import { Client } from "pg";
import type { CaseListener } from "../../cases/case-store.ts";
import type { Random } from "../sealed-event.ts";

type Connection =
  | { kind: "none" }
  | { kind: "opening"; client: Client }
  | { kind: "open"; client: Client }
  | { kind: "pausing"; timer: NodeJS.Timeout }
  | { kind: "closed" };

const channel = "purser_cases";
/** What is told to those who watch now, and kept nowhere. */
const liveChannels = { progress: "purser_progress", typing: "purser_typing" } as const;
type LiveKind = keyof typeof liveChannels;
type LiveListener = (caseId: CaseId, words: string) => void;
/** Progress that is not told at once is not worth telling: more than this waiting is dropped. */
const mostProgressWaiting = 100;
const longestProgress = 200;
/** Stands behind the id of a case that has something for a worker to do. */
const runnableMark = "!";
/** Between two notifications: a busy process sends a hundred a second, and not one for each append. */
const gatherMs = 10;
/** A payload may have 8000 bytes; an id, its mark and its comma have 27. */
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
  readonly #listeners = new Set<{ listener: CaseListener }>();
  readonly #watchers = { progress: new Set<{ watcher: LiveListener }>(), typing: new Set<{ watcher: LiveListener }>() };
  readonly #unsent = new Map<CaseId, boolean>();
  #progressWaiting = 0;
  #connection: Connection = { kind: "none" };
  #sending: Promise<void> | null = null;
  #failures = 0;
  #isClosing = false;

  constructor(url: string, random: Random) {
    this.#url = url;
    this.#random = random;
    this.#name = Buffer.from(random(8)).toString("hex");
  }

  tell(caseId: CaseId, isRunnable: boolean): void {
    if (this.#isClosing) return;
    this.#deliver(caseId, isRunnable);
    this.#unsent.set(caseId, isRunnable || this.#unsent.get(caseId) === true);
    this.#connect();
    this.#send();
  }

  subscribe(listener: CaseListener): () => void {
    const subscription = { listener };
    this.#listeners.add(subscription);
    this.#connect();
    return () => {
      this.#listeners.delete(subscription);
    };
  }

  /** To those who watch now; sent only over a connection that stands. */
  show(kind: LiveKind, caseId: CaseId, text: string): void {
    if (this.#isClosing) return;
    const words = text.slice(0, longestProgress).toWellFormed().replaceAll("\u0000", "");
    this.#deliverLive(kind, caseId, words);
    this.#connect();
    const connection = this.#connection;
    if (connection.kind !== "open" || this.#progressWaiting >= mostProgressWaiting) return;
    this.#progressWaiting += 1;
    connection.client
      .query({
        name: "live",
        text: "select pg_notify($1, $2)",
        values: [liveChannels[kind], `${this.#name}:${caseId}:${words}`],
      })
      .catch(() => undefined)
      .finally(() => {
        this.#progressWaiting -= 1;
      });
  }

  watch(kind: LiveKind, watcher: LiveListener): () => void {
    const watching = { watcher };
    this.#watchers[kind].add(watching);
    this.#connect();
    return () => {
      this.#watchers[kind].delete(watching);
    };
  }

  /** Sends what is to be sent if the connection stands, and ends it. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const connection = this.#connection;
    while (this.#sending !== null) await this.#sending;
    this.#connection = { kind: "closed" };
    this.#listeners.clear();
    for (const watchers of Object.values(this.#watchers)) watchers.clear();
    if (connection.kind === "pausing") clearTimeout(connection.timer);
    if (connection.kind === "open") await connection.client.end();
  }

  /** A listener's fault is not the writer's: it is called when the write is over. */
  #deliver(caseId: CaseId, isRunnable: boolean): void {
    for (const subscription of this.#listeners) {
      queueMicrotask(() => {
        if (this.#listeners.has(subscription)) subscription.listener(caseId, isRunnable);
      });
    }
  }

  #deliverLive(kind: LiveKind, caseId: CaseId, words: string): void {
    const watchers = this.#watchers[kind];
    for (const watching of watchers) {
      queueMicrotask(() => {
        if (watchers.has(watching)) watching.watcher(caseId, words);
      });
    }
  }

  #connect(): void {
    if (this.#connection.kind !== "none") return;
    const client = new Client({
      connectionString: this.#url,
      keepAlive: true,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: connectTimeoutMs,
      application_name: "purser signals",
    });
    this.#connection = { kind: "opening", client };
    client.on("error", () => {});
    client.on("end", () => this.#lost(client));
    client.on("notification", ({ channel: heardOn, payload = "" }) => {
      if (heardOn === channel) this.#hear(payload);
      else this.#hearLive(heardOn === liveChannels.progress ? "progress" : "typing", payload);
    });
    this.#open(client).catch(() => {
      this.#lost(client);
      client.end().catch(() => {});
    });
  }

  async #open(client: Client): Promise<void> {
    await client.connect();
    // A notification that is lost in a crash of the server is one that nobody was there to hear.
    await client.query(
      `set synchronous_commit = off; listen ${channel}; listen ${liveChannels.progress}; listen ${liveChannels.typing}`,
    );
    if (!this.#isCurrent(client)) return client.end();
    this.#connection = { kind: "open", client };
    this.#failures = 0;
    this.#send();
  }

  /** False for a connection that was given up; what still comes from it means nothing. */
  #isCurrent(client: Client): boolean {
    return "client" in this.#connection && this.#connection.client === client;
  }

  /** Tries again after a pause that grows and differs from process to process. */
  #lost(client: Client): void {
    if (!this.#isCurrent(client)) return;
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
    const changes = [...this.#unsent].slice(0, mostIdsAtOnce);
    for (const [caseId] of changes) this.#unsent.delete(caseId);
    const payload = `${this.#name}:${changes.map(([caseId, isRunnable]) => `${caseId}${isRunnable ? runnableMark : ""}`).join(",")}`;
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

  #hearLive(kind: LiveKind, payload: string): void {
    const [, sender, id, words] = /^([^:]*):([^:]*):([^]*)$/.exec(payload) ?? [];
    const caseId = caseIdSchema.safeParse(id);
    if (sender !== this.#name && caseId.success && words !== undefined) this.#deliverLive(kind, caseId.data, words);
  }

  #hear(payload: string): void {
    const [sender, ids] = payload.split(":");
    if (sender === this.#name) return;
    for (const text of ids?.split(",") ?? []) {
      const caseId = caseIdSchema.safeParse(text.replace(runnableMark, ""));
      // What somebody else sends on our channel is passed over.
      if (caseId.success) this.#deliver(caseId.data, text.endsWith(runnableMark));
    }
  }
}
