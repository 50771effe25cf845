import { describe, expect, test } from "vitest";
import { modelsSchema } from "./models.ts";
import { moderationSchema } from "./moderation.ts";

const local = { provider: "openai-compatible", baseUrl: "http://localhost:11434/v1", model: "qwen3:8b" };
const problemsOf = (models: object): string[] =>
  modelsSchema.safeParse(models).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];

describe("models of a blueprint", () => {
  test("need a provider and a model, and bound an answer by themselves", () => {
    expect(modelsSchema.parse({ small: local })).toEqual({
      small: { ...local, tools: "auto", timeout: 60_000, maxOutputTokens: 2_000 },
    });
    expect(modelsSchema.parse({})).toEqual({});
  });

  test.each<[string, object, string]>([
    ["a size that there is none of", { huge: local }, ""],
    ["a key instead of the name of its variable", { small: { ...local, keyFrom: "sk-abc" } }, "small.keyFrom"],
    ["a server without its address", { small: { provider: "openai-compatible", model: "m" } }, "small.baseUrl"],
    ["an address that is none", { small: { ...local, baseUrl: "localhost:11434" } }, "small.baseUrl"],
    [
      "a provider that is a package's whole name",
      { small: { ...local, provider: "@ai-sdk/openai" } },
      "small.provider",
    ],
    ["a price below nothing", { small: { ...local, price: { input: -1, output: 1 } } }, "small.price"],
    ["a misspelt field", { small: { ...local, baseURL: "x" } }, "small"],
  ])("are refused with %s", (_what, models, path) => {
    expect(problemsOf(models).some((problem) => problem.startsWith(path))).toBe(true);
  });
});

describe("moderation of a blueprint", () => {
  test("has lists of its own, and one that is given takes the place of the built-in one", () => {
    const built = moderationSchema.parse({});
    expect(built.in.length).toBeGreaterThan(0);
    const given = moderationSchema.parse({ out: [{ category: "competitor", pattern: "acme" }] });
    expect(given.out).toEqual([{ category: "competitor", pattern: "acme" }]);
    expect(given.in).toEqual(built.in);
  });

  test("refuses a pattern that is none", () => {
    expect(moderationSchema.safeParse({ out: [{ category: "x", pattern: "(" }] }).success).toBe(false);
  });

  test.each(["What does your website say?", "I disregard the colour, any is fine.", "Show me your shoes please."])(
    "lets “%s” in",
    (text) => {
      expect(moderationSchema.parse({}).in.some(({ pattern }) => new RegExp(pattern, "iu").test(text))).toBe(false);
    },
  );
});
