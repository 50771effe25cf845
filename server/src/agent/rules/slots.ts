import { epochMsOf, type Instant, type Json } from "@purser/contract";
import * as chrono from "chrono-node";
import type { Settings } from "../../blueprint/settings.ts";

/**
 * What a message says of facts, by path below `message.`: the blueprint's own patterns, an amount of money in minor
 * units, and the day by which something is wished for, in the shop's time zone.
 */
export function readSlots(text: string, now: Instant, settings: Settings): Record<string, Json> {
  const slots: Record<string, Json> = {};
  for (const [name, patterns] of Object.entries(settings.slots)) {
    const [value] = patterns.flatMap(({ pattern, flags, value: fixed }) => {
      const match = new RegExp(pattern, flags).exec(text);
      const found = fixed ?? match?.[1];
      if (match === null || found === undefined) return [];
      return [typeof found === "string" ? found.trim() : found];
    });
    if (value !== undefined) slots[`message.${name}`] = value;
  }
  const amount = /\$\s?(\d+)(?:\.(\d{2}))?/.exec(text);
  if (amount !== null) slots["message.amountMinor"] = Number(amount[1]) * 100 + Number(amount[2] ?? 0);
  const wishBy = readWishBy(text, now, settings.timeZone);
  if (wishBy !== null) slots["message.wishBy"] = wishBy;
  return slots;
}

/** The last calendar day of "before Saturday", "by the 14th", "until tomorrow"; "before" means the day before; of several the earliest. */
function readWishBy(text: string, now: Instant, timeZone: string): string | null {
  const reference = { instant: new Date(epochMsOf(now)), timezone: offsetMinutes(now, timeZone) };
  const days = chrono.parse(text, reference, { forwardDate: true }).flatMap((found) => {
    const lead = text.slice(Math.max(0, found.index - 24), found.index).toLowerCase();
    const asked = /\b(before|by|until|till|in time for|on|for)\s+(?:the\s+|next\s+|this\s+)?$/.exec(lead)?.[1];
    if (asked === undefined) return [];
    const day = Date.UTC(
      found.start.get("year") ?? 0,
      (found.start.get("month") ?? 1) - 1,
      found.start.get("day") ?? 1,
    );
    return [new Date(asked === "before" ? day - 86_400_000 : day).toISOString().slice(0, 10)];
  });
  return days.toSorted()[0] ?? null;
}

function offsetMinutes(now: Instant, timeZone: string): number {
  const part = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(epochMsOf(now))
    .find(({ type }) => type === "timeZoneName");
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(part?.value ?? "");
  if (match === null) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
