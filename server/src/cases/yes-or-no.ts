import type { Decision } from "@purser/contract";
import { type AnswerWords, words } from "./yes-or-no/answer-words.ts";
import { dutch } from "./yes-or-no/dutch.ts";
import { english } from "./yes-or-no/english.ts";
import { french } from "./yes-or-no/french.ts";
import { german } from "./yes-or-no/german.ts";
import { italian } from "./yes-or-no/italian.ts";
import { portuguese } from "./yes-or-no/portuguese.ts";
import { spanish } from "./yes-or-no/spanish.ts";

type YesOrNo = Exclude<Decision, "edit">;

/** Each is read by itself: words of two languages in one answer say nothing for sure. */
const languages: readonly AnswerWords[] = [english, german, french, spanish, italian, dutch, portuguese];

/** No plain answer is as long. */
const longestAnswer = 200;

const toNumber = languages.map(({ to }) => to).join("|");
const numbered = new RegExp(
  `^([\\p{L}\\p{M}]+) ?(?:(?:${toNumber}|number|nummer|nr) )*\\(?([1-9])\\)?(?: (\\p{L}[\\p{L}\\p{M} ]*))?$`,
  "u",
);

/** “No. 1” names a number and refuses nothing. */
const numero = /^\s*no\s*\.\s*\(?\d/i;

/** All that may follow the number: what else is said there may widen what is agreed to. */
const afterNumber = words(
  "please pls thanks thank thx you bitte danke vielen dank schoen sil vous plait svp merci beaucoup por favor muchas gracias per favore grazie mille tante alstublieft alsjeblieft aub bedankt dank u je wel hoor muito obrigado obrigada",
);

/** Whole messages that a deployment takes for a plain yes or no beside those that are known; they come before these. */
export type OwnAnswers = { yes: readonly string[]; no: readonly string[] };

const none: OwnAnswers = { yes: [], no: [] };

/** Reads an answer to one of several questions by its number, such as “yes to 2”; null for everything else. */
export function readNumberedAnswer(text: string, own = none): { decision: YesOrNo; number: number } | null {
  if (text.length > longestAnswer || numero.test(text)) return null;
  const [, word = "", number, more] = numbered.exec(plainOf(text)) ?? [];
  const isPolite = more === undefined || more.split(" ").every((said) => afterNumber.has(said));
  if (number === undefined || !isPolite) return null;
  const [ownWord = ""] = /^[\p{L}\p{M}]+/u.exec(ownAnswerOf(text)) ?? [];
  const decision = readOwn(ownWord, own) ?? (shortAnswers.has(word) ? readYesOrNo(word) : null);
  return decision === null ? null : { decision, number: Number(number) };
}

/** What may stand before a number: it is the answer in one word, which no other words of the language are. */
const shortAnswers: ReadonlySet<string> = new Set("yes no ja nein nee oui non si sim nao".split(" "));

/**
 * Reads a plain yes or no, and nothing else: the whole message must be made of a few words of one language. Everything longer or
 * unclear is null and goes to the reasoner as a new message; doubt never confirms.
 */
export function readYesOrNo(text: string, own = none): YesOrNo | null {
  if (text.length > longestAnswer) return null;
  const said = readOwn(ownAnswerOf(text), own);
  if (said !== null) return said;
  const plain = plainOf(text);
  if (laughter.test(plain)) return null;
  const readings = new Set(languages.flatMap((language) => readIn(language, plain) ?? []));
  const [only, other] = [...readings];
  if (other !== undefined || (only === "yes" && languages.some(({ unclear }) => unclear.test(plain)))) return null;
  return only ?? null;
}

/** What she is asked to have done, one thing, as she reads it: what kind of thing, and which. */
export type Asked = { title: string; text: string };

/**
 * Reads an answer that repeats what she is asked, such as “yes, please cancel it”, “yes, cancel order L-10001” or “don't cancel it”: a yes
 * or a no of one language and the word of the deed, and beside them only words that say what kind of thing is asked, and its id. Any
 * word beyond is a wish of its own, which may be narrower or wider, and null; doubt never confirms.
 */
export function readRepeated(text: string, asked: Asked): YesOrNo | null {
  const plain = plainOf(text);
  if (text.length > longestAnswer || laughter.test(plain)) return null;
  const ofTitle = plainOf(asked.title).split(" ");
  // “Do not renew the contract”: a yes to it says the same word as a no.
  if (ofTitle.some((word) => languages.some(({ nots, no }) => nots.has(word) || no.has(word)))) return null;
  const inQuestion = plainOf(asked.text.replaceAll("?", " ")).split(" ");
  const ids = new Set(inQuestion.filter((word) => anId.test(word)));
  const askedWords: AskedWords = {
    titled: ofTitle.filter((word) => inQuestion.includes(word)),
    deedOf: ({ deed }) => (deed === "first" ? ofTitle[0] : ofTitle.at(-1)) ?? "",
    // Of several she may mean one.
    id: ids.size === 1 ? ([...ids][0] ?? null) : null,
  };
  if (languages.some((language) => repeatsWithNo(language, plain, askedWords))) return "no";
  const isYes = languages.some((language) => repeatsWithYes(language, plain, askedWords));
  return isYes && !languages.some(({ unclear }) => unclear.test(plain)) ? "yes" : null;
}

type AskedWords = { titled: readonly string[]; deedOf: (language: AnswerWords) => string; id: string | null };
type Repeats = (language: AnswerWords, plain: string, asked: AskedWords) => boolean;

const repeatsWithYes: Repeats = (language, plain, asked) => {
  const { no, beforeYes } = language;
  const isBeside = (word: string) => beforeYes.has(word) || isOfAsked(word, language, asked);
  const said = wordsOfYes(language, plain, isBeside);
  return said !== null && saysDeed(said, language, asked) && !said.some((word) => no.has(word));
};

/** “No, cancel it” may want it done, “no, don't cancel it” cannot. */
const repeatsWithNo: Repeats = (language, plain, asked) => {
  const { nots, no, yes, beforeYes } = language;
  const said = wordsOf(plain, language);
  const mayStand = (word: string) =>
    no.has(word) || nots.has(word) || beforeYes.has(word) || isOfAsked(word, language, asked);
  return (
    said.some((word) => nots.has(word)) &&
    saysDeed(said, language, asked) &&
    said.every((word) => mayStand(word) && !yes.has(word))
  );
};

function saysDeed(said: readonly string[], language: AnswerWords, { titled, deedOf }: AskedWords): boolean {
  const deed = deedOf(language);
  return titled.includes(deed) && said.includes(deed);
}

function isOfAsked(word: string, { besideAsked }: AnswerWords, { titled, id }: AskedWords): boolean {
  return besideAsked.has(word) || titled.includes(word) || word === id;
}

/** Letters, and digits after them: “l-10001”. Amounts and sizes are none: a question may name several, and she one of them. */
const anId = /^\p{L}+-?\d+$/u;

/** “Ja ja” laughs in Spanish and doubts in German; so does any short word said three times. */
const laughter = /(?:^| )(?:ja ja|(\p{L}{1,2}) \1 \1)(?: |$)/u;

function readOwn(said: string, { yes, no }: OwnAnswers): YesOrNo | null {
  if (yes.some((answer) => ownAnswerOf(answer) === said)) return "yes";
  return no.some((answer) => ownAnswerOf(answer) === said) ? "no" : null;
}

/** Stands where a phrase that says yes stood; no text in small letters holds it. */
const yesPhrase = "YES";

function readIn(language: AnswerWords, plain: string): YesOrNo | null {
  const { besideYes, no, besideNo, noPhrases } = language;
  const said = wordsOf(plain, language);
  if (noPhrases.test(plain)) return "no";
  if (said.some((word) => no.has(word))) {
    const isOnlyNo = said.every((word) => no.has(word) || besideNo.has(word));
    const isContrary = said.includes("do") && !said.includes("not") && !said.includes("dont");
    return isOnlyNo && !isContrary ? "no" : null;
  }
  return wordsOfYes(language, plain, (word) => besideYes.has(word)) === null ? null : "yes";
}

/** What is said where it is a yes, led by nothing but thanks and the like, and words that may stand beside; null where it is none. */
function wordsOfYes(
  language: AnswerWords,
  plain: string,
  isBeside: (word: string) => boolean,
): readonly string[] | null {
  const { yes, yesPhrases, beforeYes } = language;
  const said = wordsOf(plain.replaceAll(yesPhrases, ` ${yesPhrase} `).trim(), language);
  const isYes = (word: string) => word === yesPhrase || yes.has(word);
  const first = said.findIndex(isYes);
  const isOnlyYes = said.every((word, at) => isYes(word) || (at < first ? beforeYes.has(word) : isBeside(word)));
  return first !== -1 && isOnlyYes ? said : null;
}

/**
 * In small letters, without what ends a sentence; a question stays one: it is no answer. Letters keep their marks, for in languages
 * that are not known here they make other words. A deployment's own answers are compared in this form.
 */
export function ownAnswerOf(text: string): string {
  return withoutPictures(text)
    .toLowerCase()
    .normalize("NFC")
    .replaceAll("’", "'")
    .replaceAll(/[.,!¡\s]+/g, " ")
    .trim();
}

const accented = new Set(languages.flatMap((language) => [...language.accented]));

/** Without apostrophes too, and without the accents of words that are known with them; “schön” is not “schon”, “já” not “ja”. */
function plainOf(text: string): string {
  return ownAnswerOf(text)
    .replaceAll("'", "")
    .replaceAll(/[\p{L}\p{M}]+/gu, (word) =>
      accented.has(word) ? word.normalize("NFD").replaceAll(/\p{M}/gu, "") : word,
    )
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss");
}

/** Friendly pictures beside words say nothing more; by themselves they are no answer, and others may take back what the words say. */
function withoutPictures(text: string): string {
  return /\p{L}/u.test(text) ? text.replaceAll(friendly, " ") : text;
}

const friendly = /[👍👌🙏😊🙂😀😃😄😁☺🤗🥰😍❤💕💖💛💚💙🎉✅✔💯🤝👏]|\p{Emoji_Modifier}|\uFE0F|\u200D/gu;

const longestDrawn = 12;

/** "Yesss" and "nooo" are drawn out, and no other words; one letter again and again is laughter, such as "kkkkk". */
function wordsOf(plain: string, { yes, no }: AnswerWords): string[] {
  return plain.split(/\s+/).map((word) => {
    if (word.length > longestDrawn) return word;
    const short = word.replace(/(\p{L})\1+$/u, "$1");
    return short.length > 1 && (yes.has(short) || no.has(short)) ? short : word;
  });
}

/**
 * Reads, right after a question of hers has expired, that she still wants it: the last words are a plain yes, or she says so. It
 * confirms nothing, she is only asked anew.
 */
export function stillWants(text: string): boolean {
  const last =
    text
      .trim()
      .split(/[.,;!?\n]+\s*(?=\S)/)
      .at(-1) ?? "";
  const plain = plainOf(text);
  return readYesOrNo(last) === "yes" || languages.some(({ still }) => still.test(plain));
}

const polite = "(?:please|bitte|sil vous plait|svp|por favor|per favore|alstublieft|aub)";
const yesAgain = languages.map(({ yes, again }) => ({
  yes,
  pattern: new RegExp(`^(\\p{L}+) (?:${polite} )?${again}(?: ${polite})?$`, "u"),
}));

/** Reads the wish that what was asked and has expired be asked again, such as “yes, again”; nothing else is one. */
export function asksAgain(text: string): boolean {
  const plain = plainOf(text);
  return yesAgain.some(({ yes, pattern }) => {
    const [, word] = pattern.exec(plain) ?? [];
    return word !== undefined && yes.has(word);
  });
}
