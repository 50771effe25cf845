import type { Json, JsonObject } from "@purser/contract";

const longest = 240;

/** A value as a sentence names it: JSON, cut when it is long. */
export function valueText(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)} …`;
}

/** `name is value` for each field; nothing for an empty object. */
export function fieldsText(fields: JsonObject): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} is ${valueText(value)}`)
    .join(", ");
}

/** One of the words by a count: `plural(2, "event")` is `2 events`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `an admin`, `a lead`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** The sentence with exactly one full stop, question or exclamation mark at its end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.?!…]["”)]?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
