import { PurserError, problemSchema } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addCommonOptions, commonOptionsSchema } from "./common-options.ts";
import { findData } from "./find-project.ts";
import { readApiKeyIfPresent } from "./key-files.ts";
import { readRunning } from "./running-file.ts";
import type { Runtime } from "./runtime.ts";

/** A running server, spoken to as any other program would. */
export type ApiClient = {
  get: <Value>(path: string, schema: z.core.$ZodType<Value>) => Promise<Value>;
  post: <Value>(
    path: string,
    body: object,
    schema: z.core.$ZodType<Value>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Value>;
};

export const clientOptionsSchema = commonOptionsSchema.extend({
  url: z.string().optional(),
  key: z.string().optional(),
  lead: z.enum(["local", "second"]).default("local"),
});
export type ClientOptions = z.infer<typeof clientOptionsSchema>;

/** What every command takes that talks to a running server. */
export function addClientOptions(command: Command): Command {
  return addCommonOptions(command)
    .option("--url <address>", "the server; else PURSER_URL, else the one that serves the data directory")
    .option("--key <key>", "an API key; else PURSER_API_KEY, else the one in the data directory")
    .option("--lead <which>", "local or second: the two leads of a data directory", "local");
}

const answersWithinMs = 60_000;

/** The server that options, environment or data directory name. Throws PUR-1010 when no server is known, PUR-2005 when no key is. */
export function serverAddress(options: ClientOptions, { environment }: Runtime): { url: string; key: string } {
  const given = options.url ?? environment.serverUrl;
  const key = options.key ?? environment.apiKey;
  const data = given !== null && key !== null ? null : findData(options, process.cwd());
  const url = given ?? (data === null ? null : readRunning(data)?.url);
  if (url === null || url === undefined) throw new PurserError("PUR-1010", `${data ?? ""} names none.`);
  if (!URL.canParse(url)) throw new PurserError("PUR-2001", `${url} is no address.`);
  const usedKey = key ?? (data === null ? null : readApiKeyIfPresent(data, options.lead));
  if (usedKey === null) throw new PurserError("PUR-2005", "Give one with --key or PURSER_API_KEY.");
  return { url, key: usedKey };
}

/** Throws what `serverAddress` throws. */
export function openClient(options: ClientOptions, runtime: Runtime): ApiClient {
  const { url, key } = serverAddress(options, runtime);
  const headers = { authorization: `Bearer ${key}` };
  return {
    get: (path, schema) => ask(new URL(path, url), { headers }, schema),
    post: (path, body, schema, more = {}) =>
      ask(
        new URL(path, url),
        {
          method: "POST",
          headers: { ...headers, ...more, "content-type": "application/json" },
          body: JSON.stringify(body),
        },
        schema,
      ),
  };
}

async function ask<Value>(url: URL, request: RequestInit, schema: z.core.$ZodType<Value>): Promise<Value> {
  const response = await send(url, request);
  const body = await readBody(response);
  if (response.ok) return z.parse(schema, body);
  const problem = problemSchema.safeParse(body);
  if (problem.success) throw new PurserError(problem.data.code, problem.data.detail);
  throw new PurserError("PUR-1010", `${url.origin} answers ${response.status} and is no Purser.`);
}

async function send(url: URL, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...request, signal: AbortSignal.timeout(answersWithinMs) });
  } catch (error) {
    throw new PurserError("PUR-1010", `Tried ${url.origin}: ${reasonOf(error)}`, { cause: error });
  }
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** `fetch` says why in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
