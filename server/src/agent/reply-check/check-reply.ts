import type { Reply } from "@purser/contract";
import { unprovedAmounts } from "./amounts.ts";
import { unprovedClaims } from "./claims.ts";
import { unprovedDays } from "./days.ts";
import type { Evidence } from "./evidence.ts";
import { unprovedIdentifiers } from "./identifiers.ts";
import { withoutAccents } from "./language.ts";
import { unprovedPromises } from "./promises.ts";
import type { Unproved } from "./unproved.ts";

/**
 * What in a reply nothing proves; empty when it may be sent. Amounts, days, spans of time, numbers and addresses must stand
 * in the facts of the case, what is said to be done in its log, and what is promised must be under way. Reads the languages
 * in `languages.ts`; it holds back too much rather than too little.
 */
export function checkReply({ text, claims }: Reply, evidence: Evidence): readonly Unproved[] {
  const plain = text
    .normalize("NFKC")
    .replaceAll(/[‘’´`]/g, "'")
    .replaceAll(/\p{Cf}/gu, "");
  const read = withoutAccents(plain);
  const found = [
    ...unprovedAmounts(plain, evidence),
    ...unprovedDays(plain, evidence),
    ...unprovedIdentifiers(plain, evidence),
    ...[...unprovedClaims(read, claims, evidence), ...unprovedPromises(read, evidence)].map((each) => ({
      ...each,
      words: asWritten(each.words, read, plain),
    })),
  ];
  return [...new Map(found.map((each) => [`${each.kind} ${each.words.trim()}`, each])).values()];
}

/** The words with their accents, as the model wrote them. */
function asWritten(words: string, read: string, plain: string): string {
  const at = read.indexOf(words);
  return at < 0 ? words : plain.slice(at, at + words.length);
}
