import { epochMsOf, type Instant, type Json, type JsonObject } from "@purser/contract";
import * as chrono from "chrono-node";
import type { Settings } from "../../blueprint/settings.ts";

/**
 * What a message says of facts, by path below `message.`: the blueprint's own patterns, an amount of money in minor
 * units, an e-mail address, a day, and the day by which something is wished for, in the shop's time zone.
 */
export function readSlots(text: string, now: Instant, settings: Settings): Record<string, Json> {
  const slots: Record<string, Json> = {};
  const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.exec(text);
  if (email !== null) slots["message.email"] = email[0];
  for (const [name, patterns] of Object.entries(settings.slots)) {
    const [value] = patterns.flatMap(({ pattern, flags, value: fixed }) => {
      const match = new RegExp(pattern, flags).exec(text);
      const found = fixed ?? match?.[1];
      return match === null || found === undefined ? [] : [found.trim()];
    });
    if (value !== undefined) slots[`message.${name}`] = value;
  }
  const amountMinor = readAmount(text, settings.currency);
  if (amountMinor !== null) slots["message.amountMinor"] = amountMinor;
  const days = readDays(text, now, settings.timeZone);
  const wishBy = days.flatMap(({ by }) => by ?? []).toSorted()[0];
  if (wishBy !== undefined) slots["message.wishBy"] = wishBy;
  const date = days.findLast(({ isTarget }) => isTarget) ?? days.at(-1);
  if (date !== undefined) slots["message.date"] = date.day;
  return slots;
}

/** What surfaces show of the facts: names and types that are the same for every blueprint. */
export function typedSlots(values: JsonObject, { currency }: Settings): JsonObject {
  const slots: Record<string, Json> = {};
  for (const name of ["orderId", "date", "size", "email", "address", "plan"]) {
    const value = values[`message.${name}`];
    if (typeof value === "string") slots[name] = name === "plan" ? value.toLowerCase() : value;
  }
  const minor = values["message.amountMinor"];
  if (typeof minor === "number") slots["amount"] = { minor, currency };
  return slots;
}

const currencyWords: Readonly<Record<string, string>> = {
  USD: String.raw`\$|usd|dollars?|bucks`,
  EUR: "€|eur|euros?",
  GBP: "£|gbp|pounds?",
};

/** The first amount in the shop's own currency, in minor units. */
function readAmount(text: string, currency: string): number | null {
  const unit = currencyWords[currency] ?? currency;
  const figure = String.raw`(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?(?![\d.]*\d)`;
  const match =
    new RegExp(`(?:${unit})\\s?${figure}`, "i").exec(text) ??
    new RegExp(`\\b${figure}\\s?(?:${unit})(?!\\w)`, "i").exec(text);
  return match === null ? null : Number((match[1] ?? "").replaceAll(",", "")) * 100 + Number(match[2] ?? 0);
}

/** A day that the message names; `by` when it is the last one on which something is still wanted. */
type NamedDay = { day: string; by: string | null; isTarget: boolean };

/** "before Saturday" means the day before it; a day after "to" is where something goes, not where it is. */
function readDays(text: string, now: Instant, timeZone: string): NamedDay[] {
  const reference = { instant: new Date(epochMsOf(now)), timezone: offsetMinutes(now, timeZone) };
  return chrono.parse(text, reference, { forwardDate: true }).flatMap((found) => {
    const { start } = found;
    if (!start.isCertain("day") && !start.isCertain("weekday")) return [];
    const lead = text.slice(Math.max(0, found.index - 24), found.index).toLowerCase();
    const asked = /\b(before|by|until|till|in time for|on|for)\s+(?:the\s+|next\s+|this\s+)?$/.exec(lead)?.[1];
    const at = Date.UTC(start.get("year") ?? 0, (start.get("month") ?? 1) - 1, start.get("day") ?? 1);
    const day = dayOf(at);
    return [
      {
        day,
        by: asked === undefined ? null : asked === "before" ? dayOf(at - 86_400_000) : day,
        isTarget: /\b(?:to|until|have|want|prefer|rather)\s+(?:the\s+|next\s+|this\s+|a\s+)?$/.test(lead),
      },
    ];
  });
}

function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
/** Making one takes longer than reading a whole message. */
const offsetFormats = new Map<string, Intl.DateTimeFormat>();

function offsetMinutes(now: Instant, timeZone: string): number {
  const format =
    offsetFormats.get(timeZone) ?? new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  offsetFormats.set(timeZone, format);
  const part = format.formatToParts(epochMsOf(now)).find(({ type }) => type === "timeZoneName");
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(part?.value ?? "");
  if (match === null) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
