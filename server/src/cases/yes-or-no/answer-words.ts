/** How a language says a plain yes or no: in small letters, without accents and apostrophes, words apart by one space. */
export type AnswerWords = {
  /** The words that lose their accents when they are read; any other keeps them, as it may be another word: “já” is not “ja”. */
  accented: ReadonlySet<string>;
  /** One of these, or of `yesPhrases`, must be there, and nothing but them and the words that may stand beside. */
  yes: ReadonlySet<string>;
  yesPhrases: RegExp;
  besideYes: ReadonlySet<string>;
  /** What may stand before the first yes beside thanks; anything else makes the yes a part of a remark, such as “das ist ja nett”. */
  beforeYes: ReadonlySet<string>;
  /**
   * What stands around the words of the question in an answer that repeats it, such as “yes, please cancel it”: no word of a wish or
   * of what could be, for “yes, I want my order” agrees to nothing.
   */
  besideAsked: ReadonlySet<string>;
  /** Where a title says what is done: “Cancel an order”, “Bestellung stornieren”. */
  deed: "first" | "last";
  /** What makes a remark, a close or a question of words that else say yes: “eso es todo”, “klopt dat”. */
  unclear: RegExp;
  no: ReadonlySet<string>;
  besideNo: ReadonlySet<string>;
  /** Whole messages that say no without one of its words. Beside anything else these are wishes of their own. */
  noPhrases: RegExp;
  /** What negates the word beside it, and is no answer by itself: “don't cancel it”. Empty where it is the word of a no. */
  nots: ReadonlySet<string>;
  /** What stands in “yes to 2”, between the answer and the number. */
  to: string;
  /** What follows the yes in “yes, again”. */
  again: string;
  /** That she wants something still. */
  still: RegExp;
};

export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/** Said in all languages. */
const everywhere = "ok okay okey thanks thank thx please pls merci danke gracias";

export function besideWords(text: string): ReadonlySet<string> {
  return words(`${everywhere} ${text}`);
}
