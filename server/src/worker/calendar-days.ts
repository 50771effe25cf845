import { type Instant, epochMsOf } from "@purser/contract";

const dayMs = 86_400_000;

/** Calendar days from `then` to `now` in a time zone; negative for the future. */
export function calendarDaysBetween(then: Instant, now: Instant, timeZone: string): number {
  return Math.round((dayStartMs(now, timeZone) - dayStartMs(then, timeZone)) / dayMs);
}

/** Midnight of the instant's calendar day in the zone, written as if that day were in UTC. */
function dayStartMs(instant: Instant, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return Date.parse(`${format.format(epochMsOf(instant))}T00:00:00Z`);
}
