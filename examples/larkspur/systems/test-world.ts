import { jsonSchema, type Json, type JsonObject } from "@purser/contract";
import type { SystemClient, SystemReply, SystemRequest } from "@purser/kit";
import { createSystems, type CreatedSystems, type SystemsOptions } from "./create-systems.ts";
import { inProcessClient } from "./in-process-client.ts";
import type { EffectEntry } from "./ledger.ts";
import { startSystems } from "./start-systems.ts";
import type { SystemName } from "./system-of-record.ts";

/** The instant at which the demo's world begins. */
export const worldBegin = Date.parse("2026-02-10T07:17:00.000Z");

/** A clock that stands still until it is told to go on. */
export type TestClock = { now: () => number; advance: (durationMs: number) => void };

export function openTestClock(startsAt: number): TestClock {
  let now = startsAt;
  return { now: () => now, advance: (durationMs) => void (now += durationMs) };
}

export type TestWorld = CreatedSystems & {
  clock: TestClock;
  client(system: SystemName): SystemClient;
  stop: () => Promise<void>;
};

/** The systems in this process; what they keep a client waiting passes on the clock at once. */
export function openWorldInProcess(options: Partial<SystemsOptions> = {}): TestWorld {
  const clock = openTestClock(worldBegin);
  const created = createSystems({ seed: 1, clock: clock.now, isInstant: true, ...options });
  const sleep = async (durationMs: number) => clock.advance(durationMs);
  return {
    ...created,
    clock,
    client: (system) => inProcessClient(created.systems[system], sleep),
    stop: () => Promise.resolve(),
  };
}

/** The same over HTTP. */
export async function openWorldOverHttp(options: Partial<SystemsOptions> = {}): Promise<TestWorld> {
  const clock = openTestClock(worldBegin);
  const started = await startSystems({ seed: 1, clock: clock.now, isInstant: true, ...options });
  return { ...started, clock, client: (system) => httpClient(started.urls[system]) };
}

/** Every behaviour that a caller can see is the same both ways. */
export const ways = [
  { way: "in process", open: async (options: Partial<SystemsOptions> = {}) => openWorldInProcess(options) },
  { way: "over HTTP", open: openWorldOverHttp },
] as const;

const largestBytes = 1024 * 1024;

function httpClient(url: string): SystemClient {
  return {
    async request({ method, path, body, headers, key, timeoutMs = 1000 }: SystemRequest): Promise<SystemReply> {
      const keyHeader = key === undefined ? {} : { "idempotency-key": key };
      const bodyPart = body === undefined ? {} : { body: JSON.stringify(body) };
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(url + path, {
          method,
          headers: { ...headers, ...keyHeader },
          ...bodyPart,
          signal,
        });
        return readReply(response.status, await response.text());
      } catch (error) {
        return isRefusal(error) ? { kind: "notSent", detail: "refused" } : { kind: "noAnswer", detail: String(error) };
      }
    },
  };
}

/** `fetch` says why only in the cause of its error. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.message.includes("ECONNREFUSED");
}

function readReply(status: number, text: string): SystemReply {
  if (text.length > largestBytes) return { kind: "garbled", status, detail: "too large" };
  try {
    return { kind: "answered", status, body: jsonSchema.parse(JSON.parse(text)) };
  } catch {
    return { kind: "garbled", status, detail: "no JSON" };
  }
}

/** A customer at one system: her requests carry her ref, and a version where there is one. */
export function customerAt(client: SystemClient, customerRef: string) {
  const ask = (
    method: SystemRequest["method"],
    path: string,
    more: { body?: Json; key?: string; version?: number; reverses?: string } = {},
  ) => {
    const { version, reverses, ...rest } = more;
    const versionHeader = version === undefined ? {} : { "if-version": String(version) };
    const reversesHeader = reverses === undefined ? {} : { "purser-reverses": reverses };
    const headers = { "purser-customer": customerRef, ...versionHeader, ...reversesHeader };
    return client.request({ method, path, headers, timeoutMs: 400, ...rest });
  };
  return {
    get: (path: string) => ask("GET", path),
    post: (path: string, more?: Parameters<typeof ask>[2]) => ask("POST", path, more),
    put: (path: string, more?: Parameters<typeof ask>[2]) => ask("PUT", path, more),
    delete: (path: string, more?: Parameters<typeof ask>[2]) => ask("DELETE", path, more),
  };
}

/** The body of an answer; throws when there was none. */
export function bodyOf(reply: SystemReply): JsonObject {
  if (reply.kind !== "answered" || !isObject(reply.body)) throw new Error(`No answer: ${JSON.stringify(reply)}`);
  return reply.body;
}

/** The error code of an answer, with its status: `409 out-of-stock`. */
export function refusalOf(reply: SystemReply): string {
  const { error } = bodyOf(reply);
  const code = isObject(error) ? error["code"] : null;
  return `${reply.kind === "answered" ? reply.status : ""} ${typeof code === "string" ? code : ""}`.trim();
}

/** The value at the end of names and positions in JSON, such as `labels`, `0`, `status`. */
export function at(value: Json, ...path: readonly (string | number)[]): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const entry = Object.entries(value ?? {}).find(([name]) => name === String(step));
  const next = jsonSchema.safeParse(entry?.[1]);
  if (!next.success) throw new Error(`There is no ${step} in ${JSON.stringify(value)}`);
  return at(next.data, ...rest);
}

/** As `at`, for a text. */
export function textAt(value: Json, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== "string") throw new Error(`No text: ${JSON.stringify(found)}`);
  return found;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The ledger in short: `exchange effect`, `exchange noop`. */
export function effectsInShort(effects: readonly EffectEntry[]): readonly string[] {
  return effects.map(({ operation, kind }) => `${operation} ${kind}`);
}
