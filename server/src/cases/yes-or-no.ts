import type { Decision } from "@purser/contract";

const list = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/**
 * One of these must be there, and nothing but them and the words that may stand beside. People of other tongues answer an
 * English question with the one word that they say all day, so the commonest of these count too.
 */
const yes = list(
  "yes y ye yea yep yeah yup aye ok okay okey k kk sure confirm confirmed correct exactly absolutely definitely agreed proceed si sí oui ja",
);
const yesPhrase =
  /\b(?:go ahead|go for it|go on then|do it|please do|of course|sounds (?:good|fine|great)|that'?s? (?:is )?(?:right|fine|it))\b/;
const besideYes = list(
  "for on please pls thanks thank thx you do it that thats this is right correct fine good great perfect sounds go ahead of course now then and i would want like to so both all one anyway anyways be lovely wonderful nice excellent merci gracias danke bitte",
);
const no = list("no n nope nah dont nein non nee");
/** Beside anything else these are wishes of their own. */
const noPhrase = /^(?:(?:please )?do not|(?:no )?(?:stop|cancel))$/;
const besideNo = list(
  "thanks thank thx you please pls sorry not now do it that thats this is wrong right correct at all wait keep leave as merci gracias danke",
);

/** Reads an answer to one of several questions by its number, such as “yes to 2”; null for everything else. */
export function readNumberedAnswer(text: string): { decision: Exclude<Decision, "edit">; number: number } | null {
  const [, decision, number] = /^\s*(yes|no)\s*,?\s*(?:to\s+)?(?:number\s+|\()?([1-9])[).!\s]*$/i.exec(text) ?? [];
  if (decision === undefined || number === undefined) return null;
  return { decision: decision.toLowerCase() === "yes" ? "yes" : "no", number: Number(number) };
}

/**
 * Reads a plain yes or no, and nothing else: the whole message must be made of a few words. Everything longer or
 * unclear is null and goes to the reasoner as a new message; doubt never confirms.
 */
export function readYesOrNo(text: string): Exclude<Decision, "edit"> | null {
  const plain = withoutPictures(text)
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .replaceAll(/[.,!\s]+/g, " ")
    .trim();
  const words = plain.split(" ").map(drawnTogether);
  if (noPhrase.test(plain)) return "no";
  if (words.some((word) => no.has(word))) {
    const isOnlyNo = words.every((word) => no.has(word) || besideNo.has(word));
    const isContrary = words.includes("do") && !words.includes("not") && !words.includes("dont");
    return isOnlyNo && !isContrary ? "no" : null;
  }
  const saysYes = words.some((word) => yes.has(word)) || yesPhrase.test(plain);
  return saysYes && words.every((word) => yes.has(word) || besideYes.has(word)) ? "yes" : null;
}

/** Friendly pictures beside words say nothing more; by themselves they are no answer, and others may take back what the words say. */
function withoutPictures(text: string): string {
  return /\p{L}/u.test(text) ? text.replaceAll(friendly, " ") : text;
}

const friendly = /[👍👌🙏😊🙂😀😃😄😁☺🤗🥰😍❤💕💖💛💚💙🎉✅✔💯🤝👏]|\p{Emoji_Modifier}|\uFE0F|\u200D/gu;

const longestDrawn = 12;

/** "Yesss" and "nooo" are drawn out, and no other words. */
function drawnTogether(word: string): string {
  if (word.length > longestDrawn) return word;
  const short = word.replace(/(\p{L})\1+$/u, "$1");
  return yes.has(short) || no.has(short) ? short : word;
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
  return readYesOrNo(last) === "yes" || /\bstill (?:want|need|like)\b/i.test(text);
}

/** Reads the wish that what was asked and has expired be asked again, such as “yes, again”; nothing else is one. */
export function asksAgain(text: string): boolean {
  const [, word] =
    /^\s*(\p{L}+)[\s,.!]+(?:please[\s,]+)?(?:(?:ask|try|do)(?: me| it)? )?again(?:[\s,]+please)?[\s.!]*$/iu.exec(
      text,
    ) ?? [];
  return word !== undefined && yes.has(word.toLowerCase());
}
