import {
  clausesOf,
  condition,
  deedsToCome,
  families,
  familyOf,
  isAmongFacts,
  isAnyOf,
  isAnyOfFamily,
  isMoneyBacked,
  isFact,
  isQuestion,
  negation,
  sentencesOf,
  wordAfter,
} from "./deed-words.ts";
import type { Evidence } from "./evidence.ts";
import type { Unproved } from "./unproved.ts";

const vow = /\b(?:guarantee[sd]?|i promise|we promise|i assure|we assure|rest assured|without fail|100 ?%)\b/i;
const gratis =
  /\b(?:free of charge|for free|at no (?:extra |additional )?(?:cost|charge)|on the house|complimentary)\b/i;
const present =
  /\b(?:vouchers?|coupons?|discounts?|rebates?|compensations?|bonus(?:es)?|full refund|half (?:the )?price|half off|two for one)\b/i;
const entitled = /\b(?:entitled|eligible|qualif(?:y|ies)|you (?:can|may|get to) keep)\b/i;
/** A no that is a promise. */
const spared =
  /\b(?:(?:will not|won't|not|never|n't) (?:be )?(?:charged?|billed?|cost)|no (?:extra |additional )?(?:charges?|costs?|fees?)\b|for nothing)\b/i;

const future =
  /(?:\b(?:will|shall|going to|about to)|['’]ll)\s+(?:(?:now|also|then|be|get|have|just|immediately|automatically|gladly|been|personally)\s+)*/gi;
const comes = /^(?:receive|get|arrive|reach|come)\b(?! back)/i;
const coming =
  /\byou(?: can| may| should| will|'ll)? expect\b|\b(?:is|are|'s) (?:coming|arriving)\b|\b(?:ships|arrives|goes out) (?:today|now|soon|at once|shortly|immediately)\b/i;
const comesPath = /deliver|arriv|estimate|eta\b|transit|expected|shipp/i;
/** What nobody does who only waits for her next message. */
const anyPromise =
  /^(?:process|arrange|return|transfer|handle|ensure|see to|take care|make sure|extend|fix|resolve|approve|initiate|submit|complete|expedite|prioriti[sz]e|escalate|pay)\b/i;
/** Who says this comes back to her, by a clock or as a person. */
const comesBack =
  /^(?:look into|get back|come back|follow up|contact|call|reach out|inform|notify|let you know|keep you|update you|check (?:back|again)|investigate|be in touch|in touch)\b/i;
const doing = /\b(?:i|we)(?:'m|'re| am| are)\s+(?:(?:now|just|already|also|currently|then)\s+)*([a-z-]+ing)\b/gi;
const performs =
  /(?<!\b(?:can|could|may|might|would|should|will|do|did|does|that|if|when|once|as|how|what|where|why)\s)\b(?:i|we)\s+(?:(?:hereby|now|gladly|herewith|personally)\s+)*([a-z-]+)\s+(?:you|it|them|your|this)\b/gi;

/** What a reply says will be, or will be hers, that nothing done or under way brings about and no fact says. */
export function unprovedPromises(text: string, evidence: Evidence): Unproved[] {
  return sentencesOf(text).flatMap((sentence) => [
    ...clausesOf(sentence).flatMap((clause) => [
      ...futureIn(clause, evidence),
      ...presentIn(clause, sentence, evidence),
    ]),
    ...termsIn(sentence, evidence),
  ]);
}

function promiseOf(words: string, why: string): Unproved {
  return { kind: "promise", words: words.trim(), why };
}

/** What she would have to pay, may keep, or is given. */
function termsIn(sentence: string, evidence: Evidence): Unproved[] {
  const isNegated = negation.test(sentence);
  const said = [vow, gratis, present].flatMap((pattern) => (isNegated ? [] : (pattern.exec(sentence)?.[0] ?? [])));
  const right = isNegated || isQuestion(sentence) ? undefined : entitled.exec(sentence)?.[0];
  const free = spared.exec(sentence);
  const isFree = free !== null && !isQuestion(sentence) && !condition.test(sentence.slice(0, free.index));
  return [
    ...said,
    ...(right === undefined || isFact(new RegExp(`^${right.slice(0, "entitl".length)}`, "i"), evidence) ? [] : [right]),
    ...(isFree ? [free[0]] : []),
  ]
    .filter((words) => !isAmongFacts(words, evidence))
    .map((words) => promiseOf(words, "No fact of this case says so."));
}

const unbacked = "Nothing is done or under way that would bring this about.";

function futureIn(clause: string, evidence: Evidence): Unproved[] {
  return [...clause.matchAll(future)].flatMap((match) => {
    const before = clause.slice(0, match.index);
    const rest = clause.slice(match.index + match[0].length);
    if (negation.test(clause) || condition.test(before)) return [];
    return isBackedFuture(rest, clause, evidence) ? [] : [promiseOf(clause, unbacked)];
  });
}

function isBackedFuture(rest: string, clause: string, evidence: Evidence): boolean {
  const deeds = deedsToCome(evidence);
  const word = wordAfter(rest);
  const found = families.find(({ base, past }) => base.test(word) || past.test(word));
  if (comesBack.test(rest)) return evidence.isHandedOver || evidence.comesBack;
  if (comes.test(rest)) return isBackedComing(clause, evidence);
  if (found !== undefined) return isAnyOfFamily(deeds, found, clause);
  return !anyPromise.test(rest) || isAnyOf(deeds, clause) || evidence.isHandedOver;
}

/** A parcel comes as its facts say; money comes by a deed. */
function isBackedComing(clause: string, evidence: Evidence): boolean {
  const deeds = deedsToCome(evidence);
  if (!isMoneyBacked(deeds, clause)) return false;
  return deeds.length > 0 || evidence.facts.some(({ path }) => comesPath.test(path));
}

/** What is said to be happening: “I am refunding you”, “we refund you now”, “a refund is coming”. */
function presentIn(clause: string, sentence: string, evidence: Evidence): Unproved[] {
  const deeds = deedsToCome(evidence);
  const comingAt = coming.exec(clause);
  const isBackedVerb = (word: string): boolean => {
    const found = familyOf(word, "deed");
    return found === undefined ? isAnyOf(deeds, clause) : isAnyOfFamily(deeds, found, clause);
  };
  const verbs = [
    ...[...clause.matchAll(doing)].filter(([, word = ""]) => isDeedVerb(word.replace(/ing$/i, ""))),
    ...[...clause.matchAll(performs)].filter(([, word = ""]) => isDeedVerb(word)),
  ].filter(
    ({ 1: word = "", index }) =>
      !isBackedVerb(word) && !condition.test(clause.slice(0, index)) && !negation.test(clause),
  );
  const isComing = comingAt !== null && !negation.test(clause) && !condition.test(clause.slice(0, comingAt.index));
  const isUnbacked = verbs.length > 0 || (isComing && !isBackedComing(clause, evidence));
  return isUnbacked && !isQuestion(sentence) ? [promiseOf(clause, unbacked)] : [];
}

function isDeedVerb(stem: string): boolean {
  const isKnown = families.some(({ base }) => [stem, `${stem}e`, stem.slice(0, -1)].some((form) => base.test(form)));
  return isKnown || anyPromise.test(stem) || anyPromise.test(`${stem}e`);
}
