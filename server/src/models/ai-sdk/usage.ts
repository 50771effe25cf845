import type { ModelRequest, ModelUsage } from "@purser/kit";
import type { LanguageModelUsage } from "ai";
import { z } from "zod";

export const nothingUsed: ModelUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

const mostTokens = 100_000_000;
/** Of English about four, of other languages and of JSON fewer: rather too many tokens are counted than too few. */
const charactersPerToken = 3;

/** What a service says that it used; null where it says nothing of it. */
export function usageOf({ inputTokens, outputTokens, inputTokenDetails }: LanguageModelUsage): ModelUsage | null {
  if (inputTokens === undefined && outputTokens === undefined) return null;
  return {
    inputTokens: wholeTokens(inputTokens),
    cachedInputTokens: wholeTokens(inputTokenDetails.cacheReadTokens),
    outputTokens: wholeTokens(outputTokens),
  };
}

const count = z.number().nullish();
const saidSchema = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
});
type Said = z.infer<typeof saidSchema>;

/** As the interfaces of OpenAI and Anthropic have it in a part of their streams. */
const chunkSchema = z.union([
  z.object({ usage: saidSchema }).transform(({ usage }) => usage),
  z.object({ message: z.object({ usage: saidSchema }) }).transform(({ message }) => message.usage),
  z.object({ response: z.object({ usage: saidSchema }) }).transform(({ response }) => response.usage),
]);

/** What a part of a stream says of its use, with what parts before it said; the end that would say it may never come. */
export function usageSoFar(chunk: unknown, before: ModelUsage | null): ModelUsage | null {
  const { data } = chunkSchema.safeParse(chunk);
  if (data === undefined) return before;
  const read = readTokens(data);
  const written = data.output_tokens ?? data.completion_tokens ?? null;
  if (read === null && written === null) return before;
  return {
    inputTokens: read === null ? (before?.inputTokens ?? 0) : wholeTokens(read),
    // A part that says nothing of it leaves what was said.
    cachedInputTokens: wholeTokens(data.cache_read_input_tokens ?? before?.cachedInputTokens),
    outputTokens: written === null ? (before?.outputTokens ?? 0) : wholeTokens(written),
  };
}

/** All that was read: Anthropic tells what it took from a kept prefix, and what it kept, beside its input tokens. */
function readTokens({ prompt_tokens, input_tokens = prompt_tokens, ...kept }: Said): number | null {
  const { cache_read_input_tokens, cache_creation_input_tokens } = kept;
  if (typeof input_tokens !== "number") return null;
  return input_tokens + (cache_read_input_tokens ?? 0) + (cache_creation_input_tokens ?? 0);
}

/** What a service most likely counts that has read the question and written so much, and has not said it. */
export function estimatedUsage({ messages, tools }: ModelRequest, writtenCharacters: number): ModelUsage {
  const asked =
    messages.reduce((sum, { text }) => sum + text.length, 0) + (tools.length === 0 ? 0 : JSON.stringify(tools).length);
  return {
    inputTokens: Math.ceil(asked / charactersPerToken),
    cachedInputTokens: 0,
    outputTokens: Math.ceil(writtenCharacters / charactersPerToken),
    isEstimate: true,
  };
}

/** What an answer that broke off has used: what the service had said by then, and at least what it had written. */
export function usageOfBroken(told: ModelUsage | null, estimated: ModelUsage): ModelUsage {
  if (told === null) return estimated;
  return told.outputTokens >= estimated.outputTokens
    ? told
    : { ...told, outputTokens: estimated.outputTokens, isEstimate: true };
}

/** What several tries of one question used together. */
export function sumOfUsage(one: ModelUsage, other: ModelUsage): ModelUsage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    ...(one.isEstimate === true || other.isEstimate === true ? { isEstimate: true } : {}),
  };
}

/** What a service says of itself need not be so. */
function wholeTokens(count: number | undefined): number {
  return count === undefined || !Number.isFinite(count) ? 0 : Math.min(mostTokens, Math.max(0, Math.round(count)));
}
