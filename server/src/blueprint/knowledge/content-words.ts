import { stemmer } from "stemmer";

/**
 * The words of a text that say what it is about: lower-case, without accents and apostrophes, cut to their stems, in
 * their order. Words that any question may have are left out; figures such as `16.1` and `6-7y` stay whole.
 */
export function contentWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036F'’]/g, "")
    .replaceAll(/[$£€]/g, (sign) => ` ${currencyWords[sign] ?? ""} `);
  const words = plain.match(/\d+(?:[.\-–]\d+)*[a-z]?|[a-z]+/g) ?? [];
  return words.filter((word) => !emptyWords.has(word)).map((word) => stemmer(word));
}

const currencyWords: Readonly<Record<string, string>> = { $: "dollar", "£": "pound", "€": "euro" };

/** Words of talk rather than of matter. */
const emptyWords: ReadonlySet<string> = new Set(
  `a able about again all already also always am an and another any anybody anyone anything anyway are as ask asking at
  be because been before being but by can cannot cant come could couldnt curious d did didnt do does doesnt doing done
  dont else ever every everybody few find first for from fyi get gets getting give given go going good got had happen
  happens has have havent having he hello help her here hers hey hi him his how i id if ill im in info information
  interested into is isnt it its ive just kind know later let like ll long look looking lot m many may maybe me mean might mind
  mine more most must my near need needs new next no not now of off ok okay on once one ones only or other others our
  ours out over own perhaps please possible question questions quick quickly re really s same say see shall she should
  so some somebody someone something soon sorry still such sure t tell than thank thanks that thats the their them then
  there theres these they thing things this those to today too two under up us use usual usually ve very via want wanted
  wants was way we well were what whats when where wheres whether which while who whose why will with without wonder
  wondering would wouldnt yet you your yours`.split(/\s+/),
);
