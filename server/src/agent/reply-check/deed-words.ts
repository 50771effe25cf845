import type { Deed, Evidence } from "./evidence.ts";
import { textsOf } from "./evidence.ts";

/** Words for one thing that can be done: as it is said of the past, as it is said of what will be, and as tools name it. */
export type Family = { past: RegExp; base: RegExp; deed: RegExp };

const family = (past: string, base: string, deed: string): Family => ({
  past: new RegExp(`^(?:${past})$`, "i"),
  base: new RegExp(`^(?:${base})$`, "i"),
  deed: new RegExp(`^(?:${deed})`, "i"),
});

export const families: readonly Family[] = [
  family("refunded|reimbursed|repaid", "refund|reimburse|repay", "refund|reimburs|repa"),
  family("credited", "credit", "credit"),
  family("cancell?ed", "cancel", "cancel"),
  family("exchanged|swapped|replaced", "exchange|swap|replace", "exchang|swap|replac"),
  family("sent|mailed|e-?mailed|posted", "send|mail|e-?mail|post", "send|sent|mail|email|post"),
  family("shipped|dispatched", "ship|dispatch", "ship|dispatch"),
  family(
    "changed|updated|switched|corrected|moved|set|modified|adjusted|amended|upgraded|downgraded",
    "change|update|switch|correct|move|set|modify|adjust|amend|upgrade|downgrade",
    "chang|updat|switch|correct|move|set|edit|modif|adjust|amend|upgrad|downgrad",
  ),
  family(
    "created|made|issued|generated|placed|opened",
    "create|issue|generate|place",
    "creat|mak|made|issu|generat|plac|open|new",
  ),
  family("booked|reserved|scheduled|rescheduled", "book|reserve|schedule|reschedule", "book|reserv|schedul|reschedul"),
  family("paused", "pause", "paus"),
  family(
    "resumed|restarted|reactivated|activated",
    "resume|restart|reactivate|activate",
    "resum|restart|reactivat|activat",
  ),
  family("stopped|ended|terminated", "stop|terminate", "stop|end|terminat|cancel"),
  family("closed|deleted|removed|erased", "close|delete|remove|erase", "clos|delet|remov|eras"),
  family("reset", "reset", "reset"),
  family("applied|added|granted|given|awarded", "apply|add|grant|give|award", "appl|add|grant|giv|award|credit"),
  family("extended|renewed|prolonged", "extend|renew|prolong", "extend|renew|prolong"),
  family("waived", "waive", "waiv"),
  family("charged|billed|debited", "charge|bill|debit", "charg|bill|debit"),
  family("undone|reversed|reverted", "undo|reverse|revert", "undo|revers|revert"),
];

/** The family of a word that says that something was done, or will be; undefined for one that says it of anything. */
export function familyOf(word: string, form: "past" | "base" | "deed"): Family | undefined {
  return families.find((each) => each[form].test(word));
}

function isOf({ words }: Deed, { deed }: Family): boolean {
  return wordsOf(words).some((word) => deed.test(word));
}

function wordsOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.replaceAll(/([a-z])([A-Z])/g, "$1 $2").split(/[^A-Za-z]+/));
}

const moneyWords = /\b(?:refund\w*|money|funds|reimburse\w*|credit(?!\s+card)\w*)\b/i;
const moneyDeed = /^(?:refund|reimburs|repa|credit)/i;

/** A deed that gives money, where a clause speaks of money: whatever else was done, that it was is another claim. */
export function isMoneyBacked(deeds: readonly Deed[], clause: string): boolean {
  return !moneyWords.test(clause) || deeds.some(({ words }) => wordsOf(words).some((word) => moneyDeed.test(word)));
}

/** One of these deeds is of the family, and gave money where the clause speaks of it. */
export function isAnyOfFamily(deeds: readonly Deed[], found: Family, clause: string): boolean {
  return deeds.some((deed) => isOf(deed, found)) && isMoneyBacked(deeds, clause);
}

/**
 * Of words that can be said of any deed, such as “processed”: one of what the clause names, a refund or an address, else
 * any at all.
 */
export function isAnyOf(deeds: readonly Deed[], clause: string): boolean {
  if (!isMoneyBacked(deeds, clause)) return false;
  const named = families.filter(({ deed }) => wordsOf([clause]).some((word) => deed.test(word)));
  return named.length === 0 ? deeds.length > 0 : deeds.some((deed) => named.some((each) => isOf(deed, each)));
}

/** What was read back as done and not taken back. */
export function standingDeeds({ done }: Evidence): readonly Deed[] {
  return done.filter(({ isUndone }) => !isUndone);
}

/** What was done and what will be if nobody says no. */
export function deedsToCome(evidence: Evidence): readonly Deed[] {
  return [...standingDeeds(evidence), ...evidence.underWay];
}

export function isAmongFacts(words: string, evidence: Evidence): boolean {
  const wanted = words.toLowerCase();
  return textsOf(evidence).some((text) => text.toLowerCase().includes(wanted));
}

/** A fact says that it is so, such as a status or the name of a field. */
export function isFact(past: RegExp, { facts }: Evidence): boolean {
  return facts.some(({ path, value }) =>
    wordsOf([path, typeof value === "string" ? value : ""]).some((word) => past.test(word)),
  );
}

export const negation = /\b(?:not|n't|never|nothing|no|cannot|neither|nor|without|unable)\b|n['’]t\b/i;
export const condition = /\b(?:if|once|when|whenever|after|until|unless|as soon as|before|whether|in case|should)\b/i;

export function isQuestion(sentence: string): boolean {
  return sentence.trim().endsWith("?");
}

export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;…])\s+|\n+/).filter((sentence) => sentence.trim() !== "");
}

export function clausesOf(sentence: string): string[] {
  return sentence.split(/,\s+|:\s+|\s+(?:and|but|so)\s+/i);
}

const filler =
  /^(?:(?:now|already|just|also|successfully|fully|both|all|it|them|this|that|your|the|been|automatically|completely|currently|then|be|have|immediately|gladly|personally|hereby)\s+)*/i;

/** The first word of a text that is not only there to fill. */
export function wordAfter(text: string): string {
  return /^[a-z-]+/i.exec(text.replace(filler, ""))?.[0] ?? "";
}
