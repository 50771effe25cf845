import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Misbehaviour, misbehaviours } from "./misbehaviours.ts";
import { type ModelServerRequest, modelServerRequestSchema } from "./model-request.ts";
import { forwarded } from "./forward.ts";
import type { Recording } from "./recording.ts";
import { jsonReaction, type Reaction, reactionOf, type ScriptedAnswer } from "./scripted-answer.ts";

/**
 * What the server answers a request with, the first having the index 0: an answer, a misbehaviour by its name, or null
 * when the script has none, which the client hears as a failure with `script_ended`.
 */
export type ModelScript = (request: ModelServerRequest, index: number) => ScriptedAnswer | Misbehaviour | null;

export type ModelServer = {
  /** The base URL for a client, such as `http://127.0.0.1:4000/v1`. */
  url: string;
  /** What it was asked so far. */
  requests: () => readonly ModelServerRequest[];
  /** What it has answered so far, as a recording that can be played again. */
  recorded: (name: string) => Recording;
  /** Ends it with all connections that are open, also those that it left hanging. */
  stop: () => Promise<void>;
};

/** Answers from a script, or those of a real service, passed on and recorded. */
export type ModelServerOptions = { script: ModelScript } | { upstream: { url: string; apiKey: string } };

const largestRequestBytes = 8_000_000;

/** Starts an OpenAI-compatible server on a free port of this machine. It knows `/chat/completions` and `/models`. */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const requests: ModelServerRequest[] = [];
  const answers: Recording["answers"] = [];
  const server = createServer((incoming, response) => {
    answerOne(incoming, response, { options, requests, answers }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests: () => requests,
    recorded: (recording) => ({ recording, values: {}, answers: [...answers] }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Served = { options: ModelServerOptions; requests: ModelServerRequest[]; answers: Recording["answers"] };

async function answerOne(incoming: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const path = new URL(incoming.url ?? "/", "http://localhost").pathname;
  if (path.endsWith("/models")) return send(jsonReaction(200, { object: "list", data: [] }), response);
  if (incoming.method !== "POST" || !path.endsWith("/chat/completions"))
    return send(jsonReaction(404, { error: { message: "No such path.", type: "not_found" } }), response);
  const text = await bodyOf(incoming);
  const request = modelServerRequestSchema.safeParse(parsedJson(text));
  if (!request.success)
    return send(
      jsonReaction(400, { error: { message: "The request is not readable.", type: "bad_request" } }),
      response,
    );
  served.requests.push(request.data);
  return send(await reactionTo(request.data, text, served), response);
}

async function reactionTo(
  request: ModelServerRequest,
  text: string,
  { options, requests, answers }: Served,
): Promise<Reaction> {
  if ("upstream" in options) {
    const { reaction, answer } = await forwarded(text, request, options.upstream);
    if (answer !== null) answers.push({ answer });
    return reaction;
  }
  const answer = options.script(request, requests.length - 1);
  if (answer === null)
    return jsonReaction(500, { error: { message: "The script has no answer left.", type: "script_ended" } });
  if (typeof answer === "string") return misbehaviours[answer](request);
  answers.push({ answer });
  return reactionOf(answer, request);
}

async function send({ status, headers, parts, ends }: Reaction, response: ServerResponse): Promise<void> {
  if (status === 0) {
    if (ends === "cut") response.destroy();
    return;
  }
  response.writeHead(status, headers);
  response.flushHeaders();
  for await (const part of parts) {
    if (response.destroyed) return;
    if (!response.write(part)) await drained(response);
  }
  if (ends === "whole") response.end();
  if (ends !== "cut") return;
  // What was written is to arrive before the end does.
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  response.destroy();
}

const settleMs = 20;

/** Until the client has read what was written, or has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off("drain", settle);
      response.off("close", settle);
      resolve();
    };
    response.on("drain", settle);
    response.on("close", settle);
  });
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const parts: AsyncIterable<Uint8Array> = incoming;
  for await (const chunk of parts) {
    size += chunk.byteLength;
    if (size > largestRequestBytes) throw new Error("The request is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A script of misbehaviours and answers, one for each request in turn; the last one for all that follow. */
export function inTurn(...answers: readonly (ScriptedAnswer | Misbehaviour)[]): ModelScript {
  return (_request, index) => answers[Math.min(index, answers.length - 1)] ?? null;
}
