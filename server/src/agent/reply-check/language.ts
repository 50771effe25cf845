import type { ParsedResult, ParsingReference } from "chrono-node";

/** Kinds of deeds; what can be done in a shop and be claimed or promised. */
export const deedKinds = [
  "refund",
  "credit",
  "cancel",
  "exchange",
  "send",
  "ship",
  "change",
  "create",
  "book",
  "pause",
  "resume",
  "stop",
  "close",
  "reset",
  "apply",
  "extend",
  "waive",
  "charge",
  "undo",
] as const;
export type DeedKind = (typeof deedKinds)[number];

/** A language's words for one kind of deed: as it is said of the past, as it is said of what will be, and as tools name it. */
export type Family = { past: RegExp; base: RegExp; deed: RegExp };

/** `past` and `base` are whole words, `deed` is how a word begins. */
export function family(past: string, base: string, deed: string): Family {
  return {
    past: new RegExp(`^(?:${past})$`, "i"),
    base: new RegExp(`^(?:${base})$`, "i"),
    deed: new RegExp(`^(?:${deed})`, "i"),
  };
}

export const spanUnits = ["minute", "hour", "day", "week", "month", "year"] as const;
export type SpanUnit = (typeof spanUnits)[number];

/** What may be said of a price or a right only if a fact says so. */
export const termKinds = ["vow", "gratis", "present", "spared"] as const;
export type TermKind = (typeof termKinds)[number];

/**
 * The words of one language that the check reads. All patterns see text without accents, `ß` as `s`, and straight apostrophes.
 * What a language says by its order or its endings alone is a pattern of no width, after which the word itself stands.
 */
export type Language = {
  /** Frequent words by which a sentence is known to be in it, parted by spaces. */
  common: string;
  families: Readonly<Record<DeedKind, Family>>;
  /** Where money is spoken of, only a deed that gives money proves it. */
  money: RegExp;
  negation: RegExp;
  /** What makes the words after it no statement: “if”, “as soon as”. */
  condition: RegExp;
  /** What makes it a possibility: “can”, “would”. */
  offer: RegExp;
  /** A sentence that leaves it to her: what it says would be done is an offer. */
  wished: RegExp;
  clauseBreak: RegExp;
  /** Words at the beginning of a text that are only there to fill. */
  filler: RegExp;
  /** How many words after a helper, fillers left out, may be the verb that it helps. */
  reach: number;
  claims: ClaimWords;
  promises: PromiseWords;
  terms: Readonly<Record<TermKind, RegExp>> & { entitled: RegExp };
  times: TimeWords;
};

type ClaimWords = {
  /** “I have”, “was”: after it a word of the past says that something was done. */
  helper: RegExp;
  /** Found in the words up to the verb where we ourselves have done it. */
  ours: RegExp;
  /** A helper that speaks of what is being done. */
  being: RegExp;
  /** A helper after which only known verbs speak of deeds: “I am pleased”. */
  copula: RegExp;
  /** Verbs that can be said of any deed. */
  anyVerb: RegExp;
  /** Group 1 is whatever verb of the past stands after a helper of ours. */
  open: RegExp;
  /** What somebody may say to have done who has only read and thought; all else needs a deed. */
  harmless: RegExp;
  /** Group 1 is a verb of the past that begins a clause without a helper: “Refunded, in full.” */
  bare: RegExp;
  /** What needs a deed, whichever it is. */
  anyDeed: RegExp;
  /** What something of hers is said to have become, as `state`. */
  isNow: RegExp;
  handedOver: RegExp;
  /** Verbs that are true of a case that is handed over. */
  toldPerson: RegExp;
  moneyIsBack: RegExp;
  /** A deed as `noun`, and what became of it as `outcome`. */
  nounThen: RegExp;
};

type PromiseWords = {
  /** “I will”: what stands after it is promised. */
  future: RegExp;
  /** After it: she gets something. */
  comes: RegExp;
  /** After it: somebody comes back to her. */
  comesBack: RegExp;
  /** After it: what nobody does who only waits for her next message. */
  anyPromise: RegExp;
  /** Something is said to come. */
  coming: RegExp;
  /** Group 1 is the verb, or its beginning, that we are said to do now. */
  presents: readonly RegExp[];
};

type TimeWords = {
  /** Calendar days in a text with its accents. */
  days: (text: string, reference: ParsingReference) => readonly ParsedResult[];
  /** What the reader of days takes for one and is none. */
  noDay: RegExp;
  /** A number or a word for one, such as “three” or “a few”. */
  count: string;
  /** The number as figures, or a word of who names none, which is the same in all languages. */
  countOf: (words: string) => string;
  /** Between two counts: “to”, “or”. */
  joint: string;
  /** Between count and unit: “business”. */
  qualifier: string;
  units: Readonly<Record<SpanUnit, string>>;
  /** Spans that have no number: “end of the week”. */
  endOf: RegExp;
  /** A full hour as group 1, perhaps its minutes as group 2, where no colon stands. */
  hour: RegExp;
};

/** Counts as most languages have them: what `numbers` says of 1, 2, 3 …, and words of who names none. */
export function counts(numbers: readonly string[], few: string): Pick<Language["times"], "count" | "countOf"> {
  return {
    count: String.raw`\d+|${[...numbers, few].join("|")}`,
    countOf: (words) => {
      const at = numbers.findIndex((number) => new RegExp(`^(?:${number})$`).test(words));
      if (at >= 0) return String(at + 1);
      return /^\d/.test(words) ? String(Number(words)) : "few";
    },
  };
}

/** For what a language does not have. */
export const never = /(?!)/g;

/** Letters without their accents; as long as the text, so that a place in one is the place in the other. */
export function withoutAccents(text: string): string {
  return text.replaceAll(/[^\p{ASCII}]/gu, (letter) => {
    if (/ß/i.test(letter)) return "s";
    const base = letter.normalize("NFD").replaceAll(/\p{Mn}/gu, "");
    return base.length === letter.length ? base : letter;
  });
}
