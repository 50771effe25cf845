import { type Json, jsonSchema, wellFormedJson } from "@purser/contract";
import type { SystemClient, SystemReply, SystemRequest } from "@purser/kit";

const defaultTimeoutMs = 10_000;
/** A larger answer is cut off and counts as garbled. */
const maxBodyBytes = 1_048_576;

/**
 * A system of record over HTTP with JSON bodies. Never throws for what the network does: a refused connection is
 * `notSent`, everything that may have reached the other side without a whole answer is `noAnswer` or `garbled`.
 */
export function createHttpSystem(baseUrl: string): SystemClient {
  return { request: (request) => send(baseUrl, request) };
}

async function send(baseUrl: string, request: SystemRequest): Promise<SystemReply> {
  const { method, path, body, key, headers, timeoutMs = defaultTimeoutMs } = request;
  try {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await readReply(response);
  } catch (error) {
    return replyOfError(error);
  }
}

async function readReply(response: Response): Promise<SystemReply> {
  const { status } = response;
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null) {
    const parts: AsyncIterable<Uint8Array> = response.body;
    for await (const chunk of parts) {
      size += chunk.byteLength;
      if (size > maxBodyBytes)
        return { kind: "garbled", status, detail: `The answer is larger than ${maxBodyBytes} bytes.` };
      chunks.push(chunk);
    }
  }
  const text = Buffer.concat(chunks).toString("utf8");
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

/** Only a connection that was never made proves that nothing was sent. */
function replyOfError(error: unknown): SystemReply {
  const causes = [error, error instanceof Error ? error.cause : undefined];
  const code = causes.map(codeOf).find((candidate) => candidate !== undefined);
  const detail = error instanceof Error ? error.message : String(error);
  const isNotSent = code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
  return { kind: isNotSent ? "notSent" : "noAnswer", detail: code === undefined ? detail : `${detail} (${code})` };
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
