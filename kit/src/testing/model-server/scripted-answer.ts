import { jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import type { ModelServerRequest } from "./model-request.ts";

/** What a model says: one or more tool calls, or text. */
export const scriptedAnswerSchema = z.union([
  z.strictObject({ call: z.strictObject({ name: z.string(), input: jsonObjectSchema }) }),
  z.strictObject({ calls: z.array(z.strictObject({ name: z.string(), input: jsonObjectSchema })).min(1) }),
  z.strictObject({ text: z.string() }),
]);
export type ScriptedAnswer = z.infer<typeof scriptedAnswerSchema>;

/** What goes over the wire: the parts of a body, and what the server does after the last one. */
export type Reaction = {
  status: number;
  headers: Readonly<Record<string, string>>;
  parts: Iterable<string> | AsyncIterable<string>;
  ends: "whole" | "cut" | "hanging";
};

type Call = { name: string; arguments: string };
type Completion = { text: string; calls: readonly Call[]; finishReason: string };

/** Four characters for a token: a rule of thumb, and the same at each run. */
const charactersPerToken = 4;
/** A stream brings text and arguments in pieces of this size. */
const pieceCharacters = 24;

/** An answer as the protocol has it, streamed where the request wants that. */
export function reactionOf(answer: ScriptedAnswer, request: ModelServerRequest): Reaction {
  const calls = "call" in answer ? [answer.call] : "calls" in answer ? answer.calls : [];
  return completionReaction(
    {
      text: "text" in answer ? answer.text : "",
      calls: calls.map(({ name, input }) => ({ name, arguments: JSON.stringify(input) })),
      finishReason: calls.length > 0 ? "tool_calls" : "stop",
    },
    request,
  );
}

/** The same for arguments that need not be JSON and any finish reason. */
export function completionReaction(completion: Completion, request: ModelServerRequest): Reaction {
  if (!request.stream) return jsonReaction(200, wholeOf(completion, request));
  return streamReaction([...chunksOf(completion, request), "data: [DONE]\n\n"]);
}

export function jsonReaction(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reaction {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    parts: [JSON.stringify(body)],
    ends: "whole",
  };
}

export function streamReaction(parts: Reaction["parts"], ends: Reaction["ends"] = "whole"): Reaction {
  return { status: 200, headers: { "content-type": "text/event-stream" }, parts, ends };
}

/** One event of a stream. */
export function chunkOf(
  request: ModelServerRequest,
  delta: object,
  finishReason: string | null = null,
  more: object = {},
): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return eventOf({ ...headOf(request), object: "chat.completion.chunk", choices, ...more });
}

export function eventOf(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** The events of a stream but its last, `[DONE]`. */
export function chunksOf({ text, calls, finishReason }: Completion, request: ModelServerRequest): string[] {
  const usage = usageOf(request, { text, calls });
  return [
    chunkOf(request, { role: "assistant", content: "" }),
    ...piecesOf(text).map((piece) => chunkOf(request, { content: piece })),
    ...calls.flatMap((call, index) => callChunks(request, call, index)),
    chunkOf(request, {}, finishReason),
    eventOf({ ...headOf(request), object: "chat.completion.chunk", choices: [], usage }),
  ];
}

export function callChunks(request: ModelServerRequest, call: Call, index: number): string[] {
  const opening = {
    index,
    id: `call_${index + 1}`,
    type: "function",
    function: { name: call.name, arguments: "" },
  };
  return [
    chunkOf(request, { tool_calls: [opening] }),
    ...piecesOf(call.arguments).map((piece) =>
      chunkOf(request, { tool_calls: [{ index, function: { arguments: piece } }] }),
    ),
  ];
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += pieceCharacters) pieces.push(text.slice(at, at + pieceCharacters));
  return pieces;
}

function wholeOf({ text, calls, finishReason }: Completion, request: ModelServerRequest): object {
  const toolCalls = calls.map((call, index) => ({ id: `call_${index + 1}`, type: "function", function: call }));
  const message = {
    role: "assistant",
    content: text === "" ? null : text,
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  };
  return {
    ...headOf(request),
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: finishReason }],
    usage: usageOf(request, { text, calls }),
  };
}

function headOf({ model }: ModelServerRequest): object {
  return { id: "chatcmpl-scripted", created: 0, model };
}

function usageOf({ messages }: ModelServerRequest, { text, calls }: Pick<Completion, "text" | "calls">): object {
  const read = messages.reduce((sum, { content }) => sum + content.length, 0);
  const written = text.length + calls.reduce((sum, { name, arguments: given }) => sum + name.length + given.length, 0);
  const [promptTokens, completionTokens] = [read, written].map((count) => Math.ceil(count / charactersPerToken));
  const total = (promptTokens ?? 0) + (completionTokens ?? 0);
  return { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: total };
}
