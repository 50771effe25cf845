import type { Spelling } from "./spelling.ts";

/** What of a text the classifier counts, with how much each counts before rare ones are raised. */
export type Features = ReadonlyMap<string, number>;

/** Groups of words and phrases that say much the same, by the name of the group. */
export type WordGroups = ReadonlyMap<string, readonly string[]>;

const weights = { word: 1, pair: 0.7, apart: 0.4, group: 1.5, letters: 0.2 } as const;

const longestPhrase = 4;
const runLength = 4;

/**
 * Makes the reader of features: words with slips of the fingers mended and cut to their stems, pairs of words, words two apart, runs of four letters
 * (which survive typing errors) and the groups that a word or phrase belongs to.
 */
export function featureReader(groups: WordGroups, spelling: Spelling): (text: string) => Features {
  const groupsOf = new Map<string, string[]>();
  for (const [name, phrases] of groups) {
    for (const phrase of phrases) {
      const key = plainWordsOf(phrase).join(" ");
      groupsOf.set(key, [...(groupsOf.get(key) ?? []), name]);
    }
  }
  return (text) => {
    const words = plainWordsOf(text).map(spelling);
    const features = new Map<string, number>();
    addWords(features, words);
    for (let length = 1; length <= longestPhrase; length += 1)
      for (let start = 0; start + length <= words.length; start += 1)
        for (const name of groupsOf.get(words.slice(start, start + length).join(" ")) ?? [])
          features.set(`group ${name}`, weights.group);
    return features;
  };
}

function addWords(features: Map<string, number>, words: readonly string[]): void {
  const telling = words.filter((word) => !emptyWords.has(word));
  for (const word of telling) features.set(`word ${stemOf(word)}`, weights.word);
  const stems = words.map(stemOf);
  for (const [index, stem] of stems.slice(1).entries())
    features.set(`pair ${stems[index] ?? ""} ${stem}`, weights.pair);
  const tellingStems = telling.map(stemOf);
  for (const [index, stem] of tellingStems.slice(2).entries())
    features.set(`apart ${tellingStems[index] ?? ""} ${stem}`, weights.apart);
  for (const word of telling) {
    if (placeholders.has(word)) continue;
    const marked = `<${word}>`;
    for (let start = 0; start + runLength <= marked.length; start += 1)
      features.set(`letters ${marked.slice(start, start + runLength)}`, weights.letters);
  }
}

/** The words of a text in lower case without marks; what differs from message to message stands as its kind. */
export function plainWordsOf(text: string): string[] {
  let plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(possessive, "$1")
    .replaceAll(/[\u0300-\u036f'’]/g, "");
  for (const [pattern, placeholder] of kinds) plain = plain.replaceAll(pattern, ` ${placeholder} `);
  return plain
    .split(/[^a-z]+/)
    .filter((word) => word !== "")
    .map((word) => shorthand.get(word) ?? word);
}

/** As people write on telephones. */
const shorthand: ReadonlyMap<string, string> = new Map(
  (
    "u you,ur your,r are,y why,n and,wat what,wats whats,wen when,wer where,whr where,wheres where,hw how,cud could,wud would,shud should," +
    "hav have,hv have,dnt dont,wnt want,wana wanna,gimme give,lemme let,thx thanks,thnx thanks,ty thanks,plz please,pls please," +
    "msg message,msgs messages,txt text,txts texts,acct account,acc account,addr address,adress address,appt appointment," +
    "ordr order,ordrs orders,pkg package,sub subscription,subs subscription,tmrw tomorrow,tmw tomorrow,tmr tomorrow,yday yesterday," +
    "bk back,bday birthday,cuz because,coz because,bc because,abt about,asap now,wk week,wks weeks,sz size,nxt next,frm from,recvd received," +
    "pw password,pwd password,sumone someone,sum some,nite night,tho though,thru through,em them,lil little,dbl double,chk check"
  )
    .split(",")
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf(" ")), pair.slice(pair.indexOf(" ") + 1)]),
);

/** "My doctor's visit" is about a doctor; "it's" and "where's" are words of their own. */
const possessive = /\b(?!(?:it|he|she|that|there|here|what|where|when|who|how|let)['’])([a-z]{2,})['’]s\b/g;

const kinds: readonly (readonly [RegExp, string])[] = [
  [/\bb4\b/g, "before"],
  [/\b2(?=day|morrow|nite|night)/g, "to"],
  [/[\w.+-]+@[\w.-]+/g, "xemail"],
  [/\b[a-z]-\d{3,}/g, "xorder"],
  [/[$€£]\s?\d+(\.\d\d)?/g, "xmoney"],
  [/\b\d+-\d+y\b/g, "xsize"],
  [/\b\d{1,2}(:\d\d)?\s?(am|pm)\b/g, "xtime"],
  [/\b\d+ [a-z]+ (st|street|road|rd|ave|avenue|lane|ln|ct|court|drive|dr|way)\b/g, "xaddress"],
  [/\d+/g, "xnumber"],
];
const placeholders: ReadonlySet<string> = new Set(kinds.map(([, placeholder]) => placeholder));

const emptyWords: ReadonlySet<string> = new Set(
  "a an the is are was were be been am im ive me my our ours your yours its this that these those of and or so but as just hi hello hey there very really please pls plz".split(
    " ",
  ),
);

/** A word without its ending, so that "refunds" and "refunded" are one. */
export function stemOf(word: string): string {
  if (word.length <= 3) return word;
  return word
    .replace(/(ies|ied)$/, "y")
    .replace(/(ing|ed|es|s|ly)$/, "")
    .replace(/(.)\1$/, "$1")
    .replace(/e$/, "");
}
