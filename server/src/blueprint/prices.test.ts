import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costMicrosOf, listPrices, type ModelUsage, priceOf, pricesSchema } from "./prices.ts";

const inDollars = { currency: "USD", prices: pricesSchema.parse({}) };

describe("what a model costs", () => {
  test("is its list price, also for a dated version of it", () => {
    expect(priceOf("gpt-4o-mini", inDollars)).toEqual({ input: 0.15, cachedInput: 0.075, output: 0.6 });
    expect(priceOf("gpt-4o-mini-2024-07-18", inDollars)).toEqual(priceOf("gpt-4o-mini", inDollars));
    expect(priceOf("claude-sonnet-4-5-20250929", inDollars)).toEqual(listPrices["claude-sonnet-4-5"]);
  });

  test("is what the blueprint says before that, and in its own currency", () => {
    const prices = pricesSchema.parse({ dollar: 0.5, models: { house: { input: 0, output: 0 } } });
    expect(priceOf("house", { currency: "EUR", prices })).toEqual({ input: 0, output: 0 });
    expect(priceOf("gpt-5", { currency: "EUR", prices })).toEqual({ input: 0.625, cachedInput: 0.0625, output: 5 });
  });

  test("is not known where nobody has said it, or in which currency it is", () => {
    expect(priceOf("house", inDollars)).toBeNull();
    expect(priceOf("gpt-5", { currency: "EUR", prices: pricesSchema.parse({}) })).toBeNull();
  });

  test("is for a million tokens of each kind the sum of the prices", () => {
    const usage = { inputTokens: 2_000_000, cachedInputTokens: 1_000_000, outputTokens: 1_000_000 };
    expect(costMicrosOf(usage, { input: 3, cachedInput: 0.3, output: 15 })).toBe(18_300_000);
  });

  const usages = fc.record({
    inputTokens: fc.nat(1_000_000),
    outputTokens: fc.nat(1_000_000),
    cachedInputTokens: fc.nat(1_000_000),
  });
  const cachedOnly = ({ inputTokens, cachedInputTokens, outputTokens }: ModelUsage): ModelUsage => {
    return { inputTokens, outputTokens, cachedInputTokens: Math.min(inputTokens, cachedInputTokens) };
  };

  test("is whole, never less than what was used, and never more for what is read from a cache", () => {
    fc.assert(
      fc.property(usages.map(cachedOnly), fc.constantFrom(...Object.values(listPrices)), (usage, price) => {
        const cost = costMicrosOf(usage, price);
        expect(Number.isInteger(cost)).toBe(true);
        expect(cost).toBeLessThanOrEqual(costMicrosOf({ ...usage, cachedInputTokens: 0 }, price));
        expect(cost + 1e-3).toBeGreaterThanOrEqual(usage.outputTokens * price.output);
      }),
    );
  });
});
