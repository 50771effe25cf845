import type { Turn } from "../replay/recorded.ts";
import { saidBy } from "./said.ts";

/** Words of health and of weather, as people write them of themselves, their families and their trips. */
const named = [
  /\b(?:sick(?! (?:of|and tired))|sickness|ill|illness|unwell|injur\w+|disease|infection|fever|flu|covid(?:-19)?|virus|pneumonia|migraine)\b/,
  /\b(?:hospital\w*|surger\w+|medical\w*|doctor\w*|physician|clinic|chemo\w*|cancer|diagnos\w+|emergency room|icu|intensive care|bed rest)\b/,
  /\b(?:(?:un)?health(?:y)?(?:[- ]related|[- ]wise)?)\b(?!\s+insurance)/,
  /(?:\bnot|n't) (?:been )?feel(?:ing)? (?:very |too |so |really )?(?:well|good|great)\b|\bfeel(?:ing)? (?:very |really )?(?:unwell|poorly)\b|\b(?:i'm|i am|is|are) not well\b/,
  /\b(?:broke|broken|fractured|sprained|hurt) (?:my|his|her|a|an) \w+/,
  /\b(?:broken|fractured|sprained) (?:arm|leg|ankle|wrist|foot|hip|knee|rib|bone|back|hand|shoulder|finger|toe)s?\b|\b(?:arm|leg|ankle|wrist|foot|hip|knee|hand|shoulder) is (?:broken|fractured|sprained)\b/,
  /\b(?:pregnan\w+|contagious|food poisoning|heart (?:attack|condition|problem)s?|stroke|allerg\w+|concussion|appendicitis|nause\w+|vomit\w*|dizz\w+|(?:back|chest|stomach|severe) pain|panic attacks?)\b/,
  /\b(?:undergo(?:ing)? treatment|need(?:s|ed)? an operation|tested positive|(?:went|gone|is|am) (?:into|in) labor|got hurt|caught (?:a|the) (?:bad )?cold)\b/,
  /\b(?:weather|\w*storm\w*|snow\w*|blizzard|hurricane|typhoon|cyclone|monsoon|tornado\w*|fog|flood\w*|lightning|(?:heavy|torrential) rains?|(?:high|strong|heavy) winds?|heat ?wave)\b/,
];

/** Words between a denial and what is denied. What is not possible because of an illness is no denial of the illness. */
const nothingElse = String.raw`(?:(?!\b(?:because|due|since|for|able|feel\w*|travel\w*|fly\w*|go|going)\b)[^.!?,;]){0,40}`;
const reason = String.raw`\b(?:health|medical|weather|sick|ill|illness|injur\w+)\b`;
/** A sentence that says it is none of that. */
const denied = new RegExp(
  String.raw`\b(?:no|not|isn't|wasn't|aren't|without|never|neither|unrelated to|(?:don't|doesn't|do not|does not|didn't) (?:really |actually )?(?:have|involve|concern))\b(?: because of| due to| for)?${nothingElse}${reason}`,
);
/** A sentence that asks about such reasons. */
const asked =
  /\b(?:if|would|could|does|do|is|are|which|what)\b[^.!?]*\b(?:cover\w*|count\w*|qualif\w+|eligible|accept\w*|allow\w*)\b[^.!?]*\?/;
/** A sentence that only supposes one. */
const supposed = /\b(?:what if|suppos\w+|hypothetically|if (?:i|we) (?:say|said|told|were|was|had|am)|in case)\b/;
/** A sentence that says of herself or hers that it is so, whatever else it asks. */
const asserted =
  /\b(?:i'm|i am|i've|i have|i had|i got|i was|we're|we are|he's|she's|my \w+ (?:is|are|was|has|had|got)|it's|because|since|due to)\b/;

/** True when the customer has named a reason of health or of weather at any time. */
export function namesCoveredReason(turns: readonly Turn[]): boolean {
  return saidBy("customer", turns)
    .flatMap((text) => text.match(/[^.!?\n]+[.!?]?/g) ?? [])
    .some((sentence) => named.some((pattern) => pattern.test(sentence)) && isMeant(sentence));
}

function isMeant(sentence: string): boolean {
  if (denied.test(sentence) || supposed.test(sentence)) return false;
  return !asked.test(sentence) || (asserted.test(sentence) && !/\bif\b/.test(sentence));
}
