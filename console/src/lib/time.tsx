import { useSyncExternalStore } from "react";

const eachMs = 15_000;
const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;
const relative = new Intl.RelativeTimeFormat(navigator.language, { numeric: "auto", style: "narrow" });
const exact = new Intl.DateTimeFormat(navigator.language, { dateStyle: "full", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(navigator.language, { timeStyle: "short" });

export function exactTime(at: string): string {
  return exact.format(new Date(at));
}

/** From here on a date says more than how many weeks it is away. */
const datedFromSeconds = 604_800;
const day = new Intl.DateTimeFormat(navigator.language, { month: "short", day: "numeric" });
const month = new Intl.DateTimeFormat(navigator.language, { month: "short", year: "numeric" });

function dateText(at: Date, fromMs: number): string {
  return (at.getFullYear() === new Date(fromMs).getFullYear() ? day : month).format(at);
}

/** How long ago, or in how long, in the reader's language; from a week on the date. */
export function relativeTime(at: string, fromMs: number): string {
  const seconds = Math.round((Date.parse(at) - fromMs) / 1000);
  if (Math.abs(seconds) >= datedFromSeconds) return dateText(new Date(at), fromMs);
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit === undefined ? "just now" : relative.format(Math.trunc(seconds / unit[1]), unit[0]);
}

let nowMs = Date.now();
const listeners = new Set<() => void>();
setInterval(() => {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}, eachMs);

/** One clock for the page, so that what is shown in a hundred places is drawn at once, and only where it reads otherwise. */
function onTick(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const dayAndClock = new Intl.DateTimeFormat(navigator.language, {
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});

/** As it reads after “at”, “since” and “until”: today the time of day, else with its day. */
function momentText(at: string): string {
  const moment = new Date(at);
  const isToday = moment.toDateString() === new Date(nowMs).toDateString();
  return (isToday ? clock : dayAndClock).format(moment);
}

/** The time now, again every quarter of a minute. */
export function useNow(): number {
  return useSyncExternalStore(onTick, () => nowMs);
}

const instant = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence in which instants are said as people say them. */
export function Sentence({ text }: { text: string }) {
  return text
    .split(instant)
    .map((part, index) => (index % 2 === 1 ? <Time key={`${index}-${part}`} at={part} form="moment" /> : part));
}

/** A time as people say it, with the exact one in the reader's time zone on hover. */
export function Time({ at, form = "relative" }: { at: string; form?: "relative" | "clock" | "moment" }) {
  const text = useSyncExternalStore(onTick, () =>
    form === "clock" ? clock.format(new Date(at)) : form === "moment" ? momentText(at) : relativeTime(at, nowMs),
  );
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}
