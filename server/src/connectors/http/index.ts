import { type Json, jsonSchema, wellFormedJson } from "@purser/contract";
import type { SystemClient, SystemReply, SystemRequest } from "@purser/kit";
import {
  type ConnectionSettings,
  type ReadSecret,
  resolveSettings,
  whyUnresolved,
  withoutSecrets,
} from "../connection-settings.ts";
import { type Egress, type EgressReply, openEgress } from "../egress.ts";

export type HttpSystemOptions = {
  /** Where paths begin; its origin is the only one that is reached. */
  url: string;
  allowPrivate: boolean;
  /** Sent with each request; what stands here wins over a tool's own headers. */
  settings?: { headers: ConnectionSettings; readSecret: ReadSecret };
};

/**
 * A system of record over HTTP with JSON bodies. Never throws for what the network does: what provably never left is
 * `notSent`, everything that may have reached the other side without a whole answer is `noAnswer` or `garbled`.
 */
export function createHttpSystem({ url, allowPrivate, settings }: HttpSystemOptions): SystemClient {
  const egress = openEgress({ origins: [url], allowPrivate });
  if (settings === undefined) return { request: (request) => send(egress, url, request, {}) };
  return {
    request: async (request) => {
      const { headers, readSecret } = settings;
      const resolved = await resolveSettings(headers, readSecret).catch((error: unknown) => whyUnresolved(error));
      if (typeof resolved === "string") return { kind: "notSent", detail: resolved };
      const reply = await send(egress, url, request, resolved.values);
      return reply.kind === "answered" ? { ...reply, body: withoutSecrets(reply.body, resolved.secrets) } : reply;
    },
  };
}

async function send(
  egress: Egress,
  baseUrl: string,
  request: SystemRequest,
  fixed: Readonly<Record<string, string>>,
): Promise<SystemReply> {
  const { method, path, body, key, headers, timeoutMs } = request;
  const reply = await egress.send({
    url: new URL(path, baseUrl),
    method,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...headers,
      ...fixed,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return systemReplyOf(reply);
}

function systemReplyOf(reply: EgressReply): SystemReply {
  if (reply.kind === "denied") return { kind: "notSent", detail: reply.detail };
  if (reply.kind === "notSent" || reply.kind === "noAnswer" || reply.kind === "garbled") return reply;
  const { status, body } = reply;
  const text = Buffer.from(body).toString("utf8");
  if (text === "") return { kind: "answered", status, body: null };
  const parsed = parseJson(text);
  return parsed === undefined
    ? { kind: "garbled", status, detail: "The answer is no JSON." }
    : { kind: "answered", status, body: parsed };
}

function parseJson(text: string): Json | undefined {
  try {
    return jsonSchema.parse(wellFormedJson(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
