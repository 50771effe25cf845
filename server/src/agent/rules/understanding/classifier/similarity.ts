import { featureReader, type Features, plainWordsOf, stemOf } from "./features.ts";

const featuresOf = featureReader(new Map(), (word) => word);

/** How much two texts are worded alike, from 0 to 1: the cosine of the angle between their features. */
export function similarityOf(one: string, other: string): number {
  const [first, second] = [featuresOf(one), featuresOf(other)];
  const lengths = Math.sqrt(product(first, first) * product(second, second));
  return lengths === 0 ? 0 : product(first, second) / lengths;
}

/** Whether every word of a text stands in one of the others, but for those that a question about anything may have. */
export function isWordedWith(text: string, others: readonly string[]): boolean {
  const known = new Set(others.flatMap(plainWordsOf).map(stemOf));
  return plainWordsOf(text).every((word) => ofAnyQuestion.has(word) || known.has(stemOf(word)));
}

const ofAnyQuestion: ReadonlySet<string> = new Set(
  [
    "how much many long soon when where which what whats who whose why whether if",
    "i im ill id me my mine we us our you your it its they them this that these those there the a an one",
    "is are was were be been being am do does did will would shall should can could may might must have has had",
    "get gets got getting give gives of to for from on onto in into at by with until till as and or but so then now",
    "gonna going wanna pls plz u ur btw guys lol hey",
    "ok okay well wait sorry please thanks yes hi hello just also really exactly precisely actually about roughly",
    "today tomorrow week weeks month day days monday tuesday wednesday thursday friday saturday sunday",
    "xmoney xnumber xorder",
  ].flatMap((words) => words.split(" ")),
);

function product(one: Features, other: Features): number {
  return [...one].reduce((sum, [feature, weight]) => sum + weight * (other.get(feature) ?? 0), 0);
}
