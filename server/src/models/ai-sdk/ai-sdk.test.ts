import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { EgressError, type ModelRequest } from "@purser/kit";
import { expect, test } from "vitest";
import { z } from "zod";
import { createAiSdkModel } from "./index.ts";
import { usageSoFar } from "./usage.ts";

const request: ModelRequest = {
  messages: [
    { role: "system", text: "How to work.", isStable: true },
    { role: "user", text: "The case." },
  ],
  tools: [
    {
      name: "reply",
      description: "Says something.",
      input: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
    },
  ],
  limits: { timeoutMs: 5_000, outputTokens: 300, characters: 1_000, calls: 5 },
};

type Seen = { path: string; headers: Readonly<Record<string, unknown>>; body: string };

/** What a provider's code sends to a service that refuses everything. */
async function sentBy(place: { provider: string; apiKey: string | null }): Promise<Seen> {
  const seen: Seen[] = [];
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      seen.push({ path: incoming.url ?? "", headers: incoming.headers, body });
      response.writeHead(400, { "content-type": "application/json" }).end('{"error":{"message":"No.","type":"no"}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const model = await createAiSdkModel({ ...place, model: "m", baseUrl: `http://127.0.0.1:${port}/v1`, fetch });
  expect(await model.ask(request)).toMatchObject({ kind: "failed", code: "PUR-6005", lacksTools: false });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const [first] = seen;
  if (first === undefined || seen.length > 1) throw new Error(`It was asked ${seen.length} times.`);
  return first;
}

test("what is stable is marked for a provider that keeps prefixes when it is told to", async () => {
  const { path, headers, body } = await sentBy({ provider: "anthropic", apiKey: "key-of-ours" });
  expect([path, headers["x-api-key"]]).toEqual(["/v1/messages", "key-of-ours"]);
  expect(JSON.parse(body)).toMatchObject({
    max_tokens: 300,
    system: [{ type: "text", text: "How to work.", cache_control: { type: "ephemeral" } }],
    tool_choice: { type: "any" },
    tools: [{ name: "reply" }],
  });
});

test.each([
  ["openai", "/v1/responses"],
  ["openai-compatible", "/v1/chat/completions"],
])("%s is asked at its own path, with the key and one tool that must be called", async (provider, path) => {
  const seen = await sentBy({ provider, apiKey: "key-of-ours" });
  expect([seen.path, seen.headers["authorization"]]).toEqual([path, "Bearer key-of-ours"]);
  expect(JSON.parse(seen.body)).toMatchObject({ stream: true, tool_choice: "required" });
  expect(seen.body).toContain('"reply"');
});

test("a server without a key is sent none", async () => {
  expect((await sentBy({ provider: "openai-compatible", apiKey: null })).headers["authorization"]).toBeUndefined();
});

test("a provider whose package is not there is told at once", async () => {
  const place = { provider: "nobody", model: "m", apiKey: null, baseUrl: "http://127.0.0.1:9/v1", fetch };
  await expect(createAiSdkModel(place)).rejects.toMatchObject({ code: "PUR-6016" });
});

test.each<[EgressError["kind"], string, number]>([
  ["denied", "PUR-6080", 1],
  ["unusable", "PUR-6001", 1],
  ["tooLarge", "PUR-6010", 1],
  ["notSent", "PUR-6001", 2],
  ["noAnswer", "PUR-6001", 2],
])("a way out that says %s is an answer of %s, and is taken %d times", async (kind, code, times) => {
  let taken = 0;
  const model = await createAiSdkModel({
    provider: "openai-compatible",
    model: "m",
    baseUrl: "https://models.example/v1",
    apiKey: null,
    fetch: () => {
      taken += 1;
      return Promise.reject(new EgressError(kind, "Why."));
    },
  });
  expect(await model.ask(request)).toMatchObject({ kind: "failed", code, detail: "Why." });
  expect(taken).toBe(times);
});

/** A model whose service begins to answer with these chunks, one try after another, and then breaks off; without chunks it is silent. */
async function breakingOff(...tries: readonly (readonly object[])[]) {
  let taken = 0;
  const model = await createAiSdkModel({
    provider: "openai-compatible",
    model: "m",
    baseUrl: "https://models.example/v1",
    apiKey: null,
    fetch: async (_url, init) => {
      const chunks = tries[taken] ?? [];
      taken += 1;
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => {
          for (const chunk of chunks) stream.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`));
          init?.signal?.addEventListener("abort", () => stream.error(new Error("aborted")));
          if (chunks.length > 0) setTimeout(() => stream.error(new EgressError("noAnswer", "Broken off.")), 20);
        },
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
  });
  return model;
}

const words = (content: string) => ({
  id: "1",
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta: { content } }],
});

test("an answer that breaks off counts the question and what was written, as an estimate", async () => {
  const model = await breakingOff([words("x".repeat(300))]);
  const { kind, usage } = await model.ask(request);
  expect(kind).toBe("failed");
  expect(usage).toMatchObject({ isEstimate: true, outputTokens: 100 });
  expect(usage.inputTokens).toBeGreaterThan(30);
});

test("what the service said of its use counts in place of an estimate, though the answer broke off after it", async () => {
  const usage = { prompt_tokens: 1_234, completion_tokens: 56, total_tokens: 1_290 };
  const end = {
    id: "1",
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: {}, finish_reason: "stop" }],
    usage,
  };
  const model = await breakingOff([words("Well"), end]);
  const answer = await model.ask(request);
  expect(answer).toMatchObject({ kind: "failed" });
  expect(answer.usage).toEqual({ inputTokens: 1_234, cachedInputTokens: 0, outputTokens: 56 });
});

test("tokens that a service kept count as read, though it tells them beside its input tokens", () => {
  const usage = {
    input_tokens: 12,
    cache_read_input_tokens: 48_000,
    cache_creation_input_tokens: 500,
    output_tokens: 1,
  };
  const begun = usageSoFar({ type: "message_start", message: { usage } }, null);
  expect(begun).toEqual({ inputTokens: 48_512, cachedInputTokens: 48_000, outputTokens: 1 });
  const onlyRead = { input_tokens: 12, cache_read_input_tokens: 48_000, cache_creation_input_tokens: null };
  expect(usageSoFar({ type: "message_start", message: { usage: onlyRead } }, null)).toEqual({
    inputTokens: 48_012,
    cachedInputTokens: 48_000,
    outputTokens: 0,
  });
  expect(usageSoFar({ type: "message_delta", usage: { output_tokens: 40 } }, begun)).toEqual({
    inputTokens: 48_512,
    cachedInputTokens: 48_000,
    outputTokens: 40,
  });
});

test("a service that is too slow has read the question, and one that refuses it has not", async () => {
  const slow = await (await breakingOff([])).ask({ ...request, limits: { ...request.limits, timeoutMs: 50 } });
  expect(slow).toMatchObject({ kind: "failed", code: "PUR-6002", usage: { isEstimate: true, outputTokens: 0 } });
  expect(slow.usage.inputTokens).toBeGreaterThan(30);
  const refusing = await createAiSdkModel({
    provider: "openai-compatible",
    model: "m",
    baseUrl: "https://models.example/v1",
    apiKey: null,
    fetch: async () => new Response('{"error":{"message":"No."}}', { status: 400 }),
  });
  const refused = await refusing.ask(request);
  expect(refused.usage).toEqual({ inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 });
});
