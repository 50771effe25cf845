import { useSyncExternalStore } from "react";

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
export function relativeTime(at: string, fromMs: number): string {
  const seconds = Math.round((Date.parse(at) - fromMs) / 1000);
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit === undefined ? "now" : relative.format(Math.trunc(seconds / unit[1]), unit[0]);
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

/** The time now, again every quarter of a minute. */
export function useNow(): number {
  return useSyncExternalStore(onTick, () => nowMs);
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
  const text = useSyncExternalStore(onTick, () =>
    form === "clock" ? clock.format(new Date(at)) : relativeTime(at, nowMs),
  );
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}
