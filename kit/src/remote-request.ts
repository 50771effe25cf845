import type { Json } from "@purser/contract";
import type { HttpParameter, RemoteCall } from "./remote-operation.ts";
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
  const names: ReadonlySet<string> = new Set(http.parameters.map(({ name }) => name));
  for (const parameter of http.parameters) {
    const { name, in: place } = parameter;
    const value = left.get(name);
    left.delete(name);
    if (place === "path") {
      const part = pathPart(value);
      if (part === null) return null;
      path = path.replaceAll(`{${name}}`, () => part);
    } else if (value !== undefined && value !== null) {
      const written = place === "query" ? pairsOf(parameter, value, names) : headerOf(name, value);
      if (written === null) return null;
      for (const [field, text] of written) {
        if (place === "query") query.append(field, text);
        else headers[field] = text;
      }
    }
  }
  if (path.includes("{")) return null;
  if (key !== undefined && headers["idempotency-key"] === undefined) headers["idempotency-key"] = key;
  return { method: http.method, path, query, headers, body: http.hasBody ? Object.fromEntries(left) : null };
}

/** Null for what would be another place: an empty part, or one that leads upward. */
function pathPart(value: Json | undefined): string | null {
  const text = textOf(value);
  const one = text === null ? null : encodeURIComponent(text);
  const joined = isList(value) ? joinedBy(",", value.map(textOf), encodeURIComponent) : one;
  return joined === null || joined === "" || joined === "." || joined === ".." ? null : joined;
}

type Pairs = readonly (readonly [string, string])[];

function headerOf(name: string, value: Json): Pairs | null {
  const text = isList(value) ? joinedBy(",", value.map(textOf)) : (textOf(value) ?? JSON.stringify(value));
  return text === null ? null : [[name.toLowerCase(), text]];
}

const separators = { comma: ",", space: " ", pipe: "|" } as const;

/** The pairs of a query. Null when a field of an object would pass for another argument, or an item for two. */
function pairsOf({ name, as }: HttpParameter, value: Json, names: ReadonlySet<string>): Pairs | null {
  if (as === "json") return [[name, JSON.stringify(value)]];
  if (isList(value)) {
    if (as === undefined || as === "deep") return value.map((each) => [name, textOf(each) ?? JSON.stringify(each)]);
    const text = joinedBy(separators[as], value.map(textOf));
    return text === null ? null : [[name, text]];
  }
  if (typeof value !== "object" || value === null) return [[name, String(value)]];
  if (as !== undefined && as !== "deep") return null;
  const fields = Object.entries(value);
  if (as === undefined && fields.some(([field]) => names.has(field))) return null;
  return fields.map(([field, each]) => [
    as === "deep" ? `${name}[${field}]` : field,
    textOf(each) ?? JSON.stringify(each),
  ]);
}

/** Null when a part has no text, or holds the separator itself: two values would be read in the place of one. */
function joinedBy(
  separator: string,
  parts: readonly (string | null)[],
  written = (part: string) => part,
): string | null {
  const texts = parts.flatMap((part) => part ?? []);
  const isPlain = texts.length === parts.length && !texts.some((text) => text.includes(separator));
  return isPlain ? texts.map(written).join(separator) : null;
}

/** They said no, and nothing changed; what only says "not now" may have happened in an earlier attempt. */
const refusals: ReadonlySet<number> = new Set([400, 402, 403, 404, 405, 406, 410, 411, 412, 413, 414, 415, 422, 451]);
/** Who we are is not accepted: nothing happened, and of no record anything is said. */
const notLetIn = 401;
/** Too slow, too early, too often: of what was asked about it says nothing. */
const notNow: ReadonlySet<number> = new Set([408, 425, 429]);
const firstOfServer = 500;
const firstSuccess = 200;
const afterSuccess = 300;

/** What the status of an answer says of a call, as `RemoteReply` has it. */
export function meaningOfStatus(status: number): "answered" | "refused" | "reported" | "broken" | "notSent" {
  if (status === notLetIn) return "notSent";
  if (status >= firstSuccess && status < afterSuccess) return "answered";
  if (status >= firstOfServer || notNow.has(status)) return "broken";
  return refusals.has(status) ? "refused" : "reported";
}

/** Null for what has no text of its own, such as an object. */
function textOf(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
