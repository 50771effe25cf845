import {
  clausesOf,
  condition,
  deedsToCome,
  type Family,
  families,
  familyOf,
  isAmongFacts,
  isAnyOf,
  isAnyOfFamily,
  isFact,
  isQuestion,
  negation,
  sentencesOf,
  standingDeeds,
  wordAfter,
} from "./deed-words.ts";
import type { Evidence } from "./evidence.ts";
import type { Unproved } from "./unproved.ts";

/** What needs a deed, whichever it is. */
const anyDeed =
  /\b(?:all set|taken care of|took care of|all done|all sorted|(?:is|are|'s) (?:now )?(?:done|arranged|complete|completed|settled|sorted)|on (?:its|the|their) way)\b|^\W*(?:(?:good|great) news\W+)?done\b/i;
/** What something of hers is said to have become. */
const isNow = /\byour\b[^.!?,]{0,40}?\b(?:is|are) now (?<state>[^.!?,]+)/i;
const handedOver =
  /\b(?:have|has|'ve|'s|will|'ll|am|is|are|was|been|'m)\b[^.!?]{0,30}\b(?:pass(?:ed|ing)?|hand(?:ed|ing)?|forward(?:ed|ing)?|escalat(?:e|ed|ing)|transfer(?:red|ring)?)\b[^.!?]{0,40}\b(?:colleague|team|person|human|manager|specialist|supervisor|agent|department)\b/i;
const moneyIsBack =
  /\b(?:money|funds|payment|amount)(?:(?:'s|\s+(?:is|was|has|are|have|been|now|already))\b)+\s+(?:\w+\s+)?(?:back|returned|in your|on your|there|through)\b/i;

const helper =
  /\b(?:i|we)(?:'ve| have| had| just| already)*\s+|\b(?:has|have|had|is|are|was|were|been|being|'s|'ve|got|get|consider (?:it|this|that))\s+/gi;
/** Verbs that can be said of any deed. */
const anyVerb =
  /^(?:processed|reprocessed|completed|submitted|initiated|finali[sz]ed|performed|arranged|handled|approved|confirmed|authori[sz]ed|executed|expedited|returned|transferred|extended|resolved|fixed|settled|saved|unlocked|verified|registered|enrolled|unsubscribed|subscribed|informed|notified|told|contacted|filed|recorded|restored|reinstated|finished|honou?red|released|deducted)$/i;
/** What somebody may say to have done who has only read and thought; all else that ends like a past needs a deed. */
const harmless =
  /^(?:need(?:ed)?|proceed|indeed|found|located|checked|double-?checked|rechecked|retrieved|reviewed|identified|looked|explored|noticed|encountered|tried|attempted|noted|searched|listed|discussed|mentioned|considered|matched|pulled|gathered|recogni[sz]ed|reali[sz]ed|asked|wanted|hoped|wished|wondered|understood|received|missed|misunderstood|apologi[sz]ed|delighted|pleased|concerned|interested|confused|supposed|allowed|required|limited|asked|read|compared|exhausted|agreed|feed|speed|seed|indebted|embarrassed|worried|excited|honou?red|thrilled|relieved|obliged|surprised)$/i;
const irregular = /^(?:did|put|gave|took|sent|made|paid|left|let|undid|wrote|spoke|brought|bought|told|got)$/i;
const nounThen =
  /\b(?<noun>refunds?|cancell?ations?|exchanges?|replacements?|returns?|credits?|payments?|bookings?|changes?|updates?|requests?|upgrades?|reimbursements?)\s+(?:(?:is|was|has|are|were|have|been|now|already|just|all|'s)\s+)*(?<outcome>issued|processed|confirmed|completed?|done|approved|finali[sz]ed|successful|granted|went through|gone through|through|made|sent|in place)\b/i;
const offer = /\b(?:can|could|may|might|would|either|to be|like)\b/i;

/** What a reply says was done that the log does not show. */
export function unprovedClaims(text: string, claims: readonly string[], evidence: Evidence): Unproved[] {
  const bad: Unproved[] = claims
    .filter((key) => !evidence.done.some((deed) => deed.key === key))
    .map((words) => claimOf(words, "No such call was found done."));
  for (const sentence of sentencesOf(text)) {
    const clauses = clausesOf(sentence);
    bad.push(
      ...clauses.flatMap((clause, index) => pastIn(clause, sentence, { evidence, before: clauses.slice(0, index) })),
    );
    bad.push(...wholeClaimsIn(sentence, evidence));
  }
  return bad;
}

function claimOf(words: string, why: string): Unproved {
  return { kind: "claim", words: words.trim(), why };
}

function wholeClaimsIn(sentence: string, evidence: Evidence): Unproved[] {
  const standing = standingDeeds(evidence);
  const bad: Unproved[] = [];
  const isPlain = !isQuestion(sentence) && !negation.test(sentence);
  const done = anyDeed.exec(sentence)?.[0];
  if (done !== undefined && isPlain && standing.length === 0 && !isAmongFacts(done, evidence))
    bad.push(claimOf(sentence, "Nothing was done in this case."));
  if (handedOver.test(sentence) && !evidence.isHandedOver && !negation.test(sentence))
    bad.push(claimOf(sentence, "The case is not handed to a person by this step."));
  const state = isNow.exec(sentence)?.groups?.["state"];
  if (state !== undefined && isPlain && standing.length === 0 && !isStated(state, evidence))
    bad.push(claimOf(sentence, "Nothing was done in this case."));
  const money = moneyIsBack.exec(sentence);
  if (money !== null && isPlain && !condition.test(sentence.slice(0, money.index)))
    if (!isAnyOf(standing, money[0])) bad.push(claimOf(sentence, "No money was given back in this case."));
  const outcome = nounThen.exec(sentence);
  if (outcome !== null && !isQuestion(sentence) && !isOffered(sentence.slice(0, outcome.index)))
    if (!isBackedOutcome(outcome.groups ?? {}, evidence))
      bad.push(claimOf(sentence, "The log shows nothing of the kind done in this case."));
  return bad;
}

/** Each word of it that says something stands in some fact. */
function isStated(state: string, evidence: Evidence): boolean {
  const word = wordAfter(state);
  return isAmongFacts(state.trim(), evidence) || (word !== "" && isFact(new RegExp(`^${word}$`, "i"), evidence));
}

function isOffered(before: string): boolean {
  return condition.test(before) || offer.test(before) || negation.test(before);
}

function isBackedOutcome({ noun = "", outcome = "" }: Readonly<Record<string, string>>, evidence: Evidence): boolean {
  return (
    isAnyOf(standingDeeds(evidence), noun) ||
    isAmongFacts(outcome, evidence) ||
    (familyOf(noun, "deed") === undefined && standingDeeds(evidence).length > 0)
  );
}

type Place = { evidence: Evidence; before: readonly string[] };

function pastIn(clause: string, sentence: string, { evidence, before: earlier }: Place): Unproved[] {
  const why = "The log shows nothing of the kind done in this case.";
  const bare = bareClaimIn(clause, sentence, { evidence, before: earlier });
  const said = [...clause.matchAll(helper)].flatMap((match) => {
    const before = clause.slice(0, match.index + match[0].length);
    const word = wordAfter(clause.slice(match.index + match[0].length));
    if (negation.test(before) || condition.test(before)) return [];
    const isOurs = /^(?:i|we)\b/i.test(match[0]) || /\b(?:i|we)(?:\s|['’])[^.!?]*$/i.test(before);
    const found = familyOf(word, "past");
    if (found === undefined && !claims(word, { isOurs, helper: match[0], before })) return [];
    if (!isOurs && isQuestion(sentence)) return [];
    if (isHandedOverClaim(word, evidence)) return [];
    const deeds = /^being\b/i.test(match[0]) ? deedsToCome(evidence) : standingDeeds(evidence);
    const isDone = isTakenBack(word)
      ? evidence.done.some(({ isUndone }) => isUndone)
      : found === undefined
        ? isAnyOf(deeds, clause)
        : isAnyOfFamily(deeds, found, clause);
    const isBacked = isDone || (!isOurs && isAmong(word, found, evidence));
    return isBacked ? [] : [claimOf(clause, why)];
  });
  return [...bare, ...said].slice(0, 1);
}

/** Whether a word that is of no family says that something was done. Of ourselves all but what is harmless does. */
function claims(word: string, said: { isOurs: boolean; helper: string; before: string }): boolean {
  if (anyVerb.test(word)) return true;
  const isPast = /[a-z]{2}ed$/i.test(word) || irregular.test(word);
  return said.isOurs && isPast && !harmless.test(word) && !/\b(?:is|are|was|were|am|be)\s+$/i.test(said.helper);
}

/** Without who did it: “Refunded, in full.” */
function bareClaimIn(clause: string, sentence: string, { evidence, before }: Place): Unproved[] {
  const word = /^\W*(?:successfully\s+)?([a-z-]+ed)\b(?!\s+on\s+(?:what|that|our|the))/i.exec(clause)?.[1] ?? "";
  const found = families.find(({ past }) => past.test(word));
  if (found === undefined || isQuestion(sentence) || before.some((each) => isOffered(each))) return [];
  const isBacked = isAnyOfFamily(standingDeeds(evidence), found, clause) || isAmong(word, found, evidence);
  return isBacked ? [] : [claimOf(clause, "The log shows nothing of the kind done in this case.")];
}

function isHandedOverClaim(word: string, { isHandedOver }: Evidence): boolean {
  return isHandedOver && /^(?:transferred|informed|notified|told|contacted)$/i.test(word);
}

function isTakenBack(word: string): boolean {
  return /^(?:undone|reversed|reverted)$/i.test(word);
}

function isAmong(word: string, found: Family | undefined, evidence: Evidence): boolean {
  return isAmongFacts(word, evidence) || isFact(found?.past ?? new RegExp(`^${word}$`, "i"), evidence);
}
