import { useEffect, useState } from "react";

const eachMs = 15_000;
const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
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

/** How long ago, or in how long, in the reader's language. */
export function relativeTime(at: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(at) - nowMs) / 1000);
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit === undefined ? "now" : relative.format(Math.trunc(seconds / unit[1]), unit[0]);
}

/** The time now, again every quarter of a minute. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), eachMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

const instant = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence in which instants are said as people say them. */
export function Sentence({ text }: { text: string }) {
  return text
    .split(instant)
    .map((part, index) => (index % 2 === 1 ? <Time key={`${index}-${part}`} at={part} /> : part));
}

/** A time as people say it, with the exact one in the reader's time zone on hover. */
export function Time({ at, form = "relative" }: { at: string; form?: "relative" | "clock" }) {
  const nowMs = useNow();
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap tabular-nums">
      {form === "clock" ? clock.format(new Date(at)) : relativeTime(at, nowMs)}
    </time>
  );
}
