import type { ModelUsage } from "@purser/kit";
import { z } from "zod";

/** What a million tokens of a model cost: in dollars in the table below, in a blueprint in its own currency. */
export const priceSchema = z.strictObject({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  /** Of input that the provider has read before; without it they cost as much as others. */
  cachedInput: z.number().nonnegative().exactOptional(),
});
export type Price = z.infer<typeof priceSchema>;

/** `prices` of blueprint.yaml. */
export const pricesSchema = z.strictObject({
  /** What one US dollar is in the blueprint's currency; the table of the server is in dollars. */
  dollar: z.number().positive().exactOptional(),
});
export type Prices = z.infer<typeof pricesSchema>;

/**
 * List prices in US dollars for a million tokens, without discounts, as providers published them in 2025. Providers
 * change them: a blueprint says in models.*.price what a deployment really pays. A name counts for itself and for its dated versions.
 */
export const listPrices: Readonly<Record<string, Price>> = {
  "claude-haiku-4-5": { input: 1, cachedInput: 0.1, output: 5 },
  "claude-opus-4-1": { input: 15, cachedInput: 1.5, output: 75 },
  "claude-opus-4-5": { input: 5, cachedInput: 0.5, output: 25 },
  "claude-sonnet-4": { input: 3, cachedInput: 0.3, output: 15 },
  "claude-sonnet-4-5": { input: 3, cachedInput: 0.3, output: 15 },
  "gemini-2.5-flash": { input: 0.3, cachedInput: 0.075, output: 2.5 },
  "gemini-2.5-flash-lite": { input: 0.1, cachedInput: 0.025, output: 0.4 },
  "gemini-2.5-pro": { input: 1.25, cachedInput: 0.31, output: 10 },
  "gpt-4.1": { input: 2, cachedInput: 0.5, output: 8 },
  "gpt-4.1-mini": { input: 0.4, cachedInput: 0.1, output: 1.6 },
  "gpt-4.1-nano": { input: 0.1, cachedInput: 0.025, output: 0.4 },
  "gpt-4o": { input: 2.5, cachedInput: 1.25, output: 10 },
  "gpt-4o-mini": { input: 0.15, cachedInput: 0.075, output: 0.6 },
  "gpt-5": { input: 1.25, cachedInput: 0.125, output: 10 },
  "gpt-5-mini": { input: 0.25, cachedInput: 0.025, output: 2 },
  "gpt-5-nano": { input: 0.05, cachedInput: 0.005, output: 0.4 },
};

/** `-2025-08-07`, `-20250929`: a version of the model that is named before it. */
const dated = /-(?:\d{4}-\d{2}-\d{2}|\d{8})$/;

type Pays = { prices: Prices; currency: string };

/** What a model of the blueprint costs: as it says there, else as the table has it. Null where nobody has said. */
export function priceOf({ model, price = model }: { model: string; price?: Price | string }, pays: Pays): Price | null {
  return typeof price === "string" ? listedPrice(price, pays) : price;
}

function listedPrice(model: string, { prices, currency }: Pays): Price | null {
  const listed = listPrices[model] ?? listPrices[model.replace(dated, "")];
  const rate = prices.dollar ?? (currency === "USD" ? 1 : null);
  if (listed === undefined || rate === null) return null;
  const { input, output, cachedInput } = listed;
  return {
    input: input * rate,
    output: output * rate,
    ...(cachedInput === undefined ? {} : { cachedInput: cachedInput * rate }),
  };
}

/** In millionths of the currency, rounded up: a price for a million tokens is one for a token in millionths. */
export function costMicrosOf({ inputTokens, outputTokens, cachedInputTokens }: ModelUsage, price: Price): number {
  const { input, output, cachedInput = input } = price;
  const cached = Math.min(cachedInputTokens, inputTokens);
  const fresh = inputTokens - cached;
  // What cannot be told apart in a sum of doubles is not rounded up to the next millionth.
  return Math.ceil(Number((fresh * input + cached * cachedInput + outputTokens * output).toFixed(6)));
}
