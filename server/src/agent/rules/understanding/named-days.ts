import { epochMsOf, type Instant } from "@purser/contract";
import * as chrono from "chrono-node";

/** What a text says of calendar days, in the shop's time zone; null for what it does not say. */
export type NamedDays = {
  /** By when something is wished for: "before Saturday" is the day before it; of several the earliest. */
  wishBy: string | null;
  /**
   * The day that is meant: "to Saturday" and "on the 14th" before any other, of "from Sunday to Saturday" the last, and
   * never one that is only left behind, as in "not on Sunday".
   */
  date: string | null;
};

export function readNamedDays(text: string, now: Instant, timeZone: string): NamedDays {
  const reference = { instant: new Date(epochMsOf(now)), timezone: offsetMinutes(now, timeZone) };
  const parse = (part: string): readonly chrono.ParsedResult[] => reader.parse(part, reference, { forwardDate: true });
  const found = parse(text).filter((each) => !isGone(each, text));
  const wishes = found.flatMap((each) => wishIn(each, text));
  const dates = found.flatMap((each) => dateIn(each, text, parse));
  const date = dates.findLast(({ isAimedAt }) => isAimedAt) ?? dates.at(-1);
  return { wishBy: wishes.toSorted()[0] ?? null, date: date?.day ?? null };
}

/** English, and "the 20th" without a month: the next one. */
const reader = chrono.casual.clone();
reader.parsers.push({
  pattern: () =>
    /\bthe\s+(\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of|time|birthday|order)|\s+\w+\s+(?:order|box|parcel|package|time|one|pair|mail)\b)/i,
  extract: (context, match) => {
    const { year, month, day: today } = chronoToday(context);
    const day = Number(match[1]);
    if (day < 1 || day > 31) return null;
    const first = new Date(Date.UTC(year, day < today ? month : month - 1, 1));
    return { day, month: first.getUTCMonth() + 1, year: first.getUTCFullYear() };
  },
});

function chronoToday(context: chrono.ParsingContext): { year: number; month: number; day: number } {
  const today = context.reference.getDateWithAdjustedTimezone();
  return { year: today.getFullYear(), month: today.getMonth() + 1, day: today.getDate() };
}

function wishIn({ index, start }: chrono.ParsedResult, text: string): readonly string[] {
  const asked = /\b(before|by|until|till|in time for|on|for)\s+(?:the\s+|next\s+|this\s+)?$/.exec(
    lead(text, index),
  )?.[1];
  return asked === undefined ? [] : [dayOf(start, asked === "before" ? 1 : 0)];
}

/** "Ordered on the 3rd", "last weekend": a day that lies behind, though the next of that name lies ahead. "Now" is none at all. */
function isGone({ text: day, index }: chrono.ParsedResult, text: string): boolean {
  return nameOfGone.test(day) || toldAsDone.test(lead(text, index));
}

const nameOfGone = /^(?:right )?now$|\b(?:last|past|previous|ago|yesterday)\b/i;
const toldAsDone =
  /(?:(?<!\b(?:be|being|get|got|have|want|it|them|to)\s)\b(?:ordered|bought|purchased|placed|paid|charged?|billed|debited|signed|scanned|delivered|received|returned|sent|arrived|came(?! up)|took|booked)|\b(?:i|we) moved)\b(?!.*\b(?:can|could|may|please|want|need|but|and|so)\b)[^.,;!?]{0,24}$/;

const isLeftBehind = /\b(from|not|no longer|can'?t|cannot|won'?t|instead of|rather than)\b[^.,;!?]{0,24}$/;
/** "Three weeks", "last month": not "in two days", which is a day. */
const isSpan =
  /^(?!in\b).*(?:\b|\d)(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?)\b/i;
const weekdayName = /\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b/i;
/** "The sun hat" and "sun cream" are no days. */
const shortSunday = /^sun$/i;
const thing =
  /^[\s-]+(?!(?:at|in|or|and|please|pls|instead|if|when|then|not|after|before|from|the|next|this|would|is|works|morning|afternoon|evening|noon|thanks)\b)[a-z]{3,}/;
const isRuledOut = /^\s*(?:does not|doesn'?t|will not|won'?t|is no longer|is not|isn'?t|no longer)\b/;
const isAimedAt = /\b(to|on|for|until)\s+(?:the\s+|next\s+|this\s+)?$/;

function dateIn(
  found: chrono.ParsedResult,
  text: string,
  parse: (part: string) => readonly chrono.ParsedResult[],
): readonly { day: string; isAimedAt: boolean }[] {
  const { index, start } = found;
  const end = found.end ?? null;
  // "From Sunday to Saturday" is no span here: the second day may come before the first.
  const [, second] = found.text.split(/\s+(?:to|until)\s+/i);
  const last = end === null || second === undefined ? start : (parse(second)[0]?.start ?? end);
  const before = lead(text, index);
  const after = text.slice(index + found.text.length).toLowerCase();
  if (isRuledOut.test(after) || (end === null && isLeftBehind.test(before))) return [];
  // A time of day alone names no day, nor does how long something takes or took.
  if (isSpan.test(found.text) && !weekdayName.test(found.text)) return [];
  if (shortSunday.test(found.text) && thing.test(after)) return [];
  if (!last.isCertain("day") && !last.isCertain("weekday")) return [];
  return [{ day: dayOf(last), isAimedAt: end !== null || isAimedAt.test(before) || /^on\b/i.test(found.text) }];
}

function lead(text: string, index: number): string {
  return text.slice(Math.max(0, index - 40), index).toLowerCase();
}

function dayOf(found: chrono.ParsedComponents, daysEarlier = 0): string {
  const day = Date.UTC(found.get("year") ?? 0, (found.get("month") ?? 1) - 1, found.get("day") ?? 1);
  return new Date(day - daysEarlier * 86_400_000).toISOString().slice(0, 10);
}

export function offsetMinutes(now: Instant, timeZone: string): number {
  const part = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(epochMsOf(now))
    .find(({ type }) => type === "timeZoneName");
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(part?.value ?? "");
  if (match === null) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
