import { describe, expect, test } from "vitest";
import { limitsSchema, noLimits, withoutRates } from "./limits.ts";

describe("limits of blueprint.yaml", () => {
  test("are written as so many in a stretch of time, one or several, or none", () => {
    const { requests, webhooks, messages } = limitsSchema.parse({
      requests: "600 per minute",
      webhooks: "none",
      messages: ["5 per second", "1000 per hour"],
    });
    expect(requests).toEqual([{ limit: 600, windowMs: 60_000 }]);
    expect(webhooks).toEqual([]);
    expect(messages).toEqual([
      { limit: 5, windowMs: 1000 },
      { limit: 1000, windowMs: 3_600_000 },
    ]);
  });

  test.each(["60", "60/min", "0 per minute", "60 per week", 60, []])("%j is none", (rates) => {
    expect(limitsSchema.safeParse({ requests: rates }).success).toBe(false);
  });

  test("are all off where none are kept", () => {
    expect(Object.keys(noLimits)).toEqual(Object.keys(limitsSchema.parse({})));
    const { fileSize, filesPerMessage, ...rates } = noLimits;
    expect(Object.values(rates).flat()).toEqual([]);
    expect([fileSize, filesPerMessage]).toEqual([10_000_000, 5]);
  });

  test("of how large a file is and how many a message has hold also where nobody counts how often", () => {
    const limits = limitsSchema.parse({ fileSize: "500 kB", filesPerMessage: 2, files: "1 per day" });
    expect(withoutRates(limits)).toEqual({ ...noLimits, fileSize: 500_000, filesPerMessage: 2 });
  });

  test.each(["10", "10MB", "0 MB", "-1 MB", "1.5 MB", "101 MB", "1 GB", "none", 10_000_000])(
    "%j is no size of a file",
    (fileSize) => {
      expect(limitsSchema.safeParse({ fileSize }).success).toBe(false);
    },
  );
});
