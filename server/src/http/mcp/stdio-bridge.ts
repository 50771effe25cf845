import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { SdkHttpError, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { PurserError, problemOf, problemSchema } from "@purser/contract";
import {
  deserializeMessage,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type RequestId,
  serializeMessage,
} from "@modelcontextprotocol/server";
import { z } from "zod";

const internalError = -32_603;
const parseError = -32_700;
/** Nobody reads the answers any more who has closed the input, unless it was a pipe: those are waited for. */
const lastAnswersMs = 60_000;

/** A server that runs, and a key for it. */
export type McpServerAddress = { url: string; key: string };

/**
 * Carries MCP messages, a line each, to a running server and its answers back, until the input ends. It understands none of
 * them: who may do what is decided there. A server that cannot be reached is told as the error of each request.
 */
export async function bridgeMcp(
  { url, key }: McpServerAddress,
  { input, output, stopped }: { input: Readable; output: Writable; stopped: AbortSignal },
): Promise<void> {
  const remote = new StreamableHTTPClientTransport(new URL("/mcp", url), {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  });
  const awaited = new Map<RequestId, Awaited>();
  const answer = (message: JSONRPCMessage): void => {
    output.write(serializeMessage(message));
    if (isJSONRPCResponse(message) && message.id !== undefined) awaited.get(message.id)?.answered();
  };
  remote.onmessage = (message) => {
    const chosen = isJSONRPCResultResponse(message) ? revisionSchema.safeParse(message.result).data : undefined;
    if (chosen !== undefined) remote.setProtocolVersion(chosen.protocolVersion);
    answer(message);
  };
  await remote.start();
  const lines = createInterface({ input });
  stopped.addEventListener("abort", () => lines.close());
  const carried: Promise<void>[] = [];
  for await (const line of lines) if (line.trim() !== "") carried.push(carry(line, { remote, awaited, answer }));
  const givenUp = AbortSignal.any([stopped, AbortSignal.timeout(lastAnswersMs)]);
  await Promise.race([Promise.all(carried), abortOf(givenUp)]);
  await remote.close();
}

/** What a server of the revisions with a handshake answers to it. */
const revisionSchema = z.object({ protocolVersion: z.string(), serverInfo: z.object({}) });

/** A request that is under way. One that its client has cancelled is let go with its connection, and answered by nobody. */
type Awaited = { answered: () => void; cancel: () => void };
/** The request that a client has cancelled; null for any other message. */
function cancelledIn(message: JSONRPCMessage): RequestId | null {
  if (!isJSONRPCNotification(message) || message.method !== "notifications/cancelled") return null;
  return z.union([z.string(), z.number()]).safeParse(message.params?.["requestId"]).data ?? null;
}

type Ways = {
  remote: StreamableHTTPClientTransport;
  awaited: Map<RequestId, Awaited>;
  answer: (message: JSONRPCMessage) => void;
};

async function carry(line: string, { remote, awaited, answer }: Ways): Promise<void> {
  let message: JSONRPCMessage;
  try {
    message = deserializeMessage(line);
  } catch {
    return answer({ jsonrpc: "2.0", error: { code: parseError, message: "A line is one JSON-RPC message." } });
  }
  if (!isJSONRPCRequest(message)) {
    // The server keeps no sessions: only here is it known which request a client means.
    const cancelledId = cancelledIn(message);
    if (cancelledId !== null) return awaited.get(cancelledId)?.cancel();
    return remote.send(message).catch(() => undefined);
  }
  const { id } = message;
  const cancelled = new AbortController();
  const answered = new Promise<void>((resolve) =>
    awaited.set(id, {
      answered: resolve,
      cancel: () => {
        cancelled.abort();
        resolve();
      },
    }),
  );
  try {
    const isCut = new Promise<never>((_, reject) => {
      const onRequestStreamEnd = (): void => reject(new Error("The connection ended before the answer came."));
      remote.send(message, { onRequestStreamEnd, requestSignal: cancelled.signal }).catch(reject);
    });
    await Promise.race([answered, isCut]);
  } catch (error) {
    if (cancelled.signal.aborted) return;
    const problem = problemIn(error);
    const { code, title, detail, todo } = problem;
    const text = [`${code}: ${title}`, detail, todo].filter((part) => part !== "").join(" ");
    answer({ jsonrpc: "2.0", id, error: { code: internalError, message: text, data: problem } });
  } finally {
    awaited.delete(id);
  }
}

/** What the server said was wrong; PUR-1010 when it said nothing. */
function problemIn(error: unknown): z.infer<typeof problemSchema> {
  if (error instanceof SdkHttpError) {
    const told = problemSchema.safeParse(jsonOf(error.data["text"]));
    if (told.success) return told.data;
  }
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return problemOf(new PurserError("PUR-1010", reason instanceof Error ? reason.message : String(reason)));
}

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
