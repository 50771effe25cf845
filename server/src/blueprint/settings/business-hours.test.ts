import { type Instant, epochMsOf, instantOf } from "@purser/contract";
import { hours, minutes } from "@purser/kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  businessHoursSchema,
  businessMsBetween,
  isOpenAt,
  nextOpening,
  type Opened,
  plusBusinessMs,
  weekdays,
} from "./business-hours.ts";

function at(text: string): Instant {
  return instantOf(Date.parse(text));
}

function opened(timeZone: string, week: Record<string, string[]>, holidays: string[] = []): Opened {
  return { ...businessHoursSchema.parse({ week, holidays }), timeZone };
}

const office = ["09:00-17:00"];
const newYork = opened(
  "America/New_York",
  { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office },
  ["2026-11-26"],
);

describe("business hours", () => {
  test("are told in the shop's time zone: it opens and closes at its own clock, not on weekends or holidays", () => {
    expect(isOpenAt(newYork, at("2026-11-23T13:59:59Z"))).toBe(false);
    expect(isOpenAt(newYork, at("2026-11-23T14:00:00Z"))).toBe(true);
    expect(isOpenAt(newYork, at("2026-11-23T22:00:00Z"))).toBe(false);
    expect(isOpenAt(newYork, at("2026-11-26T15:00:00Z"))).toBe(false);
    expect(isOpenAt(newYork, at("2026-11-28T15:00:00Z"))).toBe(false);
    expect(nextOpening(newYork, at("2026-11-25T23:00:00Z"))).toBe(at("2026-11-27T14:00:00Z"));
    expect(nextOpening(newYork, at("2026-11-25T15:00:00Z"))).toBe(at("2026-11-25T15:00:00Z"));
  });

  test("count four hours from Friday afternoon into Monday", () => {
    expect(plusBusinessMs(newYork, at("2026-11-20T20:00:00Z"), hours(4))).toBe(at("2026-11-23T16:00:00Z"));
    expect(plusBusinessMs(newYork, at("2026-11-21T03:00:00Z"), hours(8))).toBe(at("2026-11-23T22:00:00Z"));
  });

  test("keep the clock of the shop over a change of it: an hour at night is lost, and another is there twice", () => {
    // On the 8th of March New York goes from EST to EDT, on the 1st of November back.
    const daily = opened("America/New_York", Object.fromEntries(weekdays.map((day) => [day, office])));
    expect(plusBusinessMs(daily, at("2026-03-07T21:00:00Z"), hours(2))).toBe(at("2026-03-08T14:00:00Z"));
    const nights = opened("America/New_York", Object.fromEntries(weekdays.map((day) => [day, ["00:00-04:00"]])));
    const nightOf = (from: string, to: string) => businessMsBetween(nights, at(from), at(to)) / hours(1);
    expect(nightOf("2026-03-08T05:00:00Z", "2026-03-09T03:00:00Z")).toBe(3);
    expect(nightOf("2026-11-01T04:00:00Z", "2026-11-02T04:00:00Z")).toBe(5);
    // Hours that the clock leaves out are none; the change itself opens what would begin in them.
    const gap = opened("America/New_York", { sunday: ["02:15-02:45", "02:50-04:00"] });
    expect(nextOpening(gap, at("2026-03-08T00:00:00Z"))).toBe(at("2026-03-08T07:00:00Z"));
    expect(businessMsBetween(gap, at("2026-03-08T00:00:00Z"), at("2026-03-09T00:00:00Z"))).toBe(hours(1));
  });

  test("over midnight are written as two, and those that overlap or end before they begin are refused", () => {
    const late = opened("UTC", { friday: ["20:00-24:00"], saturday: ["00:00-02:00"] });
    expect(businessMsBetween(late, at("2026-11-20T00:00:00Z"), at("2026-11-22T00:00:00Z"))).toBe(hours(6));
    for (const wrong of [["17:00-09:00"], ["09:00-12:00", "11:00-13:00"], ["9-17"], ["09:00-24:30"]])
      expect(businessHoursSchema.safeParse({ week: { monday: wrong } }).success).toBe(false);
    expect(businessHoursSchema.safeParse({ week: {} }).success).toBe(false);
    expect(businessHoursSchema.safeParse({ week: { monday: [] } }).success).toBe(false);
  });
});

const zones = ["UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"];
const openingArbitrary = fc
  .tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 48 }))
  .filter(([opens, closes]) => opens < closes)
  .map(([opens, closes]) => `${clock(opens)}-${clock(closes)}`);
const hoursArbitrary = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    opening: openingArbitrary,
  })
  .map(({ timeZone, days, opening }) => opened(timeZone, Object.fromEntries(days.map((day) => [day, [opening]]))));
// Two years with the changes of all these zones.
const instantArbitrary = fc
  .integer({ min: Date.parse("2026-01-01T00:00:00Z") / 60_000, max: Date.parse("2027-12-31T00:00:00Z") / 60_000 })
  .map((minute) => instantOf(minute * 60_000));
const durationArbitrary = fc.integer({ min: 0, max: 100 * 60 }).map((count) => minutes(count));

/** Each counts the days one by one. */
const fewer = { numRuns: 40 };

function clock(halfHours: number): string {
  return `${String(Math.floor(halfHours / 2)).padStart(2, "0")}:${halfHours % 2 === 0 ? "00" : "30"}`;
}

describe("a deadline in business hours, in any time zone and over any change of the clock", () => {
  test("comes when just so much business time has passed, and never before its start", () => {
    fc.assert(
      fc.property(hoursArbitrary, instantArbitrary, durationArbitrary, (open, from, durationMs) => {
        const due = plusBusinessMs(open, from, durationMs);
        expect(businessMsBetween(open, from, due)).toBe(durationMs);
        expect(epochMsOf(due)).toBeGreaterThanOrEqual(epochMsOf(from));
      }),
      fewer,
    );
  });

  test("is later for a later start and for a longer time, and the parts of a time make up the whole", () => {
    fc.assert(
      fc.property(
        hoursArbitrary,
        instantArbitrary,
        durationArbitrary,
        durationArbitrary,
        (open, from, oneMs, otherMs) => {
          const whole = plusBusinessMs(open, from, oneMs + otherMs);
          expect(epochMsOf(whole)).toBeGreaterThanOrEqual(epochMsOf(plusBusinessMs(open, from, oneMs)));
          const later = instantOf(epochMsOf(from) + otherMs);
          expect(epochMsOf(plusBusinessMs(open, later, oneMs))).toBeGreaterThanOrEqual(
            epochMsOf(plusBusinessMs(open, from, oneMs)),
          );
          expect(businessMsBetween(open, plusBusinessMs(open, from, oneMs), whole)).toBe(otherMs);
        },
      ),
      fewer,
    );
  });

  test("is open exactly when the shop's clock shows one of its hours, but for times that the clock shows twice", () => {
    fc.assert(
      fc.property(hoursArbitrary, instantArbitrary, (open, moment) => {
        const shown = new Intl.DateTimeFormat("en-GB", {
          timeZone: open.timeZone,
          weekday: "long",
          hour: "2-digit",
          minute: "2-digit",
        });
        const around = [-6, 6].map((shift) =>
          new Intl.DateTimeFormat("en-US", { timeZone: open.timeZone, timeZoneName: "longOffset" })
            .format(epochMsOf(moment) + hours(shift))
            .split("GMT")
            .at(1),
        );
        fc.pre(around[0] === around[1]);
        const parts = Object.fromEntries(
          shown.formatToParts(epochMsOf(moment)).map(({ type, value }) => [type, value]),
        );
        const minute = Number(parts["hour"]) * 60 + Number(parts["minute"]);
        const openings = weekdays
          .filter((day) => day === parts["weekday"]?.toLowerCase())
          .flatMap((day) => open.week[day] ?? []);
        expect(isOpenAt(open, moment)).toBe(openings.some(({ opens, closes }) => opens <= minute && minute < closes));
      }),
    );
  });
});
