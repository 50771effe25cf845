import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { PurserError } from "@purser/contract";
import type { LanguageModel } from "ai";
import { z } from "zod";

export type ModelPlace = {
  /** A provider of the AI SDK, as its package is called behind `@ai-sdk/`. */
  provider: string;
  model: string;
  baseUrl: string | null;
  apiKey: string | null;
  /** Takes the place of the network; each request goes through it. */
  fetch: typeof fetch;
};

type Settings = { name: string; apiKey?: string; baseURL?: string; fetch: typeof fetch };
type Provider = (model: string) => LanguageModel;
const providerSchema = z.custom<Provider>((value) => typeof value === "function");
const makerSchema = z.custom<(settings: Settings) => unknown>((value) => typeof value === "function");

/** The model of a provider; its package is loaded where it is not one of the three that Purser brings. Throws PUR-6016. */
export async function languageModel({ provider, model, baseUrl, apiKey, fetch }: ModelPlace): Promise<LanguageModel> {
  const common = { fetch, ...(apiKey === null ? {} : { apiKey }) };
  const base = baseUrl === null ? {} : { baseURL: baseUrl };
  switch (provider) {
    case "openai":
      return createOpenAI({ ...common, ...base })(model);
    case "anthropic":
      return createAnthropic({ ...common, ...base })(model);
    case "openai-compatible": {
      if (baseUrl === null) throw new PurserError("PUR-6016", "The provider openai-compatible needs a baseUrl.");
      return createOpenAICompatible({ ...common, name: provider, baseURL: baseUrl, includeUsage: true })(model);
    }
    default: {
      const make = await makerOf(provider);
      return providerSchema.parse(make({ ...common, ...base, name: provider }))(model);
    }
  }
}

/** `createMistral` of `@ai-sdk/mistral`, `createGoogleGenerativeAI` of `@ai-sdk/google`. */
async function makerOf(provider: string): Promise<z.infer<typeof makerSchema>> {
  const name = `@ai-sdk/${provider}`;
  const exported: unknown = await import(name).catch(() => null);
  const wanted = `create${provider.replaceAll("-", "")}`.toLowerCase();
  const found = Object.entries(
    z
      .record(z.string(), z.unknown())
      .catch({})
      .parse({ ...Object(exported) }),
  ).find(([key, value]) => key.toLowerCase().startsWith(wanted) && typeof value === "function");
  if (found === undefined)
    throw new PurserError("PUR-6016", `The provider ${provider} needs the package ${name}: npm install ${name}.`);
  return makerSchema.parse(found[1]);
}
