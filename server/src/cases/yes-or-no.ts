import type { Decision } from "@purser/contract";
import type { AnswerWords } from "./yes-or-no/answer-words.ts";
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
  `^(\\p{L}+) ?(?:(?:${toNumber}|number|nummer|nr) )*\\(?([1-9])\\)?(?: (\\p{L}[\\p{L} ]*))?$`,
  "u",
);

/** Whole messages that a deployment takes for a plain yes or no beside those that are known; they come before these. */
export type OwnAnswers = { yes: readonly string[]; no: readonly string[] };

const none: OwnAnswers = { yes: [], no: [] };

/** Reads an answer to one of several questions by its number, such as “yes to 2”; null for everything else. */
export function readNumberedAnswer(text: string, own = none): { decision: YesOrNo; number: number } | null {
  const [, word = "", number, more] = text.length > longestAnswer ? [] : (numbered.exec(plainOf(text)) ?? []);
  if (number === undefined || (!shortAnswers.has(word) && readOwn(word, own) === null)) return null;
  const decision = readYesOrNo(more === undefined ? word : `${word} ${more}`, own);
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
  const plain = plainOf(text);
  const said = readOwn(plain, own);
  if (said !== null) return said;
  const readings = new Set(languages.flatMap((language) => readIn(language, plain) ?? []));
  const [only, other] = [...readings];
  return other === undefined ? (only ?? null) : null;
}

function readOwn(plain: string, { yes, no }: OwnAnswers): YesOrNo | null {
  if (yes.some((answer) => plainOf(answer) === plain)) return "yes";
  return no.some((answer) => plainOf(answer) === plain) ? "no" : null;
}

function readIn(language: AnswerWords, plain: string): YesOrNo | null {
  const { yes, yesPhrases, besideYes, no, besideNo, noPhrases } = language;
  const said = wordsOf(plain, language);
  if (noPhrases.test(plain)) return "no";
  if (said.some((word) => no.has(word))) {
    const isOnlyNo = said.every((word) => no.has(word) || besideNo.has(word));
    const isContrary = said.includes("do") && !said.includes("not") && !said.includes("dont");
    return isOnlyNo && !isContrary ? "no" : null;
  }
  const besidePhrases = plain.replaceAll(yesPhrases, " ").trim();
  const saysYes = besidePhrases !== plain || said.some((word) => yes.has(word));
  const rest = besidePhrases === "" ? [] : wordsOf(besidePhrases, language);
  return saysYes && rest.every((word) => yes.has(word) || besideYes.has(word)) ? "yes" : null;
}

/** In small letters, without accents, apostrophes and what ends a sentence; “schön” is not “schon”. A question stays one: it is no answer. */
function plainOf(text: string): string {
  return withoutPictures(text)
    .toLowerCase()
    .normalize("NFC")
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll(/['’]/g, "")
    .replaceAll(/[.,!¡\s]+/g, " ")
    .trim();
}

/** Friendly pictures beside words say nothing more; by themselves they are no answer, and others may take back what the words say. */
function withoutPictures(text: string): string {
  return /\p{L}/u.test(text) ? text.replaceAll(friendly, " ") : text;
}

const friendly = /[👍👌🙏😊🙂😀😃😄😁☺🤗🥰😍❤💕💖💛💚💙🎉✅✔💯🤝👏]|\p{Emoji_Modifier}|\uFE0F|\u200D/gu;

const longestDrawn = 12;

/** "Yesss" and "nooo" are drawn out, and no other words. */
function wordsOf(plain: string, { yes, no }: AnswerWords): string[] {
  return plain.split(/\s+/).map((word) => {
    if (word.length > longestDrawn) return word;
    const short = word.replace(/(\p{L})\1+$/u, "$1");
    return yes.has(short) || no.has(short) ? short : word;
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
