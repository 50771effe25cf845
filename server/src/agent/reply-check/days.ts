import { epochMsOf, instantSchema } from "@purser/contract";
import * as chrono from "chrono-node";
import { offsetMinutes } from "../rules/named-days.ts";
import type { Evidence } from "./evidence.ts";
import { textsOf } from "./evidence.ts";
import type { Mention, Unproved } from "./unproved.ts";

/** A day that a text names: with what it says of it. `year` is null where only day and month are named. */
type NamedDay = Mention & { year: number | null; month: number; day: number; isWeekdayOnly: boolean };

/** Phrases that the reader takes for days and that name none. */
const noDay =
  /^(?:now|today|at the moment|sun|sat|mar|may|the (?:past|last)|this (?:time|morning|afternoon|evening)|tonight)$/i;
const duration =
  /\b(\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|fourteen|thirty)(?:\s?(?:-|–|to)\s?(\d+))?[ -](?:business |working |calendar )?(minute|hour|day|week|month|year)s?\b/gi;
const spelled: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  fourteen: 14,
  thirty: 30,
};

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

type Span = Mention & { unit: string; counts: readonly number[] };

function spansIn(text: string): Span[] {
  return [...text.matchAll(duration)].map((match) => {
    const [words, first = "", second, unit = ""] = match;
    const counts = [first, second].flatMap((each) =>
      each === undefined ? [] : [spelled[each.toLowerCase()] ?? Number(each)],
    );
    return { words, index: match.index, unit: unit.toLowerCase(), counts };
  });
}

function unprovedDurations(text: string, evidence: Evidence): Unproved[] {
  const known = new Set<string>();
  for (const { unit, counts } of [...textsOf(evidence), ...evidence.herWords].flatMap(spansIn))
    for (const count of counts) known.add(`${count} ${unit}`);
  for (const { path, value } of evidence.facts) {
    const unit = /(minute|hour|day|week|month|year)s?/i.exec(path.split(".").at(-1) ?? "")?.[1];
    if (typeof value === "number" && unit !== undefined) known.add(`${value} ${unit.toLowerCase()}`);
  }
  return spansIn(text)
    .filter(({ counts, unit }) => !counts.every((count) => known.has(`${count} ${unit}`)))
    .map(({ words }) => ({ kind: "duration", words, why: "No fact of this case has this span of time." }));
}
