import { instantSchema } from "@purser/contract";
import { expect, test } from "vitest";
import { calendarDaysBetween } from "./calendar-days.ts";

const at = (text: string) => instantSchema.parse(text);

test.each([
  ["the same day", "2026-02-10T05:00:00.000Z", "2026-02-10T23:00:00.000Z", "UTC", 0],
  ["a night later", "2026-02-10T23:59:59.000Z", "2026-02-11T00:00:00.000Z", "UTC", 1],
  ["still yesterday in New York", "2026-02-10T04:59:00.000Z", "2026-02-10T05:01:00.000Z", "America/New_York", 1],
  ["the future", "2026-02-12T12:00:00.000Z", "2026-02-10T12:00:00.000Z", "UTC", -2],
  [
    "over the night in which the clocks change",
    "2026-03-07T17:00:00.000Z",
    "2026-03-09T16:00:00.000Z",
    "America/New_York",
    2,
  ],
])("%s", (_what, then, now, timeZone, days) => {
  expect(calendarDaysBetween(at(then), at(now), timeZone)).toBe(days);
});
