import type { Evidence } from "./evidence.ts";
import { textsOf } from "./evidence.ts";
import type { Mention, Unproved } from "./unproved.ts";

/** An amount in minor units of whatever currency it names, or a share in percent. */
export type Amount = Mention & { kind: "money" | "percent"; value: number };

const ones =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const tens = "twenty thirty forty fifty sixty seventy eighty ninety";

const figure = String.raw`\d{1,3}(?:\.\d{3})+(?:,\d{1,2}|(?!\d|[.,]\d))|\d{1,3}(?:[\u00A0 ]\d{3})+,\d{1,2}|\d{1,3}(?:[,\u00A0 ]\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?(?!\d)`;
const codes = "USD|EUR|GBP|CAD|AUD|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|NZD|MXN|BRL";
const names = "dollars?|euros?|pounds?|bucks|cents?|pence|quid|rupees?|yen|yuan|francs?|pesos?|kron(?:er|or|a|e)";
const sign = String.raw`(?:\p{Sc}|\b(?:${codes})\b)`;
const unit = String.raw`(?:\p{Sc}|(?:${codes}|${names})\b)`;
/** What needs no unit to be money: “54.99”, “a refund of 150”, “150 back”. */
const bare = String.raw`\b(?:refund|credit|pay|paid|costs?|charge|price|total|fee|amount|comes|off)(?: you)?(?: is| of| to| was)?:? (?<of>${figure})(?![\d%]| ?(?:%|per ?cent|of\b|items?|pairs?|(?:business |working )?(?:minute|hour|day|week|month|year)s?))|\b(?<back>${figure}) back\b|(?<![\d.,:/-])(?<cents>\d+[.,]\d{2})(?![\d.,:/]|-\d| ?(?:%|per ?cent))`;
const pattern = new RegExp(
  `${sign}\\s?(?<after>${figure})|(?<before>${figure})\\s?(?<unit>${unit})|(?<share>\\d+(?:\\.\\d+)?)\\s?(?:%|per ?cent\\b)|(?<spelt>${spelledCount()})[ -](?<speltUnit>${names}|per ?cent)\\b|${bare}`,
  "giu",
);

const minorUnits = /^(?:cents?|pence)$/i;

/** The amounts that a text names; whatever cannot be read as one number is left as not a number. */
export function amountsIn(text: string): Amount[] {
  return [...text.matchAll(pattern)].map((match) => {
    const {
      after,
      before,
      unit: named = "",
      share,
      spelt: words,
      speltUnit = "",
      of,
      back,
      cents,
    } = match.groups ?? {};
    const mention = { words: match[0], index: match.index };
    if (share !== undefined) return { ...mention, kind: "percent", value: Number(share) };
    if (words !== undefined) {
      const value = spelledNumber(words);
      if (/^per/i.test(speltUnit)) return { ...mention, kind: "percent", value };
      return { ...mention, kind: "money", value: minorUnits.test(speltUnit) ? value : value * 100 };
    }
    const value = readFigure(after ?? before ?? of ?? back ?? cents ?? "");
    return { ...mention, kind: "money", value: Math.round(minorUnits.test(named) ? value : value * 100) };
  });
}

/** `1,234.50`, `1.234,50`, `1.234` and `1 234.50` are thousands; `12,50` is twelve and a half. */
function readFigure(text: string): number {
  const spaceless = text.replaceAll(/[\u00A0 ]/g, "");
  const plain = /\.\d{3}(?:,|$)/.test(spaceless) ? spaceless.replaceAll(".", "") : spaceless;
  return Number(/,\d{1,2}$/.test(plain) ? plain.replace(",", ".") : plain.replaceAll(",", ""));
}

const moneyPath = /(?:price|amount|total|fee|cost|value|balance|credit|paid|refund|charge)/i;
const percentPath = /(?:percent|rate|share|discount)/i;

/** Amounts that no fact and no text among the facts has. */
export function unprovedAmounts(text: string, evidence: Evidence): Unproved[] {
  const known = new Set<string>();
  for (const { path, value } of evidence.facts) {
    if (typeof value !== "number") continue;
    const name = path.split(".").at(-1) ?? "";
    if (name.endsWith("Minor")) known.add(`money ${value}`);
    else if (moneyPath.test(name)) known.add(`money ${Math.round(value * 100)}`);
    if (percentPath.test(name)) known.add(`percent ${value}`);
  }
  for (const amount of textsOf(evidence).flatMap(amountsIn)) known.add(`${amount.kind} ${amount.value}`);
  return amountsIn(text)
    .filter(({ kind, value }) => !known.has(`${kind} ${value}`))
    .map(({ words }) => ({ kind: "amount", words, why: "No fact of this case has this amount." }));
}

/** The pattern of a number in words. */
export function spelledCount(): string {
  const word = `(?:${[...ones.split(" "), ...tens.split(" "), "hundred", "thousand"].join("|")})`;
  return String.raw`\b${word}(?:[ -](?:and[ -])?${word})*`;
}

/** “twenty-four” as 24. */
export function spelledNumber(words: string): number {
  let total = 0;
  let current = 0;
  for (const word of words.toLowerCase().split(/[ -]+/)) {
    const one = ones.split(" ").indexOf(word);
    const ten = tens.split(" ").indexOf(word);
    if (one >= 0) current += one + 1;
    else if (ten >= 0) current += (ten + 2) * 10;
    else if (word === "hundred") current = Math.max(1, current) * 100;
    else if (word === "thousand") {
      total += Math.max(1, current) * 1000;
      current = 0;
    }
  }
  return total + current;
}
