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
  baseUrl: string;
  apiKey: string | null;
  /** The way out: each request of the provider's code goes through it. What it throws is an `EgressError`. */
  fetch: typeof globalThis.fetch;
};

type Settings = { name: string; apiKey?: string; baseURL: string; fetch: ModelPlace["fetch"] };
type Provider = (model: string) => LanguageModel;
const providerSchema = z.custom<Provider>((value) => typeof value === "function");
const makerSchema = z.custom<(settings: Settings) => unknown>((value) => typeof value === "function");

/** The model of a provider; its package is loaded where it is not one of the three that Purser brings. Throws PUR-6016. */
export async function languageModel({ provider, model, baseUrl, apiKey, fetch }: ModelPlace): Promise<LanguageModel> {
  const common = { fetch, baseURL: baseUrl, ...(apiKey === null ? {} : { apiKey }) };
  switch (provider) {
    case "openai":
      return createOpenAI(common)(model);
    case "anthropic":
      return createAnthropic(common)(model);
    case "openai-compatible":
      return createOpenAICompatible({ ...common, name: provider, includeUsage: true })(model);
    default: {
      const make = await makerOf(provider);
      return providerSchema.parse(make({ ...common, name: provider }))(model);
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
