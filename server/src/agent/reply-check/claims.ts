import {
  deedsToCome,
  isAmongFacts,
  isAnyOf,
  isAnyOfKinds,
  isFact,
  isFactOfKind,
  kindNamedBy,
  kindsOf,
  standingDeeds,
} from "./deed-words.ts";
import type { Evidence } from "./evidence.ts";
import type { DeedKind, Language } from "./language.ts";
import { languagesOf } from "./languages.ts";
import { clausesOf, isQuestion, sentencesOf, verbsAfter } from "./sentences.ts";
import type { Unproved } from "./unproved.ts";

/** What a reply says was done that the log does not show. */
export function unprovedClaims(text: string, claims: readonly string[], evidence: Evidence): Unproved[] {
  const bad: Unproved[] = claims
    .filter((key) => !evidence.done.some((deed) => deed.key === key))
    .map((words) => claimOf(words, "No such call was found done."));
  for (const sentence of sentencesOf(text)) {
    for (const language of languagesOf(sentence, text)) {
      const clauses = clausesOf(sentence, language);
      const place = { sentence, evidence, language };
      bad.push(
        ...clauses.flatMap((clause, index) => pastIn(clause, { ...place, earlier: clauses.slice(0, index) })),
        ...wholeClaimsIn(place),
      );
    }
  }
  return bad;
}

type Place = { sentence: string; evidence: Evidence; language: Language };

function claimOf(words: string, why: string): Unproved {
  return { kind: "claim", words: words.trim(), why };
}

function wholeClaimsIn({ sentence, evidence, language }: Place): Unproved[] {
  const { anyDeed, handedOver, isNow, moneyIsBack, nounThen } = language.claims;
  const standing = standingDeeds(evidence);
  const bad: Unproved[] = [];
  const isNegated = language.negation.test(sentence);
  const isPlain = !isQuestion(sentence) && !isNegated;
  const done = anyDeed.exec(sentence)?.[0];
  if (done !== undefined && isPlain && standing.length === 0 && !isAmongFacts(done, evidence))
    bad.push(claimOf(sentence, "Nothing was done in this case."));
  if (handedOver.test(sentence) && !evidence.isHandedOver && !isNegated)
    bad.push(claimOf(sentence, "The case is not handed to a person by this step."));
  const state = isNow.exec(sentence)?.groups?.["state"];
  if (state !== undefined && isPlain && standing.length === 0 && !isStated(state, evidence, language))
    bad.push(claimOf(sentence, "Nothing was done in this case."));
  const money = moneyIsBack.exec(sentence);
  if (money !== null && isPlain && !language.condition.test(sentence.slice(0, money.index)))
    if (!isAnyOf(standing, money[0], language)) bad.push(claimOf(sentence, "No money was given back in this case."));
  const outcome = nounThen.exec(sentence);
  if (outcome !== null && !isQuestion(sentence) && !isOffered(sentence.slice(0, outcome.index), language))
    if (!isBackedOutcome(outcome.groups ?? {}, evidence, language))
      bad.push(claimOf(sentence, "The log shows nothing of the kind done in this case."));
  return bad;
}

/** Each word of it that says something stands in some fact. */
function isStated(state: string, evidence: Evidence, language: Language): boolean {
  const [{ word } = { word: "" }] = verbsAfter(state, language);
  return isAmongFacts(state.trim(), evidence) || (word !== "" && isFact(new RegExp(`^${word}$`, "i"), evidence));
}

function isOffered(before: string, { condition, offer, negation }: Language): boolean {
  return condition.test(before) || offer.test(before) || negation.test(before);
}

function isBackedOutcome(
  { noun = "", outcome = "" }: Readonly<Record<string, string>>,
  evidence: Evidence,
  language: Language,
): boolean {
  return (
    isAnyOf(standingDeeds(evidence), noun, language) ||
    isAmongFacts(outcome, evidence) ||
    (kindNamedBy(noun, language) === undefined && standingDeeds(evidence).length > 0)
  );
}

const nothingOfTheKind = "The log shows nothing of the kind done in this case.";

function pastIn(clause: string, place: Place & { earlier: readonly string[] }): Unproved[] {
  const said = [...clause.matchAll(place.language.claims.helper)].flatMap((match) => {
    const before = clause.slice(0, match.index + match[0].length);
    const rest = clause.slice(before.length);
    const open = openVerbIn(rest, place.language);
    return [...verbsAfter(rest, place.language), ...(open === null ? [] : [open])]
      .filter(({ word, before: between }) =>
        isUnprovedPast(
          word,
          { helper: match[0], before: before + between, isOpen: word === open?.word },
          clause,
          place,
        ),
      )
      .map(() => claimOf(clause, nothingOfTheKind));
  });
  return [...bareClaimIn(clause, place), ...said].slice(0, 1);
}

/** Whatever verb of the past stands where a verb belongs; it says something only of ourselves. */
function openVerbIn(rest: string, { filler, claims }: Language): { word: string; before: string } | null {
  const filled = filler.exec(rest)?.[0].length ?? 0;
  const match = claims.open.exec(rest.slice(filled));
  const [, word = ""] = match ?? [];
  return match === null ? null : { word, before: rest.slice(0, filled + match.index) };
}

type Said = { helper: string; before: string; isOpen: boolean };

function isUnprovedPast(word: string, said: Said, clause: string, { sentence, evidence, language }: Place): boolean {
  const { ours, being, toldPerson } = language.claims;
  if (language.negation.test(said.before) || language.condition.test(said.before)) return false;
  const isOurs = ours.test(said.before);
  const kinds = kindsOf(word, language, ["past"]);
  if (kinds.length === 0 && !claims(word, { ...said, isOurs }, language)) return false;
  if (!isOurs && isQuestion(sentence)) return false;
  if (evidence.isHandedOver && toldPerson.test(word)) return false;
  const deeds = being.test(said.helper) ? deedsToCome(evidence) : standingDeeds(evidence);
  const isDone = kinds.includes("undo")
    ? evidence.done.some(({ isUndone }) => isUndone)
    : kinds.length === 0
      ? isAnyOf(deeds, clause, language)
      : isAnyOfKinds(deeds, kinds, clause, language);
  return !isDone && (isOurs || !isAmong(word, kinds, evidence));
}

/** Whether a word that is of no family says that something was done. Of ourselves all but what is harmless does. */
function claims(word: string, { isOurs, isOpen, helper }: Said & { isOurs: boolean }, language: Language): boolean {
  const { anyVerb, harmless, copula } = language.claims;
  return anyVerb.test(word) || (isOurs && isOpen && !harmless.test(word) && !copula.test(helper));
}

/** Without who did it: “Refunded, in full.” */
function bareClaimIn(
  clause: string,
  { sentence, evidence, language, earlier }: Place & { earlier: readonly string[] },
): Unproved[] {
  const word = language.claims.bare.exec(clause)?.[1] ?? "";
  const kinds = kindsOf(word, language, ["past"]);
  if (kinds.length === 0 || isQuestion(sentence) || earlier.some((each) => isOffered(each, language))) return [];
  const isBacked = isAnyOfKinds(standingDeeds(evidence), kinds, clause, language) || isAmong(word, kinds, evidence);
  return isBacked ? [] : [claimOf(clause, nothingOfTheKind)];
}

function isAmong(word: string, kinds: readonly DeedKind[], evidence: Evidence): boolean {
  return (
    isAmongFacts(word, evidence) ||
    (kinds.length === 0
      ? isFact(new RegExp(`^${word}$`, "i"), evidence)
      : kinds.some((kind) => isFactOfKind(kind, evidence)))
  );
}
