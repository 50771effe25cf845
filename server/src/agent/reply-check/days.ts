import { epochMsOf, type Instant, instantSchema } from "@purser/contract";
import * as chrono from "chrono-node";
import { spelledCount, spelledNumber } from "./amounts.ts";
import { offsetMinutes } from "../rules/named-days.ts";
import type { Evidence } from "./evidence.ts";
import { textsOf } from "./evidence.ts";
import type { Mention, Unproved } from "./unproved.ts";

/** A day that a text names: with what it says of it. `year` is null where only day and month are named. */
type NamedDay = Mention & { year: number | null; month: number; day: number; isWeekdayOnly: boolean };

/** Phrases that the reader takes for days and that name none. */
const noDay =
  /^(?:now|today|at the moment|sun|sat|mar|may|the (?:past|last)|this (?:time|morning|afternoon|evening)|tonight)$/i;
const count = String.raw`\d+|${spelledCount()}|an?|(?:a )?(?:couple(?: of)?|few)|several`;
const duration = new RegExp(
  String.raw`\b(${count})(?:\s?(?:-|–|to|or)\s?(${count}))?[ -](?:more |business |working |calendar )?(minute|hour|day|week|month|year|min|hr|wk)s?\b`,
  "gi",
);
const endOf = /\b(?:end|close) of (?:the |this |next )?(?:day|week|month|year|business)\b/gi;
const timeOfDay = /(?<![\d:])(\d{1,2})(?::(\d{2}))?\s?([ap])\.?m\b|(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])/gi;
const longUnits: Readonly<Record<string, string>> = { min: "minute", hr: "hour", wk: "week" };

/** The calendar days that a text names, read in the shop's time zone. */
export function daysIn(text: string, { now, settings }: Pick<Evidence, "now" | "settings">): NamedDay[] {
  const reference = { instant: new Date(epochMsOf(now)), timezone: offsetMinutes(now, settings.timeZone) };
  return chrono.casual.parse(text, reference, { forwardDate: true }).flatMap((found) =>
    [found.start, ...(found.end === null || found.end === undefined ? [] : [found.end])].flatMap((part) => {
      const isNamed = part.isCertain("day") || part.isCertain("weekday");
      if (!isNamed || noDay.test(found.text.trim()) || isDuration(found.text)) return [];
      return [
        {
          words: found.text,
          index: found.index,
          year: part.isCertain("year") ? part.get("year") : null,
          month: part.get("month") ?? 0,
          day: part.get("day") ?? 0,
          isWeekdayOnly: part.isCertain("weekday") && !part.isCertain("day"),
        },
      ];
    }),
  );
}

function isDuration(text: string): boolean {
  return text.search(duration) >= 0;
}

/** Days and spans of time that neither the facts nor she herself have named. */
export function unprovedDays(text: string, evidence: Evidence): Unproved[] {
  const known = knownDays(evidence);
  const days = daysIn(text, evidence).filter((named) => !known.some((day) => isSame(named, day)));
  return [
    ...days.map(({ words }): Unproved => ({ kind: "date", words, why: "No fact of this case has this day." })),
    ...unprovedDurations(text, evidence),
    ...unprovedTimes(text, evidence),
  ];
}

type CalendarDay = { year: number; month: number; day: number };

function knownDays(evidence: Evidence): CalendarDay[] {
  const { facts, herWords, now, settings } = evidence;
  const texts = facts.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  return [
    dayAt(epochMsOf(now), settings.timeZone),
    ...texts.flatMap((text) => {
      const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
      if (year !== undefined) return [{ year: Number(year), month: Number(month), day: Number(day) }];
      const instant = instantSchema.safeParse(text);
      return instant.success ? [dayAt(epochMsOf(instant.data), settings.timeZone)] : [];
    }),
    ...[...texts, ...herWords].flatMap((text) =>
      daysIn(text, evidence).map(({ year, month, day }) => ({ year: year ?? 0, month, day })),
    ),
  ];
}

function dayAt(atMs: number, timeZone: string): CalendarDay {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(atMs).split("-").map(Number);
  return { year: parts[0] ?? 0, month: parts[1] ?? 0, day: parts[2] ?? 0 };
}

function isSame(named: NamedDay, day: CalendarDay): boolean {
  const isNearWeekday =
    named.isWeekdayOnly && weekdayOf({ ...named, year: named.year ?? day.year }) === weekdayOf(day) && day.year > 0;
  const isSameDay = named.month === day.month && named.day === day.day;
  const isSameYear = named.year === null || day.year === 0 || named.year === day.year;
  return (isSameDay && isSameYear) || isNearWeekday;
}

function weekdayOf({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

type Span = Mention & { unit: string; counts: readonly string[] };

function spansIn(text: string): Span[] {
  return [...text.matchAll(duration)].map((match) => {
    const [words, first = "", second, unit = ""] = match;
    const counts = [first, second].flatMap((each) => (each === undefined ? [] : [countOf(each.toLowerCase())]));
    const short = unit.toLowerCase();
    return { words, index: match.index, unit: longUnits[short] ?? short, counts };
  });
}

/** A number, or the word of who names none: “a few” days are proved by “a few” days alone. */
function countOf(text: string): string {
  if (/^an?$/.test(text)) return "1";
  if (/couple|few|several/.test(text)) return text.replace(/^a /, "").replace(/ of$/, "");
  return String(/^\d/.test(text) ? Number(text) : spelledNumber(text));
}

function unprovedDurations(text: string, evidence: Evidence): Unproved[] {
  const known = new Set<string>();
  const texts = [...textsOf(evidence), ...evidence.herWords];
  for (const { unit, counts } of texts.flatMap(spansIn)) for (const each of counts) known.add(`${each} ${unit}`);
  for (const { path, value } of evidence.facts) {
    const unit = /(minute|hour|day|week|month|year)s?/i.exec(path.split(".").at(-1) ?? "")?.[1];
    if (typeof value === "number" && unit !== undefined) known.add(`${value} ${unit.toLowerCase()}`);
  }
  const ends = [...text.matchAll(endOf)].filter(
    ([words]) => !texts.some((each) => each.toLowerCase().includes(words.toLowerCase())),
  );
  return [
    ...spansIn(text).filter(({ counts, unit }) => !counts.every((each) => known.has(`${each} ${unit}`))),
    ...ends.map(([words]) => ({ words })),
  ].map(({ words }) => ({ kind: "duration", words, why: "No fact of this case has this span of time." }));
}

/** Times of day that neither the facts nor she herself have named, in the shop's time zone. */
function unprovedTimes(text: string, evidence: Evidence): Unproved[] {
  const { facts, herWords, settings } = evidence;
  const texts = textsOf(evidence);
  const instants = facts.flatMap(({ value }) => (typeof value === "string" ? [instantSchema.safeParse(value)] : []));
  const known = new Set([
    ...[...texts, ...herWords].flatMap((each) => timesIn(each).map(({ minutes }) => minutes)),
    ...instants.flatMap(({ data }) => (data === undefined ? [] : [minutesAt(data, settings.timeZone)])),
  ]);
  return timesIn(text)
    .filter(({ minutes }) => !known.has(minutes))
    .map(({ words }) => ({ kind: "date", words, why: "No fact of this case has this time." }));
}

/** Minutes since midnight. */
function timesIn(text: string): { words: string; minutes: number }[] {
  return [...text.matchAll(timeOfDay)].map(([words, hour, minute = "0", half, plainHour = "0", plainMinute = "0"]) =>
    hour === undefined
      ? { words, minutes: Number(plainHour) * 60 + Number(plainMinute) }
      : { words, minutes: ((Number(hour) % 12) + (half?.toLowerCase() === "p" ? 12 : 0)) * 60 + Number(minute) },
  );
}

function minutesAt(instant: Instant, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  const [hour = 0, minute = 0] = format.format(epochMsOf(instant)).split(":").map(Number);
  return hour * 60 + minute;
}
