import type { Language } from "./language.ts";
import { dutch } from "./languages/dutch.ts";
import { english } from "./languages/english.ts";
import { french } from "./languages/french.ts";
import { german } from "./languages/german.ts";
import { italian } from "./languages/italian.ts";
import { portuguese } from "./languages/portuguese.ts";
import { spanish } from "./languages/spanish.ts";
import { withoutAccents } from "./language.ts";
import { sentencesOf } from "./sentences.ts";

/** All languages that the check reads; another is a file of the same shape and a line here. */
export const languages: readonly Language[] = [english, german, french, spanish, italian, dutch, portuguese];

const commonWords = new Map(languages.map((language) => [language, new Set(language.common.split(" "))]));

/** A language counts where it has at least this share of the words that the likeliest has. */
const nearShare = 0.5;

function likelyIn(text: string): readonly Language[] {
  const words = new Set(withoutAccents(text.toLowerCase()).match(/[a-z]+/g));
  const counts = languages.map((language) => {
    const common = commonWords.get(language);
    return { language, count: [...words].filter((word) => common?.has(word)).length };
  });
  const most = Math.max(...counts.map(({ count }) => count));
  return most === 0 ? [] : counts.filter(({ count }) => count >= most * nearShare).map(({ language }) => language);
}

/**
 * The languages in which a sentence of a text is read: those of whose frequent words it has most or nearly most. One without
 * any is read as the text it stands in, and in all languages where that says nothing either.
 */
export function languagesOf(sentence: string, text: string): readonly Language[] {
  return [likelyIn(sentence), likelyIn(text), languages].find((likely) => likely.length > 0) ?? languages;
}

/** Whether any sentence of a text is English, and cannot be of another language. */
export function hasEnglish(text: string): boolean {
  return sentencesOf(text).some((sentence) => {
    const [only, other] = likelyIn(sentence);
    return only === english && other === undefined;
  });
}

/** The languages in which any sentence of a text is read. */
export function languagesIn(text: string): readonly Language[] {
  const read = sentencesOf(text).flatMap((sentence) => languagesOf(sentence, text));
  return languages.filter((language) => read.includes(language));
}
