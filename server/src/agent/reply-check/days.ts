import { epochMsOf, type Instant, instantSchema } from "@purser/contract";
import { offsetMinutes } from "../rules/understanding/named-days.ts";
import type { Evidence } from "./evidence.ts";
import { textsOf } from "./evidence.ts";
import { type Language, never, type SpanUnit, spanUnits, withoutAccents } from "./language.ts";
import { languages, languagesIn } from "./languages.ts";
import { type Mention, overlaps, type Unproved } from "./unproved.ts";

/** A day that a text names: with what it says of it. `year` is null where only day and month are named. */
type NamedDay = Mention & { year: number | null; month: number; day: number; isWeekdayOnly: boolean };

const timeOfDay = /(?<![\d:])(\d{1,2})(?::(\d{2}))?\s?([ap])\.?m\b|(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])/gi;

/** The calendar days that a text names, read in the shop's time zone. */
export function daysIn(text: string, at: Pick<Evidence, "now" | "settings">): NamedDay[] {
  return languagesIn(text).flatMap((language) => daysReadIn(language, text, at));
}

function daysReadIn(
  language: Language,
  text: string,
  { now, settings }: Pick<Evidence, "now" | "settings">,
): NamedDay[] {
  const reference = { instant: new Date(epochMsOf(now)), timezone: offsetMinutes(now, settings.timeZone) };
  const { days, noDay } = language.times;
  return days(text, reference).flatMap((found) =>
    [found.start, ...(found.end === null || found.end === undefined ? [] : [found.end])].flatMap((part) => {
      const isNamed = part.isCertain("day") || part.isCertain("weekday");
      const isNone = noDay.test(withoutAccents(found.text.trim())) || spansIn(found.text, language).length > 0;
      if (!isNamed || isNone) return [];
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

/** Days and spans of time that neither the facts nor she herself have named. */
export function unprovedDays(text: string, evidence: Evidence): Unproved[] {
  return [
    ...unprovedDates(text, evidence).map(({ words }): Unproved => ({
      kind: "date",
      words,
      why: "No fact of this case has this day.",
    })),
    ...unprovedDurations(text, evidence),
    ...unprovedTimes(text, evidence),
  ];
}

/** What is a known day as one of the languages reads it is proved: `03.04.` is a day in April to some. */
function unprovedDates(text: string, evidence: Evidence): NamedDay[] {
  const readings = languagesIn(text).map((language) => daysReadIn(language, text, evidence));
  if (readings.every((days) => days.length === 0)) return [];
  const known = knownDays(evidence);
  const judged = readings.map((days) =>
    days.map((named) => ({ named, isProved: known.some((day) => isSame(named, day)) })),
  );
  const isProvedElsewhere = (named: NamedDay, own: number): boolean =>
    judged.some((days, other) => {
      const same = days.filter((each) => other !== own && overlaps(each.named, named));
      return same.length > 0 && same.every(({ isProved }) => isProved);
    });
  return judged.flatMap((days, own) =>
    days.flatMap(({ named, isProved }) => (isProved || isProvedElsewhere(named, own) ? [] : [named])),
  );
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

type Span = Mention & { unit: SpanUnit; counts: readonly string[] };

const spanPatterns = new Map(
  languages.map(({ times }) => [
    times,
    new RegExp(
      String.raw`\b(${times.count})(?:\s?(?:-|–|${times.joint})\s?(${times.count}))?[ -](?:${times.qualifier})?(${Object.values(times.units).join("|")})\b`,
      "gi",
    ),
  ]),
);

function spansIn(text: string, { times }: Language): Span[] {
  const read = withoutAccents(text);
  return [...read.matchAll(spanPatterns.get(times) ?? never)].flatMap((match) => {
    const [words, first = "", second, named = ""] = match;
    const unit = spanUnits.find((each) => new RegExp(`^(?:${times.units[each]})$`, "i").test(named));
    const counts = [first, second].flatMap((each) => (each === undefined ? [] : [times.countOf(each.toLowerCase())]));
    return unit === undefined ? [] : [{ words, index: match.index, unit, counts }];
  });
}

/** Of “a few” days only “a few” days are proof, in whatever language. */
function unprovedDurations(text: string, evidence: Evidence): Unproved[] {
  const known = new Set<string>();
  const texts = [...textsOf(evidence), ...evidence.herWords];
  const told = texts.flatMap((each) => languages.flatMap((language) => spansIn(each, language)));
  for (const { unit, counts } of told) for (const each of counts) known.add(`${each} ${unit}`);
  for (const { path, value } of evidence.facts) {
    const unit = /(minute|hour|day|week|month|year)s?/i.exec(path.split(".").at(-1) ?? "")?.[1];
    if (typeof value === "number" && unit !== undefined) known.add(`${value} ${unit.toLowerCase()}`);
  }
  const read = languagesIn(text);
  const ends = read
    .flatMap(({ times }) => [...withoutAccents(text).matchAll(times.endOf)])
    .filter(([words]) => !texts.some((each) => withoutAccents(each.toLowerCase()).includes(words.toLowerCase())));
  return [
    ...read
      .flatMap((language) => spansIn(text, language))
      .filter(({ counts, unit }) => !counts.every((each) => known.has(`${each} ${unit}`))),
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
  const read = withoutAccents(text);
  const onTheHour = languagesIn(text).flatMap(({ times }) => [...read.matchAll(times.hour)]);
  return [
    ...onTheHour.map(([words, hour = "0", minute = "0"]) => ({ words, minutes: Number(hour) * 60 + Number(minute) })),
    ...[...text.matchAll(timeOfDay)].map(([words, hour, minute = "0", half, plainHour = "0", plainMinute = "0"]) =>
      hour === undefined
        ? { words, minutes: Number(plainHour) * 60 + Number(plainMinute) }
        : { words, minutes: ((Number(hour) % 12) + (half?.toLowerCase() === "p" ? 12 : 0)) * 60 + Number(minute) },
    ),
  ];
}

function minutesAt(instant: Instant, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  const [hour = 0, minute = 0] = format.format(epochMsOf(instant)).split(":").map(Number);
  return hour * 60 + minute;
}
