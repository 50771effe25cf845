import { describe, expect, test } from "vitest";
import { addressOfModel, modelsSchema } from "./models.ts";
import { moderationSchema } from "./moderation.ts";

const local = { provider: "openai-compatible", baseUrl: "http://localhost:11434/v1", model: "qwen3:8b" };
const problemsOf = (models: object): string[] =>
  modelsSchema.safeParse(models).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];

describe("models of a blueprint", () => {
  test("need a provider and a model, and bound an answer by themselves", () => {
    expect(modelsSchema.parse({ small: local })).toEqual({
      small: { ...local, allowPrivate: false, tools: "auto", timeout: 60_000, maxOutputTokens: 2_000 },
    });
    expect(modelsSchema.parse({})).toEqual({});
  });

  test.each<[string, object, string]>([
    ["a size that there is none of", { huge: local }, ""],
    ["a key instead of the name of its variable", { small: { ...local, keyFrom: "sk-abc" } }, "small.keyFrom"],
    ["a server without its address", { small: { provider: "openai-compatible", model: "m" } }, "small.baseUrl"],
    ["another provider without its address", { small: { provider: "mistral", model: "m" } }, "small.baseUrl"],
    ["a network of one's own unsaid", { small: { ...local, baseUrl: "http://10.0.0.7/v1" } }, "small.baseUrl"],
    ["a password in the address", { small: { ...local, baseUrl: "https://u:p@m.example/v1" } }, "small.baseUrl"],
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

describe("the address of a model", () => {
  const addressOf = (model: object): unknown => {
    const { small } = modelsSchema.parse({ small: { model: "m", ...model } });
    return small === undefined ? null : addressOfModel(small);
  };

  test("is known for the providers that Purser brings", () => {
    expect(addressOf({ provider: "openai" })).toEqual({ baseUrl: "https://api.openai.com/v1", allowPrivate: false });
  });

  test("may be in a network of the operator's own where they say so, and on this machine where it is written as such", () => {
    const at = (baseUrl: string, more: object = {}): unknown => addressOf({ ...local, baseUrl, ...more });
    const own = "http://gpu.internal:8000/v1";
    expect(at(own, { allowPrivate: true })).toEqual({ baseUrl: own, allowPrivate: true });
    for (const here of ["http://127.0.0.1:1/v1", "http://localhost:1/v1", "http://[::1]:1/v1", "https://localhost/v1"])
      expect(at(here)).toEqual({ baseUrl: here, allowPrivate: true });
    const elsewhere = "https://localhost.example/v1";
    expect(at(elsewhere)).toEqual({ baseUrl: elsewhere, allowPrivate: false });
    for (const near of ["https://127.0.0.2/v1", "https://10.0.0.7/v1"])
      expect(() => at(near)).toThrow("an address in your own network needs allowPrivate: true");
    for (const never of ["https://169.254.169.254/v1", "https://0.0.0.0/v1"])
      expect(() => at(never)).toThrow("this address is never reached");
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

  test("asks a service without https only where it is on this machine or said to be the operator's own", () => {
    const accepts = (endpoint: object): boolean => moderationSchema.safeParse({ endpoint }).success;
    expect(accepts({ baseUrl: "http://moderation.internal/v1" })).toBe(false);
    expect(accepts({ baseUrl: "http://moderation.internal/v1", allowPrivate: true })).toBe(true);
    expect(accepts({ baseUrl: "http://localhost:9/v1" })).toBe(true);
    expect(accepts({ baseUrl: "https://moderation.example/v1" })).toBe(true);
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
