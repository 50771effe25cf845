import { type Amount, amountsIn } from "./amounts.ts";
import type { Evidence } from "./evidence.ts";
import { daysIn } from "./days.ts";
import { type Mention, overlaps, type Unproved } from "./unproved.ts";

/** Letters with figures such as `L-10042` and `1Z999AA1`, and figures alone from four on. */
const identifier = /\b(?=[A-Z\d-]*\d)(?:[A-Z]{1,6}-?\d[A-Z\d-]{2,}|\d[A-Z\d-]*[A-Z][A-Z\d-]{2,}|\d{4,}(?:-\d+)*)\b/g;
/** A short number that is said to name something: “order number 987”, “#98 765”. */
const named =
  /\b(?:(?:order|ticket|case|reference|tracking|invoice)\s+|(?:parcel|package|return|label|confirmation)\s+(?=number|no\.|id|code|#))(?:(?:number|no\.?|id|code)\s*(?:is\s+)?:?\s*)?#?(\d[\d -]*\d)\b|#\s?(\d[\d -]*\d)\b/gi;
const address = /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bhttps?:\/\/[^\s)>\]]+|\bwww\.[^\s)>\]]+/gi;
const phone = /(?<![\w-])\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,5}(?![\w-])/g;

function plain(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z\d]/g, "");
}

/** Numbers of orders, parcels and cards, and addresses, that neither the facts nor she herself have named. */
export function unprovedIdentifiers(text: string, evidence: Evidence): Unproved[] {
  const { facts, herWords } = evidence;
  const sources = [...facts.map(({ value }) => String(value)), ...herWords];
  const known = sources.map(plain);
  const taken: Mention[] = [...amountsIn(text).filter(isMoney), ...daysIn(text, evidence)];
  const addresses = mentionsOf(address, text);
  const phones = mentionsOf(phone, text).filter((mention) => !taken.some((other) => overlaps(mention, other)));
  const unprovedAddresses = addresses.filter(
    ({ words }) =>
      !sources.some((source) => source.toLowerCase().includes(words.toLowerCase().replace(/[.,!?]+$/, ""))),
  );
  const numbers = mentionsOf(identifier, text).filter(
    (mention) => ![...taken, ...addresses, ...phones].some((other) => overlaps(mention, other)),
  );
  const isKnown = ({ words }: Mention): boolean => known.some((source) => source.includes(plain(words)));
  return [
    ...unprovedAddresses.map(({ words }): Unproved => ({
      kind: "address",
      words,
      why: "No fact of this case has this address.",
    })),
    ...[...[...numbers, ...phones].filter((mention) => !isKnown(mention)), ...shortNumbers(text, sources)].map(
      ({ words }): Unproved => ({ kind: "number", words, why: "No fact of this case has this number." }),
    ),
  ];
}

/** Short ones are known only as a whole: any long number has them as a part. */
function shortNumbers(text: string, sources: readonly string[]): Mention[] {
  const tokens = sources.flatMap((source) => source.match(/[\p{L}\d-]+|\d[\d ]*\d/gu) ?? []).map(plain);
  const known = new Set(tokens.flatMap((token) => [token, token.replaceAll(/\D/g, "")]));
  return [...text.matchAll(named)]
    .map((match) => ({ words: match[1] ?? match[2] ?? "", index: match.index }))
    .filter(({ words }) => !known.has(plain(words)));
}

function isMoney({ kind }: Amount): boolean {
  return kind === "money";
}

function mentionsOf(pattern: RegExp, text: string): Mention[] {
  return [...text.matchAll(pattern)].map((match) => ({ words: match[0], index: match.index }));
}
