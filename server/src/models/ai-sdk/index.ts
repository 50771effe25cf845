import type { JsonObject } from "@purser/contract";
import type { ModelAnswer, ModelMessage, ModelProvider, ModelRequest, ModelUsage } from "@purser/kit";
import { jsonSchema, type LanguageModel, streamText, tool, type ToolSet } from "ai";
import { setTimeout as delay } from "node:timers/promises";
import { type Failure, failureOf } from "./failure-of.ts";
import { languageModel, type ModelPlace } from "./language-model.ts";
import { estimatedUsage, nothingUsed, sumOfUsage, usageOf, usageOfBroken, usageSoFar } from "./usage.ts";

const attempts = 2;
/** A service that wants longer than this is left alone. */
const longestWaitMs = 5_000;
/** After its time an answer is given up even where the provider's code does not end. */
const graceMs = 500;
/** Anthropic keeps what ends in a message that is marked so; others keep prefixes by themselves. */
const kept = { anthropic: { cacheControl: { type: "ephemeral" } } } as const;

globalThis.AI_SDK_LOG_WARNINGS = false;

/**
 * A model of any provider of the AI SDK. What can be tried again is tried once more within the time of the request.
 * Throws PUR-6016 when the provider is not there.
 */
export async function createAiSdkModel(place: ModelPlace): Promise<ModelProvider> {
  const model = await languageModel(place);
  return { name: `${place.provider}/${place.model}`, ask: (request) => ask(model, request) };
}

async function ask(model: LanguageModel, request: ModelRequest): Promise<ModelAnswer> {
  const endsAt = performance.now() + request.limits.timeoutMs;
  let usage = nothingUsed;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askOnce(model, request, Math.max(1, endsAt - performance.now()));
    usage = sumOfUsage(usage, answer.usage);
    if (answer.kind === "answered") return { ...answer, usage };
    const { failure } = answer;
    const { code, detail, lacksTools, retryAfterMs } = failure;
    const isLast = attempt >= attempts || retryAfterMs === null || retryAfterMs > longestWaitMs;
    if (isLast || performance.now() + retryAfterMs >= endsAt)
      return { kind: "failed", code, detail, lacksTools, usage };
    await delay(retryAfterMs, undefined, { ref: false });
  }
}

type Answered = Extract<ModelAnswer, { kind: "answered" }>;
type Asked = Answered | { kind: "broken"; failure: Failure; usage: ModelUsage };

async function askOnce(model: LanguageModel, request: ModelRequest, timeoutMs: number): Promise<Asked> {
  const stop = new AbortController();
  const finished = new AbortController();
  const slow: Failure = {
    code: "PUR-6002",
    detail: `No answer in ${timeoutMs} ms.`,
    lacksTools: false,
    retryAfterMs: null,
  };
  const tooSlow = delay(timeoutMs, undefined, { signal: finished.signal, ref: false })
    .then(() => stop.abort())
    .then(() => delay(graceMs, undefined, { signal: finished.signal, ref: false }))
    .then((): Asked => ({ kind: "broken", failure: slow, usage: estimatedUsage(request, 0) }));
  tooSlow.catch(() => undefined);
  try {
    return await Promise.race([read(model, request, { stop, slow }), tooSlow]);
  } finally {
    finished.abort();
    stop.abort();
  }
}

/** After these a service has read the question, though it has told nothing yet: it was too slow, or its answer is no answer. */
const readFailures: ReadonlySet<Failure["code"]> = new Set([
  "PUR-6002",
  "PUR-6007",
  "PUR-6010",
  "PUR-6011",
  "PUR-6012",
]);

type Reading = { text: string; calls: { name: string; input: unknown }[]; characters: number };

async function read(
  model: LanguageModel,
  request: ModelRequest,
  { stop, slow }: { stop: AbortController; slow: Failure },
): Promise<Asked> {
  const reading: Reading = { text: "", calls: [], characters: 0 };
  const { limits } = request;
  let begun = 0;
  let told: ModelUsage | null = null;
  const broken = (failure: Failure): Asked => {
    const isRead = reading.characters > 0 || begun > 0 || readFailures.has(failure.code);
    const usage =
      isRead || told !== null ? usageOfBroken(told, estimatedUsage(request, reading.characters)) : nothingUsed;
    return { kind: "broken", failure, usage };
  };
  const failed = (error: unknown): Asked =>
    broken(stop.signal.aborted ? slow : failureOf(error, reading.characters > 0 || reading.calls.length > 0));
  try {
    for await (const part of partsOf(model, request, stop.signal)) {
      if (part.type === "error") return failed(part.error);
      if (part.type === "abort") return broken(slow);
      if (part.type === "raw") told = usageSoFar(part.rawValue, told);
      if (part.type === "tool-input-start") begun += 1;
      take(part, reading);
      if (reading.characters > limits.characters || Math.max(begun, reading.calls.length) > limits.calls)
        return broken(failureWith("PUR-6010", `More than ${limits.characters} characters or ${limits.calls} calls.`));
      if (part.type !== "finish") continue;
      told = usageOf(part.totalUsage) ?? told;
      const end = endOf(part.finishReason, part.rawFinishReason, reading);
      if (end !== null) return broken(end);
      const { text, calls, characters } = reading;
      const usage = told ?? estimatedUsage(request, characters);
      return { kind: "answered", text, calls, isCutShort: part.finishReason === "length", usage };
    }
  } catch (error) {
    return failed(error);
  }
  return broken(failureWith("PUR-6011", "The answer had no end."));
}

function partsOf(model: LanguageModel, { messages, tools, limits }: ModelRequest, abortSignal: AbortSignal) {
  const offered: ToolSet = Object.fromEntries(
    tools.map(({ name, description, input }) => [
      name,
      tool({ description, inputSchema: jsonSchema<JsonObject>(input) }),
    ]),
  );
  return streamText({
    model,
    messages: messages.map(messageOf),
    allowSystemInMessages: true,
    ...(tools.length === 0 ? {} : { tools: offered, toolChoice: "required" }),
    maxRetries: 0,
    includeRawChunks: true,
    maxOutputTokens: limits.outputTokens,
    abortSignal,
    onError: () => undefined,
  }).fullStream;
}

function messageOf(message: ModelMessage) {
  const { role, text: content } = message;
  if (role !== "system") return { role, content };
  return { role, content, ...(message.isStable ? { providerOptions: kept } : {}) };
}

type Part = ReturnType<typeof partsOf> extends AsyncIterable<infer Each> ? Each : never;

function take(part: Part, reading: Reading): void {
  if (part.type === "text-delta") reading.text += part.text;
  if (part.type === "text-delta" || part.type === "reasoning-delta") reading.characters += part.text.length;
  if (part.type === "tool-input-delta") reading.characters += part.delta.length;
  if (part.type === "tool-call") reading.calls.push({ name: part.toolName, input: part.input });
}

/** Null for an end as it is wanted. A stream that ends without saying why was cut off. */
function endOf(reason: string, raw: string | undefined, { characters, calls }: Reading): Failure | null {
  if (reason === "content-filter") return failureWith("PUR-6012", "The service withheld the answer.");
  if (reason === "error") return failureWith("PUR-6006", "The service reported an error.");
  if (reason !== "other" || raw !== undefined) return null;
  return characters === 0 && calls.length === 0
    ? failureWith("PUR-6007", "What came was no answer of a model.")
    : failureWith("PUR-6011", "The answer broke off.");
}

function failureWith(code: Failure["code"], detail: string): Failure {
  return { code, detail, lacksTools: false, retryAfterMs: null };
}
