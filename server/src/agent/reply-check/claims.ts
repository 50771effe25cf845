import { type Deed, type Evidence, textsOf } from "./evidence.ts";
import type { Unproved } from "./unproved.ts";

/** Words for one thing that can be done: as it is said of the past, and as it is said of what will be. */
type Family = { past: RegExp; base: RegExp; deed: RegExp };

const family = (past: string, base: string, deed: string): Family => ({
  past: new RegExp(`^(?:${past})$`, "i"),
  base: new RegExp(`^(?:${base})$`, "i"),
  deed: new RegExp(`^(?:${deed})`, "i"),
});

const families: readonly Family[] = [
  family("refunded|reimbursed|repaid", "refund|reimburse|repay", "refund|reimburs|repa"),
  family("credited", "credit", "credit"),
  family("cancell?ed", "cancel", "cancel"),
  family("exchanged|swapped|replaced", "exchange|swap|replace", "exchang|swap|replac"),
  family("sent|mailed|e-?mailed|posted", "send|mail|e-?mail|post", "send|sent|mail|email|post"),
  family("shipped|dispatched", "ship|dispatch", "ship|dispatch"),
  family(
    "changed|updated|switched|corrected|moved|set",
    "change|update|switch|correct|move|set",
    "chang|updat|switch|correct|move|set|edit",
  ),
  family(
    "created|made|issued|generated|placed|opened",
    "create|issue|generate|place",
    "creat|mak|made|issu|generat|plac|open|new",
  ),
  family("booked|reserved|scheduled|rescheduled", "book|reserve|schedule|reschedule", "book|reserv|schedul|reschedul"),
  family("paused", "pause", "paus"),
  family("resumed|restarted|reactivated", "resume|restart|reactivate", "resum|restart|reactivat"),
  family("stopped|ended|terminated", "stop|terminate", "stop|end|terminat|cancel"),
  family("closed|deleted|removed|erased", "close|delete|remove|erase", "clos|delet|remov|eras"),
  family("reset", "reset", "reset"),
  family("applied|added|granted|given|awarded", "apply|add|grant|give|award", "appl|add|grant|giv|award|credit"),
  family("waived", "waive", "waiv"),
  family("charged|billed|debited", "charge|bill|debit", "charg|bill|debit"),
  family("undone|reversed|reverted", "undo|reverse|revert", "undo|revers|revert"),
];

/** What needs a deed, whichever it is. */
const anyDeed =
  /\b(?:all set|taken care of|all done|(?:is|are|'s) (?:now )?(?:done|arranged|complete|completed|settled|sorted)|on (?:its|the|their) way)\b/i;
const handedOver =
  /\b(?:have|has|'ve|'s|will|'ll|am|is|are|was|been|'m)\b[^.!?]{0,30}\b(?:pass(?:ed|ing)?|hand(?:ed|ing)?|forward(?:ed|ing)?|escalat(?:e|ed|ing)|transfer(?:red|ring)?)\b[^.!?]{0,40}\b(?:colleague|team|person|human|manager|specialist|supervisor|agent|department)\b/i;
const vow = /\b(?:guarantee[sd]?|i promise|we promise|i assure|we assure|rest assured|without fail|100 ?%)\b/i;
const gratis =
  /\b(?:free of charge|for free|at no (?:extra |additional )?(?:cost|charge)|on the house|complimentary)\b/i;
const present = /\b(?:vouchers?|coupons?|discounts?|compensations?|bonus(?:es)?|full refund)\b/i;

const helper =
  /\b(?:i|we)(?:'ve| have| had| just| already)*\s+|\b(?:has|have|had|is|are|was|were|been|being|'s|'ve|got|get)\s+/gi;
const filler =
  /^(?:(?:now|already|just|also|successfully|fully|both|all|it|them|this|that|your|the|been|automatically|completely)\s+)*/i;
const negation = /\b(?:not|n't|never|nothing|no|cannot|neither|nor|without|unable)\b|n['’]t\b/i;
const condition = /\b(?:if|once|when|whenever|after|until|unless|as soon as|before|whether|in case|should)\b/i;
const future =
  /(?:\b(?:will|shall|going to|about to)|['’]ll)\s+(?:(?:now|also|then|be|get|have|just|immediately|automatically|gladly|been)\s+)*/gi;
const comes = /^(?:receive|get|arrive|reach|come)\b/i;
const comesPath = /deliver|arriv|estimate|eta\b|transit|expected|shipp/i;

/** What a reply says was done, or will be, that the log does not show. */
export function unprovedClaims(text: string, claims: readonly string[], evidence: Evidence): Unproved[] {
  const standing = evidence.done.filter(({ isUndone }) => !isUndone);
  const bad: Unproved[] = claims
    .filter((key) => !evidence.done.some((deed) => deed.key === key))
    .map((words) => ({ kind: "claim", words, why: "No such call was found done." }));
  for (const sentence of sentencesOf(text)) {
    const clauses = clausesOf(sentence);
    bad.push(...clauses.flatMap((clause) => [...pastIn(clause, sentence, evidence), ...futureIn(clause, evidence)]));
    if (anyDeed.test(sentence) && standing.length === 0 && !negation.test(sentence) && !isQuestion(sentence))
      if (!isAmongFacts(anyDeed.exec(sentence)?.[0] ?? "", evidence))
        bad.push({ kind: "claim", words: sentence, why: "Nothing was done in this case." });
    if (handedOver.test(sentence) && !evidence.isHandedOver && !negation.test(sentence))
      bad.push({ kind: "claim", words: sentence, why: "The case is not handed to a person by this step." });
    for (const pattern of [vow, gratis, present]) {
      const words = pattern.exec(sentence)?.[0];
      if (words !== undefined && !negation.test(sentence) && !isAmongFacts(words, evidence))
        bad.push({ kind: "promise", words, why: "No fact of this case says so." });
    }
  }
  return bad;
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?;…])\s+|\n+/).filter((sentence) => sentence.trim() !== "");
}

function clausesOf(sentence: string): string[] {
  return sentence.split(/,\s+|:\s+|\s+(?:and|but|so)\s+/i);
}

function isQuestion(sentence: string): boolean {
  return sentence.trim().endsWith("?");
}

function pastIn(clause: string, sentence: string, evidence: Evidence): Unproved[] {
  return [...clause.matchAll(helper)].flatMap((match) => {
    const before = clause.slice(0, match.index + match[0].length);
    const word = wordAfter(clause.slice(match.index + match[0].length));
    const found = families.find(({ past }) => past.test(word));
    if (found === undefined || negation.test(before) || condition.test(before)) return [];
    const isOurs = /^(?:i|we)\b/i.test(match[0]) || /\b(?:i|we)(?:\s|['’])[^.!?]*$/i.test(before);
    if (!isOurs && isQuestion(sentence)) return [];
    const isBacked =
      isDone(found, word, evidence) || (!isOurs && (isFact(found, evidence) || isAmongFacts(word, evidence)));
    const why = "The log shows nothing of the kind done in this case.";
    return isBacked ? [] : [{ kind: "claim", words: clause.trim(), why }];
  });
}

function futureIn(clause: string, evidence: Evidence): Unproved[] {
  return [...clause.matchAll(future)].flatMap((match) => {
    const before = clause.slice(0, match.index);
    const rest = clause.slice(match.index + match[0].length);
    const word = wordAfter(rest);
    const found = families.find(({ base, past }) => base.test(word) || past.test(word));
    const isComing = comes.test(rest);
    if ((found === undefined && !isComing) || negation.test(clause) || condition.test(before)) return [];
    const deeds = [...evidence.done.filter(({ isUndone }) => !isUndone), ...evidence.underWay];
    const isBacked = isComing
      ? deeds.length > 0 || evidence.facts.some(({ path }) => comesPath.test(path))
      : found !== undefined && deeds.some((deed) => isOf(deed, found));
    const why = "Nothing is done or under way that would bring this about.";
    return isBacked ? [] : [{ kind: "promise", words: clause.trim(), why }];
  });
}

function wordAfter(text: string): string {
  return /^[a-z-]+/i.exec(text.replace(filler, ""))?.[0] ?? "";
}

function isDone(found: Family, word: string, { done }: Evidence): boolean {
  const isTakenBack = /^(?:undone|reversed|reverted)$/i.test(word);
  return done.some((deed) => (isTakenBack ? deed.isUndone : !deed.isUndone && isOf(deed, found)));
}

function isOf({ words }: Deed, { deed }: Family): boolean {
  return wordsOf(words).some((word) => deed.test(word));
}

/** A fact says that it is so, such as a status or the name of a field. */
function isFact({ past }: Family, { facts }: Evidence): boolean {
  return facts.some(({ path, value }) =>
    wordsOf([path, typeof value === "string" ? value : ""]).some((word) => past.test(word)),
  );
}

function wordsOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.replaceAll(/([a-z])([A-Z])/g, "$1 $2").split(/[^A-Za-z]+/));
}

function isAmongFacts(words: string, evidence: Evidence): boolean {
  const wanted = words.toLowerCase();
  return textsOf(evidence).some((text) => text.toLowerCase().includes(wanted));
}
