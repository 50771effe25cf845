import { type Problem, problemSchema } from "@purser/contract";
import type { z } from "zod";
import { isSomebodyHere } from "./activity.ts";

/** What the server answered instead, or that it did not. */
export class ApiError extends Error {
  readonly problem: Problem | null;

  /** Without a problem the server was not reached, or answered something that is none of its answers. */
  constructor(problem: Problem | null, message?: string) {
    super(message ?? (problem === null ? "The server does not answer." : problem.title));
    this.problem = problem;
  }
}

export function codeOf(error: unknown): string | null {
  return error instanceof ApiError ? (error.problem?.code ?? null) : null;
}

type Wish = {
  method: "GET" | "POST";
  body?: object;
  /** In place of a body: the same key is stored once. */
  file?: { content: File; key: string };
  signal?: AbortSignal;
  key?: string;
};

/** Throws `ApiError` for every answer but the described one. */
async function ask<Value>(schema: z.ZodType<Value>, path: string, wish: Wish): Promise<Value> {
  const response = await send(path, wish);
  const answer: unknown = await response.json().catch(() => null);
  const problem = response.ok ? null : (problemSchema.safeParse(answer).data ?? null);
  if (problem !== null) throw new ApiError(problem);
  if (!response.ok) throw new ApiError(null, `The server answered ${response.status}.`);
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new ApiError(null, "The server's answer has another form: reload the page.");
  return parsed.data;
}

async function send(path: string, { method, body, file, signal, key }: Wish): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: "same-origin",
      headers: {
        "x-purser-desk": method === "POST" || isSomebodyHere() ? "person" : "page",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(file === undefined ? {} : headersOf(file)),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: file.content }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(null);
  }
}

function headersOf({ content, key }: NonNullable<Wish["file"]>): Record<string, string> {
  const name = encodeURIComponent(content.name.replaceAll(/\p{Cs}/gu, "")).replaceAll(/['()*]/g, "_");
  return {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${name}`,
    "idempotency-key": key,
  };
}

export function read<Value>(schema: z.ZodType<Value>, path: string, signal?: AbortSignal): Promise<Value> {
  return ask(schema, path, { method: "GET", ...(signal === undefined ? {} : { signal }) });
}

/** `key`: an API key in place of the session. */
export function post<Value>(schema: z.ZodType<Value>, path: string, body: object = {}, key?: string): Promise<Value> {
  return ask(schema, path, { method: "POST", body, ...(key === undefined ? {} : { key }) });
}

/** The bytes of a file as they are; sent again under its key, it is stored once. */
export function sendFile<Value>(schema: z.ZodType<Value>, path: string, content: File, key: string): Promise<Value> {
  return ask(schema, path, { method: "POST", file: { content, key } });
}

/** A path with its query; what is absent is left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
