import {
  deedsToCome,
  isAmongFacts,
  isAnyOf,
  isAnyOfKinds,
  isFact,
  isMoneyBacked,
  kindNamedBy,
  kindsOf,
} from "./deed-words.ts";
import { type Evidence, textsOf } from "./evidence.ts";
import { type Language, type TermKind, termKinds, withoutAccents } from "./language.ts";
import { languages, languagesOf } from "./languages.ts";
import { clausesOf, isQuestion, sentencesOf, verbsAfter } from "./sentences.ts";
import type { Unproved } from "./unproved.ts";

const comesPath = /deliver|arriv|estimate|eta\b|transit|expected|shipp/i;

/** What a reply says will be, or will be hers, that nothing done or under way brings about and no fact says. */
export function unprovedPromises(text: string, evidence: Evidence): Unproved[] {
  return sentencesOf(text).flatMap((sentence) =>
    languagesOf(sentence, text).flatMap((language) => [
      ...(language.wished.test(sentence)
        ? []
        : clausesOf(sentence, language).flatMap((clause) => [
            ...futureIn(clause, evidence, language),
            ...presentIn(clause, sentence, evidence, language),
          ])),
      ...termsIn(sentence, evidence, language),
    ]),
  );
}

function promiseOf(words: string, why: string): Unproved {
  return { kind: "promise", words: words.trim(), why };
}

/** What she would have to pay, may keep, or is given. */
function termsIn(sentence: string, evidence: Evidence, language: Language): Unproved[] {
  const isNegated = language.negation.test(sentence);
  const said = termKinds.flatMap((kind) => {
    const found = language.terms[kind].exec(sentence);
    if (found === null) return [];
    const isSaid =
      kind === "spared"
        ? !isQuestion(sentence) && !language.condition.test(sentence.slice(0, found.index))
        : !isNegated;
    return isSaid && !isTermElsewhere(kind, evidence, language) ? [found[0]] : [];
  });
  const right = isNegated || isQuestion(sentence) ? undefined : language.terms.entitled.exec(sentence)?.[0];
  return [
    ...said,
    ...(right === undefined || isFact(new RegExp(`^${right.slice(0, "entitl".length)}`, "i"), evidence) ? [] : [right]),
  ]
    .filter((words) => !isAmongFacts(words, evidence))
    .map((words) => promiseOf(words, "No fact of this case says so."));
}

/** The shop's own words for it, in another language than the reply's. */
function isTermElsewhere(kind: TermKind, evidence: Evidence, language: Language): boolean {
  const others = languages.filter((other) => other !== language);
  return textsOf(evidence).some((text) => others.some(({ terms }) => terms[kind].test(withoutAccents(text))));
}

const unbacked = "Nothing is done or under way that would bring this about.";

function futureIn(clause: string, evidence: Evidence, language: Language): Unproved[] {
  return [...clause.matchAll(language.promises.future)].flatMap((match) => {
    const before = clause.slice(0, match.index);
    const rest = clause.slice(match.index + match[0].length);
    if (language.negation.test(clause) || language.condition.test(before)) return [];
    return isBackedFuture(rest, clause, evidence, language) ? [] : [promiseOf(clause, unbacked)];
  });
}

function isBackedFuture(rest: string, clause: string, evidence: Evidence, language: Language): boolean {
  const { comesBack, comes, anyPromise } = language.promises;
  const deeds = deedsToCome(evidence);
  const kinds = verbsAfter(rest, language).flatMap(({ word }) => kindsOf(word, language, ["base", "past"]));
  if (comesBack.test(rest)) return evidence.isHandedOver || evidence.comesBack;
  if (comes.test(rest)) return isBackedComing(clause, evidence, language);
  if (kinds.length > 0) return isAnyOfKinds(deeds, kinds, clause, language);
  return !anyPromise.test(rest) || isAnyOf(deeds, clause, language) || evidence.isHandedOver;
}

/** A parcel comes as its facts say; money comes by a deed. */
function isBackedComing(clause: string, evidence: Evidence, language: Language): boolean {
  const deeds = deedsToCome(evidence);
  if (!isMoneyBacked(deeds, clause, language)) return false;
  return deeds.length > 0 || evidence.facts.some(({ path }) => comesPath.test(path));
}

/** What is said to be happening: “I am refunding you”, “we refund you now”, “a refund is coming”. */
function presentIn(clause: string, sentence: string, evidence: Evidence, language: Language): Unproved[] {
  const { coming, presents } = language.promises;
  const { condition, negation } = language;
  const deeds = deedsToCome(evidence);
  const comingAt = coming.exec(clause);
  const isBackedVerb = (word: string): boolean => {
    const kind = kindNamedBy(word, language);
    return kind === undefined ? isAnyOf(deeds, clause, language) : isAnyOfKinds(deeds, [kind], clause, language);
  };
  const verbs = presents
    .flatMap((pattern) => [...clause.matchAll(pattern)])
    .filter(
      ({ 1: word = "", index }) =>
        isDeedVerb(word, language) &&
        !isBackedVerb(word) &&
        !condition.test(clause.slice(0, index)) &&
        !negation.test(clause),
    );
  const isComing = comingAt !== null && !negation.test(clause) && !condition.test(clause.slice(0, comingAt.index));
  const isUnbacked = verbs.length > 0 || (isComing && !isBackedComing(clause, evidence, language));
  return isUnbacked && !isQuestion(sentence) ? [promiseOf(clause, unbacked)] : [];
}

/** Whether a verb is one that promises; of “refunding” or “issuing” only the beginning is known. */
function isDeedVerb(stem: string, language: Language): boolean {
  const { anyPromise } = language.promises;
  const isKnown = [stem, `${stem}e`, stem.slice(0, -1)].some((form) => kindsOf(form, language, ["base"]).length > 0);
  return isKnown || anyPromise.test(stem) || anyPromise.test(`${stem}e`);
}
