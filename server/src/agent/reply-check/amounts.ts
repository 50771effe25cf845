import type { Evidence } from "./evidence.ts";
import { textsOf } from "./evidence.ts";
import type { Mention, Unproved } from "./unproved.ts";

/** An amount in minor units of whatever currency it names, or a share in percent. */
export type Amount = Mention & { kind: "money" | "percent"; value: number };

const ones =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const tens = "twenty thirty forty fifty sixty seventy eighty ninety";

const figure = String.raw`\d{1,3}(?:[,\u00A0 ]\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?(?!\d)`;
const sign = String.raw`(?:[$£€¥]|\b(?:USD|EUR|GBP|CAD|AUD|CHF)\b)`;
const unit = String.raw`(?:[$£€¥]|(?:USD|EUR|GBP|CAD|AUD|CHF|dollars?|euros?|pounds?|bucks|cents?|pence)\b)`;
const pattern = new RegExp(
  `${sign}\\s?(?<after>${figure})|(?<before>${figure})\\s?(?<unit>${unit})|(?<share>\\d+(?:\\.\\d+)?)\\s?(?:%|per ?cent\\b)|(?<spelt>${spelt()})[ -](?<speltUnit>dollars?|euros?|pounds?|bucks|cents?|pence|per ?cent)\\b`,
  "giu",
);

const minorUnits = /^(?:cents?|pence)$/i;

/** The amounts that a text names; whatever cannot be read as one number is left as not a number. */
export function amountsIn(text: string): Amount[] {
  return [...text.matchAll(pattern)].map((match) => {
    const { after, before, unit: named = "", share, spelt: words, speltUnit = "" } = match.groups ?? {};
    const mention = { words: match[0], index: match.index };
    if (share !== undefined) return { ...mention, kind: "percent", value: Number(share) };
    if (words !== undefined) {
      const value = spelledNumber(words);
      if (/^per/i.test(speltUnit)) return { ...mention, kind: "percent", value };
      return { ...mention, kind: "money", value: minorUnits.test(speltUnit) ? value : value * 100 };
    }
    const value = readFigure(after ?? before ?? "");
    return { ...mention, kind: "money", value: Math.round(minorUnits.test(named) ? value : value * 100) };
  });
}

/** `1,234.50` and `1 234.50` are thousands; `12,50` is twelve and a half. */
function readFigure(text: string): number {
  const plain = text.replaceAll(/[\u00A0 ]/g, "");
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

function spelt(): string {
  const word = `(?:${[...ones.split(" "), ...tens.split(" "), "hundred", "thousand"].join("|")})`;
  return String.raw`\b${word}(?:[ -](?:and[ -])?${word})*`;
}

function spelledNumber(words: string): number {
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
