import { z } from "zod";
import { durationSchema } from "./duration.ts";
import { priceSchema } from "./prices.ts";

const modelSchema = z
  .strictObject({
    /** A provider of the AI SDK, as its package is called behind `@ai-sdk/`. */
    provider: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, "a provider is called as its package behind @ai-sdk/, such as openai"),
    model: z.string().min(1).max(200),
    baseUrl: z
      .url({ protocol: /^https?$/, error: "write an address such as https://models.example/v1" })
      .exactOptional(),
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
  .refine(({ provider, baseUrl }) => provider !== "openai-compatible" || baseUrl !== undefined, {
    path: ["baseUrl"],
    message: "the provider openai-compatible needs the address of the service, such as http://localhost:11434/v1",
  });
export type ModelSettings = z.infer<typeof modelSchema>;

/** `models:` of blueprint.yaml, by size. */
export const modelsSchema = z.strictObject({
  small: modelSchema.exactOptional(),
  frontier: modelSchema.exactOptional(),
});
export type ModelSize = keyof z.infer<typeof modelsSchema>;
