import { PurserError } from "@purser/contract";
import { z } from "zod";
import { durationSchema } from "./duration.ts";
import { priceSchema } from "./prices.ts";
import { mayBePrivate, type ServiceAddress, whyNotReached } from "./service-address.ts";

/** Of the providers that Purser brings. Of others the operator says it: what nobody has named is not reached. */
const ownBaseUrls: Readonly<Record<string, string>> = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
};

const modelSchema = z
  .strictObject({
    /** A provider of the AI SDK, as its package is called behind `@ai-sdk/`. */
    provider: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, "a provider is called as its package behind @ai-sdk/, such as openai"),
    model: z.string().min(1).max(200),
    /** Its origin is the only one that is reached for this model. */
    baseUrl: z
      .url({ protocol: /^https?$/, error: "write an address such as https://models.example/v1" })
      .exactOptional(),
    /** Whether it may be in the operator's own network, and without TLS. */
    allowPrivate: z.boolean().default(false),
    /** The variable of the environment that holds the key; never the key itself. */
    keyFrom: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, "write the name of a variable such as MODEL_KEY, not the key itself")
      .exactOptional(),
    /** How it proposes: by tool calling, as JSON in its text, or the first until its service says that it cannot. */
    tools: z.enum(["auto", "native", "text"]).default("auto"),
    /** For one answer. */
    timeout: durationSchema.prefault("60s"),
    maxOutputTokens: z.int().min(64).max(200_000).default(2_000),
    /** What it costs here, or the name that the table of prices has for it; without it by the name of the model. */
    price: z.union([priceSchema, z.string().min(1)]).exactOptional(),
  })
  .superRefine(({ provider, baseUrl = ownBaseUrls[provider], allowPrivate }, context) => {
    const message =
      baseUrl === undefined
        ? `the provider ${provider} needs the address of its service, such as http://localhost:11434/v1`
        : whyNotReached(baseUrl, allowPrivate);
    if (message !== null) context.addIssue({ code: "custom", path: ["baseUrl"], message });
  });
export type ModelSettings = z.infer<typeof modelSchema>;

/** Where a model is asked. Throws PUR-6016 where nobody has said it. */
export function addressOfModel(settings: Pick<ModelSettings, "provider" | "baseUrl" | "allowPrivate">): ServiceAddress {
  const { provider, baseUrl = ownBaseUrls[provider], allowPrivate } = settings;
  if (baseUrl === undefined) throw new PurserError("PUR-6016", `The provider ${provider} needs a baseUrl.`);
  return { baseUrl, allowPrivate: mayBePrivate({ baseUrl, allowPrivate }) };
}

/** `models:` of blueprint.yaml, by size. */
export const modelsSchema = z.strictObject({
  small: modelSchema.exactOptional(),
  frontier: modelSchema.exactOptional(),
});
export type ModelSize = keyof z.infer<typeof modelsSchema>;
