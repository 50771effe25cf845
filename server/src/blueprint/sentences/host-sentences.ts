import type { Instant } from "@purser/contract";
import { render } from "../render.ts";
import { dutch } from "./dutch.ts";
import { english, type SentenceName, type SentenceTable } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { italian } from "./italian.ts";
import { portuguese } from "./portuguese.ts";
import { spanish } from "./spanish.ts";
import type { Settings } from "../settings/settings.ts";
import { whenInShop } from "./when-in-shop.ts";

/** By the language of a locale; any other is English. Another is a file of the same shape and a word here. */
export const sentenceTables: ReadonlyMap<string, SentenceTable> = new Map(
  Object.entries({
    en: english,
    de: german,
    fr: french,
    es: spanish,
    it: italian,
    nl: dutch,
    pt: portuguese,
  }),
);

/** The settings by which the host speaks. */
export type Voice = Pick<Settings, "locale" | "currency" | "timeZone" | "sentences">;

/** What sentences show, as the host has it. */
type Given = {
  question: string;
  what: string;
  parts: readonly string[];
  stays: readonly string[];
  titles: readonly string[];
  reasons: string;
  until: Instant;
  at: Instant;
  opensAt: Instant;
  triesLeft: number;
};

type PlaceholdersIn<Text extends string> = Text extends `${string}{{ ${infer Inside} }}${infer Rest}`
  ? (Inside extends `${infer Name} | ${string}` ? Name : Inside) | PlaceholdersIn<Rest>
  : never;
type Needed<Name extends SentenceName> = Extract<PlaceholdersIn<(typeof english)[Name]>, keyof Given>;
type Needs<Name extends SentenceName> = [Needed<Name>] extends [never] ? [] : [Pick<Given, Needed<Name>>];

/** A sentence of the host's own as a customer of this blueprint reads it. */
export function hostSays<Name extends SentenceName>(voice: Voice, name: Name, ...given: Needs<Name>): string;
export function hostSays(voice: Voice, name: SentenceName, given: Partial<Given> = {}): string {
  const { question = "", what = "", parts = [], stays = [], titles = [], reasons = "", triesLeft = 0 } = given;
  const timeText = (at: Instant | undefined): string => (at === undefined ? "" : whenInShop(at, voice));
  const shown = {
    question,
    what: asPart(what),
    parts: numbered(parts),
    stays: stays.join(" "),
    titles: titles.join("; "),
    reasons,
    until: timeText(given.until),
    at: timeText(given.at),
    opensAt: timeText(given.opensAt),
    triesLeft,
  };
  return render(sentenceIn(voice, name), shown, voice);
}

/** The template of a sentence: the blueprint's own, else that of its language. */
export function sentenceIn({ locale, sentences }: Pick<Voice, "locale" | "sentences">, name: SentenceName): string {
  return sentences[name] ?? (sentenceTables.get(hostLanguage({ locale })) ?? english)[name];
}

/** The language in which the host speaks where the blueprint has no words of its own. */
export function hostLanguage({ locale }: Pick<Voice, "locale">): string {
  const { language } = new Intl.Locale(locale);
  return sentenceTables.has(language) ? language : "en";
}

/** Several with their numbers, each as it is told. */
export function numbered(parts: readonly string[]): string {
  return parts.map((part, index) => `(${index + 1}) ${asPart(part)}`).join(" ");
}

/** A question as a sentence among others. */
export function asPart(question: string): string {
  return question.replaceAll("¿", "").replaceAll(/\s*\?/g, ".");
}
