import type { Json } from "@purser/contract";
import type { RemoteCall, RemoteReply } from "./remote-operation.ts";

/** One request to a system of record. `key` travels as the `Idempotency-Key` header. */
export type SystemRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute path with its query, such as `/orders/L-10001`; every variable part percent-encoded by the caller. */
  path: string;
  body?: Json;
  key?: string;
  headers?: Readonly<Record<string, string>>;
  /** How long to wait for the whole answer; 10 s when absent. */
  timeoutMs?: number;
};

/**
 * What came back. The dangerous one is `noAnswer`: the request may have been carried out.
 *
 * - `answered`: a status and a body that is JSON (`null` for an empty body).
 * - `garbled`: a status, and a body that is no JSON, too large or cut short; an effect may have happened.
 * - `notSent`: the connection was refused, so nothing can have happened.
 * - `noAnswer`: sent, and no complete answer in time.
 */
export type SystemReply =
  | { kind: "answered"; status: number; body: Json }
  | { kind: "garbled"; status: number; detail: string }
  | { kind: "notSent"; detail: string }
  | { kind: "noAnswer"; detail: string };

/** The way to one system of record. An implementation never throws for what the network does. */
export type SystemClient = {
  request(request: SystemRequest): Promise<SystemReply>;
  /** Only of a system that describes its operations itself; the tools that an overlay makes use it. */
  call?(call: RemoteCall): Promise<RemoteReply>;
  /** Looks whether it is there, without any effect; absent where a `GET` of `/` tells. */
  reach?(): Promise<SystemReply>;
};

/** The deployment's systems of record by the name that connections.yaml gives them. */
export type Systems = { readonly [name: string]: SystemClient };
