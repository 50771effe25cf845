import type { HandoffSettings } from "../../../blueprint/settings/handoff-settings.ts";
import type { Settings } from "../../../blueprint/settings/settings.ts";

/** Words with which people ask for a person, in whatever shop. */
const someone = String.raw`(?<!\bmy )(?:(?:real |actual |live )?(?:persons?|humans?|someone|somebody|some1|anyone|agents?|representatives?|rep|managers?|supervisors?|superiors?|boss|colleagues?|employees?|advisors?|advisers?|operators?|specialists?|director|owner|department|service desk|support|customer (?:care|service)|man or woman|real people|your people|(?:your|the) team|(?:your|the) office|in charge|responsible|member of|team member|one of you\b))`;
const reach = String.raw`(?:talk|speak|chat|connect(?:ed)?|put (?:me )?through|put me|transfer|get me|get your|hand me|pass (?:me|it|this)|forward|contacted|discuss|have|let)`;
const patterns = [
  new RegExp(String.raw`\b${reach}\b[^.!?]{0,40}\b${someone}`, "i"),
  new RegExp(
    String.raw`\b(?:want|need|give me|is there|are there|prefer)\s+(?:an?\s+|any\s+)?(?:real |actual |live )?(?:human|person|team member|rep|representative|agent|manager|supervisor|colleague|advisor|operator)s?\b(?! (?:who|that|to) (?:fit|wear|size))`,
    "i",
  ),
  /\b(?:real|actual|live) (?:person|human|agent|people|representative|operator|employee)\b/i,
  /\bhuman(?: being)?,? (?:please|pls|plz|now)\b|\ba human\b|\bflesh and blood\b|\banyone human\b|\bhumans there\b/i,
  /\bno (?:more )?(?:bots?|robots?|automation|machines?)\b/i,
  /\b(?:call|ring|phone|telephone) me\b(?! (?:a|an|when|if|crazy|old))|\b(?:give me|have) a (?:call|ring|call-?back)\b|\btransfer me\b|(?<!['’]s |\b(?:my|his|her|their) )\b(?:hotline|phone number|service number|number (?:i|to|we) (?:can )?(?:call|dial))\b/i,
  /\bescalate\b/i,
  /\b(?:get|have|put|need|want)\b[^.!?]{0,30}\bon the (?:line|phone)\b/i,
  /\b(?:is|are) (?:there )?(?:anyone|anybody|someone|somebody)\b[^.!?]{0,20}\b(?:there|here|around|home|awake|reading)\b|\b(?:anyone|anybody|someone|somebody|one of you)\b[^.!?]{0,20}\b(?:call|ring|phone|telephone|contact) (?:me|us)\b|\b(?:have|let) (?:\w+ ){1,5}(?:call|ring|phone|telephone|contact) (?:me|us)\b/i,
  /\b(?:who|whom|where|which number) (?:can|could|may|do|should|must|might) (?:i|we) (?:actually |even |have to )*(?:talk|speak|call|ring|phone|telephone)\b/i,
  /\b(?:someone|somebody|anyone|anybody) (?:who|that)(?:['’]?s| is| isn['’]?t| can| could)?\b[^.!?]{0,20}\b(?:a (?:bot|robot|machine|computer|pulse)|isn['’]?t|speak|talk|understands?|listens?|decide)\b/i,
  /\bnot (?:to )?(?:an? |your |the |some )?(?:chat ?)?(?:bot|robot|machine|computer|software|ai)\b[^.!?]*$/i,
  /^\W*(?:human|agent|operator|representative|rep|person|manager|supervisor)\W*(?:please|pls|plz|now)?\W*$/i,
];
const denied =
  /\b(?:do not|don'?t|dont|no need to|without)\s+(?:\w+\s+){0,2}(?:call|ring|phone|talk|speak|escalate|connect|transfer)\b|\bno need (?:for|of) an?\b/i;

/** Does she want a person instead of whatever answers her? */
export function asksForPerson(text: string): boolean {
  return patterns.some((pattern) => pattern.test(text)) && !denied.test(text);
}

/** Is she angry or worn out? What the blueprint takes for it, or a good part of the message in capitals. */
export function soundsFrustrated(text: string, { handoff }: Settings): boolean {
  const shouted = text.match(/\b[A-Z]{4,}\b/g) ?? [];
  const words = text.match(/\b[A-Za-z]{3,}\b/g) ?? [];
  const isSaid = patternsOf(handoff.frustration).some((pattern) => pattern.test(text));
  return isSaid || shouted.length >= 2 || (shouted.length === 1 && words.length > 3);
}

const compiled = new WeakMap<HandoffSettings["frustration"], readonly RegExp[]>();

function patternsOf(frustration: HandoffSettings["frustration"]): readonly RegExp[] {
  const known = compiled.get(frustration) ?? frustration.patterns.map((pattern) => new RegExp(pattern, "i"));
  compiled.set(frustration, known);
  return known;
}
