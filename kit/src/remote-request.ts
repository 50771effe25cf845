import type { Json } from "@purser/contract";
import type { RemoteCall } from "./remote-operation.ts";
import type { SystemRequest } from "./system-client.ts";

/** The HTTP request of a call, its path without the query and below the address of the connection. */
export type RemoteRequest = Pick<SystemRequest, "method" | "path"> & {
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  /** The arguments that make up the JSON body; null for an operation that has none. */
  body: Json | null;
};

/**
 * How the document of an operation says that it is called. Null when an argument would change where the request goes: an
 * empty part of a path, or one that leads upward; null too for an operation that is no HTTP request.
 */
export function requestOfCall({ operation, args, key }: RemoteCall): RemoteRequest | null {
  const { http } = operation;
  if (http === null) return null;
  const left = new Map(Object.entries(args));
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let { path } = http;
  for (const { name, in: place } of http.parameters) {
    const value = left.get(name);
    left.delete(name);
    if (place === "path") {
      const part = textOf(value);
      if (part === null || part === "" || part === "." || part === "..") return null;
      path = path.replaceAll(`{${name}}`, encodeURIComponent(part));
    } else if (value !== undefined && value !== null) {
      for (const each of isList(value) ? value : [value]) {
        if (place === "query") query.append(name, textOf(each) ?? JSON.stringify(each));
        else headers[name.toLowerCase()] = textOf(each) ?? JSON.stringify(each);
      }
    }
  }
  if (path.includes("{")) return null;
  if (key !== undefined && headers["idempotency-key"] === undefined) headers["idempotency-key"] = key;
  return { method: http.method, path, query, headers, body: http.hasBody ? Object.fromEntries(left) : null };
}

/** They said no, and nothing changed; what only says "not now" may have happened in an earlier attempt. */
const refusals: ReadonlySet<number> = new Set([
  400, 401, 402, 403, 404, 405, 406, 410, 411, 412, 413, 414, 415, 422, 451,
]);
/** Too slow, too early, too often: of what was asked about it says nothing. */
const notNow: ReadonlySet<number> = new Set([408, 425, 429]);
const firstOfServer = 500;
const firstSuccess = 200;
const afterSuccess = 300;

/** What the status of an answer says of a call, as `RemoteReply` has it. */
export function meaningOfStatus(status: number): "answered" | "refused" | "reported" | "broken" {
  if (status >= firstSuccess && status < afterSuccess) return "answered";
  if (status >= firstOfServer || notNow.has(status)) return "broken";
  return refusals.has(status) ? "refused" : "reported";
}

/** Null for what has no text of its own, such as an object. */
function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
