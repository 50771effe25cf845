import { type Instant, epochMsOf, instantOf } from "@purser/contract";
import { z } from "zod";

export const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export type Weekday = (typeof weekdays)[number];

const minutesPerHour = 60;
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** `09:00-17:30`; `24:00` is the end of the day. In minutes from midnight once read. */
const openingSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "write opening hours such as 09:00-17:30")
  .transform((text) => {
    const [opens = 0, closes = 0] = text.split("-").map(minutesOf);
    return { opens, closes };
  })
  .refine(({ opens, closes }) => opens < closes, "it closes before it opens; split what goes over midnight in two");

const openingsSchema = z
  .array(openingSchema)
  .transform((openings) => openings.toSorted((one, other) => one.opens - other.opens))
  .refine(
    (openings) => openings.every(({ opens }, index) => opens >= (openings[index - 1]?.closes ?? 0)),
    "these hours overlap",
  );

/** When somebody is there, in the shop's time zone. A weekday that is not named is closed, and so is a holiday. */
export const businessHoursSchema = z.strictObject({
  week: z
    .partialRecord(z.enum(weekdays), openingsSchema)
    .refine(
      (week) => Object.values(week).some((openings) => openings.length > 0),
      "name the hours of at least one day",
    ),
  holidays: z.array(z.iso.date()).default([]),
});
export type BusinessHours = z.infer<typeof businessHoursSchema>;

/** Business hours with the time zone that they are told in. */
export type Opened = BusinessHours & { timeZone: string };

export function isOpenAt(hours: Opened, at: Instant): boolean {
  const atMs = epochMsOf(at);
  return spansFrom(hours, atMs).next().value.opensAtMs <= atMs;
}

/** The first instant from `at` on at which somebody is there: `at` itself while it is open. */
export function nextOpening(hours: Opened, at: Instant): Instant {
  const atMs = epochMsOf(at);
  return instantOf(Math.max(atMs, spansFrom(hours, atMs).next().value.opensAtMs));
}

/** The instant at which so much business time has passed since `from`; time while it is closed does not count. */
export function plusBusinessMs(hours: Opened, from: Instant, durationMs: number): Instant {
  const fromMs = epochMsOf(from);
  let leftMs = durationMs;
  for (const { opensAtMs, closesAtMs } of spansFrom(hours, fromMs)) {
    const beginsAtMs = Math.max(fromMs, opensAtMs);
    if (beginsAtMs + leftMs <= closesAtMs) return instantOf(beginsAtMs + leftMs);
    leftMs -= closesAtMs - beginsAtMs;
  }
  throw new Error("Business hours have no end.");
}

/** Business time from one instant to a later one. */
export function businessMsBetween(hours: Opened, from: Instant, to: Instant): number {
  const [fromMs, toMs] = [epochMsOf(from), epochMsOf(to)];
  let sumMs = 0;
  for (const { opensAtMs, closesAtMs } of spansFrom(hours, fromMs)) {
    if (opensAtMs >= toMs) break;
    sumMs += Math.min(toMs, closesAtMs) - Math.max(fromMs, opensAtMs);
  }
  return sumMs;
}

type Span = { opensAtMs: number; closesAtMs: number };

/**
 * The open spans that end after an instant, in their order, without end. A time of day that the clock shows twice opens
 * at the first and closes at the last; one that it leaves out is the moment at which the clock is changed.
 */
function* spansFrom({ week, holidays, timeZone }: Opened, fromMs: number): Generator<Span, never> {
  const closed = new Set(holidays);
  // A day earlier than the calendar's: in the night of a change a span may reach beyond its day.
  for (let day = Math.floor(wallMs(fromMs, timeZone) / dayMs) * dayMs - dayMs; ; day += dayMs) {
    if (closed.has(new Date(day).toISOString().slice(0, dateLength))) continue;
    for (const { opens, closes } of week[weekdayOf(day)] ?? []) {
      const opensAtMs = atWallMs(day + opens * minuteMs, timeZone, "first");
      const closesAtMs = atWallMs(day + closes * minuteMs, timeZone, "last");
      if (closesAtMs > fromMs && closesAtMs > opensAtMs) yield { opensAtMs, closesAtMs };
    }
  }
}

const dateLength = "2026-01-01".length;

function weekdayOf(dayStartMs: number): Weekday {
  return weekdays[new Date(dayStartMs).getUTCDay()] ?? "sunday";
}

function minutesOf(text: string): number {
  const [hour = 0, minute = 0] = text.split(":").map(Number);
  return hour * minutesPerHour + minute;
}

/** The instant at which a clock in the zone shows a time, which is written as if it were in UTC. */
function atWallMs(wall: number, timeZone: string, which: "first" | "last"): number {
  const candidates = [wall - dayMs, wall + dayMs].map((near) => wall - (wallMs(near, timeZone) - near)).sort(ascending);
  const shown = candidates.filter((candidate) => wallMs(candidate, timeZone) === wall);
  const [first] = shown;
  const last = shown.at(-1);
  if (first !== undefined && last !== undefined) return which === "first" ? first : last;
  return changeBetween(candidates, wall, timeZone);
}

function ascending(one: number, other: number): number {
  return one - other;
}

/** The minute at which the clock jumps over a time of day. */
function changeBetween(candidates: readonly number[], wall: number, timeZone: string): number {
  let [before = wall, after = wall] = candidates;
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / (2 * minuteMs)) * minuteMs;
    if (wallMs(middle, timeZone) < wall) before = middle;
    else after = middle;
  }
  return after;
}

/** Making a format takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone shows at an instant, written as if it were in UTC. */
function wallMs(atMs: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-US", { ...formatFields, timeZone });
  formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const withinSecond = ((atMs % secondMs) + secondMs) % secondMs;
  return Date.UTC(year, month - 1, day, hour, minute, second) + withinSecond;
}

const secondMs = 1000;
const formatFields = {
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
} as const;
