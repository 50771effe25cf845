import type { Instant, Json, JsonObject } from "@purser/contract";
import type { Settings } from "../../../blueprint/settings/settings.ts";
import { readAddressAsWritten, readNamedAddress } from "./named-address.ts";
import { readNamedDays } from "./named-days.ts";

/**
 * What a message says of facts, by path below `message.`: the blueprint's own patterns, an amount of money in minor
 * units, an e-mail address, the parts of a postal address, a day, and the day by which something is wished for, in the
 * shop's time zone.
 */
export function readSlots(text: string, now: Instant, settings: Settings): Record<string, Json> {
  const slots: Record<string, Json> = {};
  const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.exec(text);
  if (email !== null) slots["message.email"] = email[0];
  for (const [part, value] of Object.entries(readNamedAddress(text))) slots[`message.${part}`] = value;
  for (const [name, patterns] of Object.entries(settings.slots)) {
    const [value] = patterns.flatMap(({ pattern, flags, type, value: fixed }) => {
      const match = new RegExp(pattern, flags).exec(text);
      if (match === null) return [];
      if (fixed !== undefined) return [fixed];
      const found = match[1]?.trim();
      if (found === undefined) return [];
      if (type === "text") return [found];
      return wholeNumber.test(found) ? [Number(found)] : [];
    });
    if (value !== undefined) slots[`message.${name}`] = value;
  }
  const amountMinor = readAmount(text, settings.currency);
  if (amountMinor !== null) slots["message.amountMinor"] = amountMinor;
  const { wishBy, date } = readNamedDays(text, now, settings.timeZone);
  if (wishBy !== null) slots["message.wishBy"] = wishBy;
  if (date !== null) slots["message.date"] = date;
  return slots;
}

/**
 * A text with each name of several words that the blueprint's patterns read cut to its last word: a "Wren school shoe" is a shoe, whatever is asked
 * of it.
 */
export function withShortNames({ slots }: Settings): (text: string) => string {
  const patterns = Object.values(slots)
    .flat()
    .filter(({ type, value }) => type === "text" && value === undefined)
    .map(({ pattern, flags }) => new RegExp(pattern, flags.includes("g") ? flags : `${flags}g`));
  return (text) =>
    patterns.reduce(
      (short, pattern) =>
        short.replaceAll(pattern, (found: string, name: unknown) => {
          const last = typeof name === "string" ? /^.*\s(\p{L}+)$/su.exec(name)?.[1] : undefined;
          return last === undefined ? found : found.replace(String(name), last);
        }),
      text,
    );
}

/** As many digits as a number keeps exactly. */
const wholeNumber = /^-?\d{1,15}$/;

/**
 * What surfaces show of what a text says: names and types that are the same for every blueprint. The address is one line as she
 * wrote it, and an amount may be in another currency than the shop's.
 */
export function typedSlots(text: string, values: JsonObject, { currency }: Settings): JsonObject {
  const slots: Record<string, Json> = {};
  const address = readAddressAsWritten(text);
  if (address !== null) slots["address"] = address;
  for (const name of ["orderId", "date", "size", "email", "address", "plan"]) {
    const value = values[`message.${name}`];
    if (typeof value === "string") slots[name] = name === "plan" ? value.toLowerCase() : value;
  }
  const minor = values["message.amountMinor"];
  const amount = typeof minor === "number" ? { minor, currency } : readForeignAmount(text, currency);
  if (amount !== null) slots["amount"] = amount;
  return slots;
}

const currencyWords: Readonly<Record<string, string>> = {
  USD: String.raw`\$|usd|dollars?|bucks`,
  EUR: "€|eur|euros?",
  GBP: "£|gbp|pounds?",
};

function readForeignAmount(text: string, own: string): { minor: number; currency: string } | null {
  const [found] = Object.keys(currencyWords).flatMap((currency) => {
    const minor = currency === own ? null : readAmount(text, currency);
    return minor === null ? [] : [{ minor, currency }];
  });
  return found ?? null;
}

/** The first amount in a currency, in minor units. */
function readAmount(text: string, currency: string): number | null {
  const unit = currencyWords[currency] ?? currency;
  // "1,200.50" and "1.200,50" are the same; what separates the last two digits separates the minor units.
  const figure = String.raw`(\d{1,3}(?:[,.]\d{3})+|\d+)(?:[.,](\d{2}))?(?![\d.,]*\d)`;
  const match =
    new RegExp(`(?:${unit})\\s?${figure}`, "i").exec(text) ??
    new RegExp(`\\b${figure}\\s?(?:${unit})(?!\\w)`, "i").exec(text);
  return match === null ? null : Number((match[1] ?? "").replaceAll(/[,.]/g, "")) * 100 + Number(match[2] ?? 0);
}
