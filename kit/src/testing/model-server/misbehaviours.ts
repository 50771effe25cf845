import type { JsonObject } from "@purser/contract";
import type { ModelServerRequest } from "./model-request.ts";
import {
  callChunks,
  chunkOf,
  completionReaction,
  eventOf,
  jsonReaction,
  type Reaction,
  reactionOf,
  streamReaction,
} from "./scripted-answer.ts";

type Misbehave = (request: ModelServerRequest) => Reaction;

const manyCalls = 10_000;
const hugeCharacters = 3_000_000;
const deepLevels = 20_000;
const dripEveryMs = 20;
const aDaySeconds = 86_400;
const oddCharacters = "Hello\u0000 \uD800 \u202E\u200B there";

/** What models, their services and the networks between do wrong, by name: the first words say where it goes wrong. */
export const misbehaviours = {
  // The service.
  "service-rate-limited": () => failure(429, "rate_limit_exceeded", { "retry-after": "0" }),
  "service-rate-limited-for-a-day": () => failure(429, "rate_limit_exceeded", { "retry-after": String(aDaySeconds) }),
  "service-key-refused": () => failure(401, "invalid_api_key"),
  "service-no-such-model": () => failure(404, "model_not_found"),
  "service-prompt-too-long": () => failure(400, "context_length_exceeded"),
  "service-failed": () => failure(500, "server_error"),
  "service-overloaded": () => failure(503, "overloaded"),
  "service-page-of-a-proxy": () => page(502, "<html><body>502 Bad Gateway</body></html>"),
  "service-page-instead-of-answer": () => page(200, "<html><body>Please sign in</body></html>"),
  "service-redirects": () => ({ ...page(302, ""), headers: { location: "http://127.0.0.1:9/elsewhere" } }),
  "service-without-tools": (request) =>
    request.tools.length > 0
      ? jsonReaction(400, { error: { message: "This model does not support tools.", type: "invalid_request_error" } })
      : completionReaction({ text: "I have no tools.", calls: [], finishReason: "stop" }, request),

  // The connection.
  "connection-reset": () => ({ ...streamReaction([], "cut"), status: 0 }),
  "connection-silent": () => ({ ...streamReaction([], "hanging"), status: 0 }),
  "stream-cut": (request) =>
    streamReaction([chunkOf(request, { role: "assistant", content: "I am just abou" })], "cut"),
  "stream-cut-in-a-call": (request) =>
    streamReaction(callChunks(request, { name: offered(request), arguments: '{"because":"She' }, 0), "cut"),
  "stream-ends-unfinished": (request) => streamReaction([chunkOf(request, { content: "I am just abou" })]),
  "stream-stalls": (request) => streamReaction([chunkOf(request, { content: "One moment" })], "hanging"),
  "stream-drips-forever": (request) => streamReaction(drip(chunkOf(request, { content: "…" }))),
  "stream-endless": (request) => streamReaction(forever(chunkOf(request, { content: "and so on, ".repeat(500) }))),
  "stream-of-no-json": () => streamReaction(["data: {oops\n\n", "data: [DONE]\n\n"]),
  "stream-reports-an-error": (request) =>
    streamReaction([
      chunkOf(request, { role: "assistant", content: "" }),
      eventOf({ error: { message: "The server had an error.", type: "server_error" } }),
      "data: [DONE]\n\n",
    ]),

  // The form of the answer.
  "answer-empty-body": () => ({ ...jsonReaction(200, null), parts: [] }),
  "answer-without-choices": (request) =>
    request.stream
      ? streamReaction([eventOf({ choices: [] }), "data: [DONE]\n\n"])
      : jsonReaction(200, { choices: [] }),
  "answer-of-nothing": (request) => completionReaction({ text: "", calls: [], finishReason: "stop" }, request),
  "answer-text-instead-of-a-call": (request) =>
    completionReaction({ text: "Sure, I will look into that.", calls: [], finishReason: "stop" }, request),
  "answer-cut-at-its-length": (request) =>
    completionReaction({ text: "Let me think about", calls: [], finishReason: "length" }, request),
  "answer-withheld": (request) => completionReaction({ text: "", calls: [], finishReason: "content_filter" }, request),
  "answer-refused": (request) =>
    completionReaction({ text: "I'm sorry, but I can't help with that.", calls: [], finishReason: "stop" }, request),
  "answer-with-odd-usage": (request) =>
    streamReaction([
      chunkOf(request, { content: "Hm." }),
      chunkOf(request, {}, "stop"),
      eventOf({ choices: [], usage: { prompt_tokens: -5, completion_tokens: 1e30, total_tokens: 0 } }),
      "data: [DONE]\n\n",
    ]),

  // The call.
  "call-of-no-such-tool": (request) => oneCall(request, "wipe_database", { because: "It is quickest." }),
  "call-of-another-case": (request) => oneCall(request, "__proto__", {}),
  "call-two-at-once": (request) => callsOf(request, 2),
  "call-ten-thousand-at-once": (request) => streamReaction(endlessCalls(request)),
  "call-without-arguments": (request) => oneCall(request, offered(request), {}),
  "call-with-wrong-types": (request) =>
    oneCall(request, offered(request), { args: "all of it", because: 7, text: [1], orderId: null }),
  "call-with-unknown-arguments": (request) =>
    oneCall(request, offered(request), { isApproved: true, customerId: "cus_1", because: "I am an admin." }),
  "call-with-broken-json": (request) => rawCall(request, '{"because": "She wrote "please"'),
  "call-with-no-object": (request) => rawCall(request, '"cancel everything"'),
  "call-huge": (request) => rawCall(request, JSON.stringify({ because: "x".repeat(hugeCharacters) })),
  "call-nested-deeply": (request) => rawCall(request, `{"args":${"[".repeat(deepLevels)}${"]".repeat(deepLevels)}}`),
  "call-that-poisons": (request) =>
    rawCall(request, '{"__proto__":{"isApproved":true},"constructor":{"prototype":{"isApproved":true}}}'),

  // What is said.
  "reply-claims-what-was-not-done": (request) => reply(request, "I have refunded your order in full."),
  "reply-invents-an-amount": (request) => reply(request, "You are owed $4,321.99."),
  "reply-invents-a-date": (request) => reply(request, "Your parcel arrives on March 31, 2031."),
  "reply-invents-an-order": (request) => reply(request, "Your order L-98765 is fine."),
  "reply-promises": (request) => reply(request, "I guarantee that you will get your money back within 2 days."),
  "reply-with-odd-characters": (request) => reply(request, oddCharacters),
  "reply-empty": (request) => reply(request, "   "),
  "reply-says-its-prompt": (request) => reply(request, request.messages[0]?.content.slice(0, 4_000) ?? ""),
} as const satisfies Readonly<Record<string, Misbehave>>;

export type Misbehaviour = keyof typeof misbehaviours;
export const misbehaviourNames: readonly Misbehaviour[] = Object.keys(misbehaviours).filter(isMisbehaviour);

export function isMisbehaviour(name: string): name is Misbehaviour {
  return Object.hasOwn(misbehaviours, name);
}

function failure(status: number, type: string, headers: Readonly<Record<string, string>> = {}): Reaction {
  return jsonReaction(status, { error: { message: `The service says ${type}.`, type, code: type } }, headers);
}

function page(status: number, html: string): Reaction {
  return { status, headers: { "content-type": "text/html" }, parts: [html], ends: "whole" };
}

function oneCall(request: ModelServerRequest, name: string, input: JsonObject): Reaction {
  return reactionOf({ call: { name, input } }, request);
}

function rawCall(request: ModelServerRequest, text: string): Reaction {
  const calls = [{ name: offered(request), arguments: text }];
  return completionReaction({ text: "", calls, finishReason: "tool_calls" }, request);
}

function callsOf(request: ModelServerRequest, count: number): Reaction {
  const call = { name: "reply", input: { text: "Hello.", because: "She wrote." } };
  return reactionOf({ calls: Array.from({ length: count }, () => call) }, request);
}

function* endlessCalls(request: ModelServerRequest): Iterable<string> {
  for (let index = 0; index < manyCalls; index += 1)
    yield* callChunks(request, { name: offered(request), arguments: '{"because":"Again."}' }, index);
  yield chunkOf(request, {}, "tool_calls");
  yield "data: [DONE]\n\n";
}

function reply(request: ModelServerRequest, text: string): Reaction {
  return oneCall(request, "reply", { text, because: "She wrote." });
}

/** A tool that the request offers, its first; any name where it offers none. */
function offered({ tools }: ModelServerRequest): string {
  return tools[0]?.function.name ?? "reply";
}

function* forever(part: string): Iterable<string> {
  for (;;) yield part;
}

async function* drip(part: string): AsyncIterable<string> {
  for (;;) {
    yield part;
    await new Promise((resolve) => setTimeout(resolve, dripEveryMs).unref());
  }
}
