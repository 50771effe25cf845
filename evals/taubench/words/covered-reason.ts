import type { Turn } from "../replay/recorded.ts";
import { saidBy } from "./said.ts";

/** Words of health and of weather, as people write them of themselves, their families and their trips. */
const named = [
  /\b(?:sick(?! (?:of|and tired))|sickness|ill|illness|unwell|injur\w+|disease|infection|fever|flu|covid(?:-19)?|virus|pneumonia|migraine)\b/,
  /\b(?:hospital\w*|surger\w+|medical\w*|doctor\w*|physician|clinic|chemo\w*|cancer|diagnos\w+|emergency room)\b/,
  /\bhealth(?:[- ]related|[- ]wise)?\b(?!\s+insurance)/,
  /\b(?:not|n't|isn't|wasn't|haven't been) (?:been )?feeling (?:very |too |so )?(?:well|good|great)\b|\bfeeling (?:very |really )?(?:unwell|poorly)\b/,
  /\b(?:broke|broken|fractured|sprained) (?:my|his|her|a|an) \w+/,
  /\b(?:pregnan\w+|contagious|food poisoning|heart attack|stroke|allerg\w+)\b/,
  /\b(?:weather|storm\w*|thunderstorm\w*|snow\w*|blizzard|hurricane|typhoon|cyclone|monsoon|tornado\w*|fog|flood\w*|ice storm|heavy rain)\b/,
];

/** A sentence that says it is none of that. */
const denied =
  /\b(?:no|not|isn't|wasn't|aren't|without|never|neither|unrelated to)\b[^.!?]{0,40}\b(?:health|medical|weather|sick|ill|illness|injur\w+)\b/;
/** A sentence that asks about such reasons and names none. */
const asked =
  /\b(?:if|what if|would|could|does|do|which|what)\b[^.!?]*\b(?:cover\w*|count\w*|qualif\w+|eligible|accept\w*|allow\w*)\b[^.!?]*\?/;

/** True when the customer has named a reason of health or of weather at any time. */
export function namesCoveredReason(turns: readonly Turn[]): boolean {
  return saidBy("customer", turns)
    .flatMap((text) => text.match(/[^.!?\n]+[.!?]?/g) ?? [])
    .some(
      (sentence) => named.some((pattern) => pattern.test(sentence)) && !denied.test(sentence) && !asked.test(sentence),
    );
}
