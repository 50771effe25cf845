import type { Json, JsonObject } from "@purser/contract";
import { jsonObjectSchema } from "@purser/contract";
import type { SystemClient, SystemReply, SystemRequest } from "@purser/kit";
import type { Database, Effect } from "./database.ts";

/** What a write does to the data, found out without doing it. */
export type Operated = { kind: "done"; effects: readonly Effect[] } | { kind: "refused"; detail: string };

/** Carries a write out on paper; the back end applies what it says. */
export type Operate = (tool: string, args: JsonObject, database: Database) => Operated;

/** The answer to a GET; null where nothing is found. */
export type Read = (path: readonly string[], query: URLSearchParams, database: Database) => Json;

/** One write that was carried out. */
export type LedgerEntry = { key: string; tool: string; args: JsonObject; effects: readonly Effect[] };

/**
 * A system of record over a data base: `GET` reads, `POST /operations/<tool>` writes once under its key, and
 * `GET /effects?key=` says what was done under a key. With the header `dry-run` a write says what it would do.
 */
export class BackEnd {
  readonly ledger: LedgerEntry[] = [];
  readonly client: SystemClient = { request: async (request) => this.#answer(request) };
  readonly #database: Database;
  readonly #read: Read;
  readonly #operate: Operate;

  constructor({ database, read, operate }: { database: Database; read: Read; operate: Operate }) {
    this.#database = database;
    this.#read = read;
    this.#operate = operate;
  }

  #answer(request: SystemRequest): SystemReply {
    const url = new URL(request.path, "http://back-end");
    const path = url.pathname.slice(1).split("/").map(decodeURIComponent);
    if (request.method === "POST") return this.#write(path[1] ?? "", request);
    if (path[0] === "effects") return answered(200, this.#under(url.searchParams.get("key") ?? ""));
    const found = this.#read(path, url.searchParams, this.#database);
    return found === null ? refusal(404, `nothing is found at ${url.pathname}`) : answered(200, found);
  }

  #write(tool: string, { body, key = "", headers }: SystemRequest): SystemReply {
    const args = jsonObjectSchema.parse(body);
    if (this.ledger.some((entry) => entry.key === key)) return answered(200, this.#under(key));
    const operated = this.#operate(tool, args, this.#database);
    if (operated.kind === "refused") return refusal(422, operated.detail);
    if (headers?.["dry-run"] !== undefined) return answered(200, { effects: [...operated.effects] });
    this.#database.apply(operated.effects);
    this.ledger.push({ key, tool, args, effects: operated.effects });
    return answered(200, this.#under(key));
  }

  #under(key: string): JsonObject {
    const entries = this.ledger.filter((entry) => entry.key === key);
    return { times: entries.length, effects: entries.flatMap(({ effects }) => effects) };
  }
}

function answered(status: number, body: Json): SystemReply {
  return { kind: "answered", status, body };
}

function refusal(status: number, message: string): SystemReply {
  return answered(status, { error: message });
}
