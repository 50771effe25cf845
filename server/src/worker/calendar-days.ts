import { type Instant, epochMsOf } from "@purser/contract";

const dayMs = 86_400_000;

/** Calendar days from `then` to `now` in a time zone; negative for the future. */
export function calendarDaysBetween(then: Instant, now: Instant, timeZone: string): number {
  return Math.round((dayStartMs(now, timeZone) - dayStartMs(then, timeZone)) / dayMs);
}

/** Making one takes longer than all else here. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a time zone, as `2026-02-10`. */
export function calendarDayOf(instant: Instant, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  formats.set(timeZone, format);
  return format.format(epochMsOf(instant));
}

/** Midnight of the instant's calendar day in the zone, written as if that day were in UTC. */
function dayStartMs(instant: Instant, timeZone: string): number {
  return Date.parse(`${calendarDayOf(instant, timeZone)}T00:00:00Z`);
}
