import { expect, test } from "vitest";
import { formatDay } from "./day.ts";

test("a day is told as people write it, in their language", () => {
  expect(formatDay("2026-03-07")).toBe("Saturday, March 7");
  expect(formatDay("2026-03-07", "en-GB")).toBe("Saturday 7 March");
  expect(formatDay("2026-03-07", "de-DE")).toBe("Samstag, 7. März");
});

test("with its year it has no weekday", () => {
  expect(formatDay("2026-03-07", "en-US", { year: true })).toBe("March 7, 2026");
});

test("what is no calendar day is refused", () => {
  expect(() => formatDay("soon")).toThrow(RangeError);
});
