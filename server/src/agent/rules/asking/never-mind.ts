import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import type { CaseState } from "../../../cases/case-state.ts";
import { standingCalls } from "../../../cases/standing-calls.ts";
import { takenBackPath } from "../understanding/own-paths.ts";
import { wordCount } from "../understanding/word-count.ts";

const pattern =
  /\b(never ?mind|changed? (my|her|his|our) minds?|forget (it|about it)|on second thoughts?,? (no|leave|keep|let'?s (not|leave|keep))|leave it( as it is)?|call it off|don'?t (exchange|send|change|bother)|no longer (need|want)|we('| a)?re? (keeping|going to keep)|i('| wi)?ll keep)\b/i;
/** She leaves it as it is; whether she may, or what she is to get, is another matter. */
const keeps =
  /^\W*(?:(?:no|nah|nope|hm+|wait|well|ok|oh|then|just|please|sorry|actually|better|rather|i|we|want to|['’]?d|would|think|guess|let['’]?s)\W+)*keep (?:it|them|that|(?:my|our|the|this|that) (?!(?:refund|money|discount|credit|voucher|points)\b)[a-z]+(?: [a-z]+)?)\b(?:\W+(?:then|please|as it is|for now|thanks|instead))*[^\w?]*$/i;
/** "Can I still cancel if I change my mind?" takes nothing back. */
const onlyPerhaps =
  /\b(?:if|when|in case|should|suppose|supposing|unless|until)\s+(?:i|we|she|he|they)(?:['’](?:ve|d))?\s+(?:\w+\s+)?change[ds]? (?:my|our|her|his|their) minds?\b/i;
/** Words that only what is done, or is about to be, can be meant by. */
const undoing =
  /\b(?:undo|revert|reverse|roll(?:ed)? back)\b|\b(?:put|turn|change|switch|set) (?:it|that|this|everything|all of it|things) back\b|\btake that back\b|\bback to (?:how|what|where|the way) (?:it|that|things) (?:was|were)\b/i;
const longestUndoing = 12;

/** Does she take back what this case is about? Without anything to take back the same words are a request of their own. */
export function isNeverMind(text: string, { requests, proposals, doneCalls }: CaseState): boolean {
  if (onlyPerhaps.test(text)) return false;
  const isAbout = requests.length > 0 || proposals.length > 0 || doneCalls.length > 0;
  return (
    (isAbout && takesBack(text)) ||
    ((proposals.length > 0 || standingCalls({ doneCalls }).length > 0) && isUndoing(text))
  );
}

function takesBack(text: string): boolean {
  return pattern.test(text) || keeps.test(text);
}

/** What else she says, after a bare "forget it" or "never mind"; null where that is all, or nearly. */
export function withoutNeverMind(text: string): string | null {
  const rest = text.replace(bareNeverMind, "");
  const isAll = rest === text || takesBack(rest) || wordCount(rest) < fewestElse;
  return isAll ? null : rest;
}

const bareNeverMind =
  /^\W*(?:(?:oh|ok|no|well|ah|you know what)\W+)*(?:never ?mind|forget (?:it|about it|that)|leave it|call it off|i(?:'ve| have)? changed my mind)\b\W*(?:(?:and|then|but|please)\b\W*)*/i;
const fewestElse = 3;

function isUndoing(text: string): boolean {
  return undoing.test(text) && wordCount(text) <= longestUndoing;
}

const afterAll =
  /\bafter all\b|\bredo\b|\b(?:do|make|send|cancel|pause|exchange|refund|change|return|book|move) (?:it|that|them) (?:again|anyway|all the same)\b|\bi (?:do )?want it (?:again|now)\b|\bchanged my mind again\b|\bgo (?:ahead|on) (?:with (?:it|that)|anyway|then)\b/i;
const lead =
  /^\W*(?:(?:hm+|um+|oh|ok(?:ay)?|well|wait|sorry|actually|no|but|then|on second thoughts?|ah)\b[\s,.!…-]*)+/i;
const longestAfterAll = 10;

/** Does she want after all what she has just taken back or said no to? It confirms nothing: she is asked as the first time. */
export function isAfterAll(text: string, state: CaseState): boolean {
  const said = text.replace(lead, "");
  const isSaid = afterAll.test(text) || (said !== text && readYesOrNo(said) === "yes");
  return isSaid && wordCount(text) <= longestAfterAll && isTakenBack(state);
}

/** Whether the last thing that was decided here is that it is not wanted. */
function isTakenBack({ finished, proposals, values }: CaseState): boolean {
  if (proposals.length > 0) return false;
  const last = finished.findLast(({ step }) => step.kind !== "reply" && step.kind !== "resolve");
  const isDeclined = last?.end.kind === "declined" && last.end.by === "customer";
  return isDeclined || last?.step.kind === "undo" || values[takenBackPath]?.value === true;
}
