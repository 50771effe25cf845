import type { Hash, Json, JsonObject } from "@purser/contract";
import { hashOf } from "./audit/hash.ts";

/**
 * An operation that another system describes itself: a tool of an MCP server, an operation of an OpenAPI document. What
 * it says is data: no title, description or hint of it decides anything.
 */
export type RemoteOperation = {
  name: string;
  title: string;
  description: string;
  /** JSON Schema of its arguments: an object. */
  input: JsonObject;
  /** JSON Schema of its answer; null when it declares none. */
  output: JsonObject | null;
  /** How arguments become an HTTP request; null where the protocol says it, as in MCP. */
  http: HttpOperation | null;
};

/** An operation that another system describes and that cannot be offered: what people call it, and why, in a sentence. */
export type LeftOutOperation = { name: string; why: string };

/** What another system offers as it was read at one moment. */
export type RemoteOffer = { operations: readonly RemoteOperation[]; leftOut: readonly LeftOutOperation[] };

export type HttpOperation = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the address of the connection, with `{name}` in the place of an argument. */
  path: string;
  /** Where each argument goes that is no part of the body. */
  parameters: readonly HttpParameter[];
  /** Whether the arguments that are left make up a JSON body. */
  hasBody: boolean;
};

export type HttpParameter = {
  name: string;
  in: "path" | "query" | "header";
  /**
   * How a list or an object is written into the query. Absent: the items of a list one by one and the fields of an object
   * under their own names; in a path or a header with commas.
   */
  as?: "comma" | "space" | "pipe" | "deep" | "json";
};

/** What a person accepts: SHA-256 over the connection's name and all that the operation says of itself. */
export function pinOf(connection: string, operation: RemoteOperation): Hash {
  return hashOf({ connection, ...operation, http: operation.http === null ? null : jsonOf(operation.http) });
}

function jsonOf({ method, path, parameters, hasBody }: HttpOperation): JsonObject {
  return {
    method,
    path,
    parameters: parameters.map(({ name, in: place, as }) => ({ name, in: place, ...(as === undefined ? {} : { as }) })),
    hasBody,
  };
}

/** One call of an operation, as it was accepted. `key` is the idempotency key, for systems that take it beside the arguments. */
export type RemoteCall = {
  operation: RemoteOperation;
  pin: Hash;
  args: JsonObject;
  key?: string;
};

/**
 * What came back of a `RemoteCall`.
 *
 * - `changed`: the other side now describes the operation differently, or no longer; nothing was sent.
 * - `refused`: they said no, and nothing happened.
 * - `reported`: they speak of an error; it may have happened all the same.
 * - `broken`: they cannot answer now, which says nothing of any record; it may have happened all the same.
 * - `notSent`: as in `SystemReply`, and where they do not let us in.
 * - `garbled`, `noAnswer`: as in `SystemReply`.
 */
export type RemoteReply =
  | { kind: "answered"; body: Json }
  | { kind: "changed"; detail: string }
  | { kind: "refused"; detail: string }
  | { kind: "reported"; detail: string }
  | { kind: "broken"; detail: string }
  | { kind: "garbled"; detail: string }
  | { kind: "notSent"; detail: string }
  | { kind: "noAnswer"; detail: string };
