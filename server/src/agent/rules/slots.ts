import type { Instant, Json } from "@purser/contract";
import type { Settings } from "../../blueprint/settings.ts";
import { readNamedDays } from "./named-days.ts";

/**
 * What a message says of facts, by path below `message.`: the blueprint's own patterns, an amount of money in minor
 * units, the day that is named and the day by which something is wished for, in the shop's time zone.
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
  const { wishBy, date } = readNamedDays(text, now, settings.timeZone);
  if (wishBy !== null) slots["message.wishBy"] = wishBy;
  if (date !== null) slots["message.date"] = date;
  return slots;
}
