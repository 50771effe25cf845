import type { ModelUsage } from "@purser/kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costMicrosOf, listPrices, priceOf, pricesSchema } from "./prices.ts";

const inDollars = { currency: "USD", prices: pricesSchema.parse({}) };

describe("what a model costs", () => {
  const priceIn = (pays: typeof inDollars, model: string) => priceOf({ model }, pays);

  test("is its list price, also for a dated version of it", () => {
    expect(priceIn(inDollars, "gpt-4o-mini")).toEqual({ input: 0.15, cachedInput: 0.075, output: 0.6 });
    expect(priceIn(inDollars, "gpt-4o-mini-2024-07-18")).toEqual(priceIn(inDollars, "gpt-4o-mini"));
    expect(priceIn(inDollars, "claude-sonnet-4-5-20250929")).toEqual(listPrices["claude-sonnet-4-5"]);
  });

  test("is what the blueprint says before that: a price, or the name that it has in the table", () => {
    const own = { input: 0, output: 0 };
    expect(priceOf({ model: "gpt-5", price: own }, inDollars)).toEqual(own);
    expect(priceOf({ model: "our-gpt-5", price: "gpt-5" }, inDollars)).toEqual(listPrices["gpt-5"]);
  });

  test("is told in the blueprint's currency", () => {
    const inEuros = { currency: "EUR", prices: pricesSchema.parse({ dollar: 0.5 }) };
    expect(priceIn(inEuros, "gpt-5")).toEqual({ input: 0.625, cachedInput: 0.0625, output: 5 });
  });

  test("is not known where nobody has said it, or in which currency it is", () => {
    expect(priceIn(inDollars, "house")).toBeNull();
    expect(priceIn({ currency: "EUR", prices: pricesSchema.parse({}) }, "gpt-5")).toBeNull();
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
