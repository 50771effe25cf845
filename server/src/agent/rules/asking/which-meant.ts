import type { ProposedStep } from "@purser/contract";
import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { bringsChange } from "./about-open.ts";
import { lastQuestion } from "../planning/last-question.ts";
import { withFirstNamed } from "./named-apart.ts";
import { pointsAtIt } from "../understanding/points-at.ts";
import { asksForSomething } from "../understanding/sentences.ts";
import { titleOf } from "../../../blueprint/procedure.ts";
import {
  changesSomething,
  chooseBetween,
  likeliestBut,
  understand,
  type Understood,
} from "../understanding/understand.ts";
import { wordCount } from "../understanding/word-count.ts";

/** What a question is about that asks which request was meant; the procedures' names follow. */
const meansPrefix = "means.";
const separators = { either: " or ", all: " and " } as const;

export function meansPath(procedures: readonly string[], how: keyof typeof separators = "either"): string {
  return `${meansPrefix}${procedures.join(separators[how])}`;
}

/** The procedures that a question is about, and whether all of them were understood or only one; null for another question. */
export function askedAbout(path: string): { names: readonly string[]; areAll: boolean } | null {
  if (!path.startsWith(meansPrefix)) return null;
  const rest = path.slice(meansPrefix.length);
  const areAll = rest.includes(separators.all);
  return { names: rest.split(areAll ? separators.all : separators.either), areAll };
}

/** Whether a question asks if this is what she wants. */
export function isAskedAbout(procedure: string, path: string): boolean {
  return askedAbout(path)?.names.includes(procedure) ?? false;
}

/** From here on she is asked about the one request alone. */
const nearlySure = 0.85;
const likely = 0.5;
const mostAsked = 2;

/** Unsure, she is asked in the words of the procedures: is it this, is it that, or is it all of them? */
export function questionFor(
  { requests, alternatives }: Pick<Understood, "requests" | "alternatives">,
  view: CaseView,
): Extract<ProposedStep, { kind: "ask" }> | null {
  const { state, blueprint } = view;
  const areAll = requests.length > 1;
  // A person is there to be asked for at any time: one who is likely to want something else is asked about that alone.
  const isOrPerson = blueprint.understanding.personProcedures.has(alternatives[0] ?? "");
  const isNearlySure = (requests[0]?.confidence ?? 0) >= (isOrPerson ? likely : nearlySure);
  const names = areAll
    ? requests.map(({ procedure }) => procedure)
    : [requests[0]?.procedure, isNearlySure ? undefined : alternatives[0]];
  const procedures = names.flatMap((name) => (name === undefined ? [] : (blueprint.procedures.get(name) ?? [])));
  const [first, second] = procedures;
  if (first === undefined) return null;
  const path = meansPath(
    procedures.map(({ name }) => name),
    areAll ? "all" : "either",
  );
  const asked = state.finished.filter(({ step }) => step.kind === "ask" && step.path === path).length;
  // A question that took the place of a confirmation was said with its withdrawal.
  const times = Math.max(asked, lastQuestion(state) === path ? 1 : 0);
  // Whose answers have picked neither twice is asked about the first alone: there a yes is clear.
  if (times >= mostAsked)
    return areAll || second === undefined
      ? null
      : questionFor({ requests: requests.map((request) => ({ ...request, confidence: 1 })), alternatives: [] }, view);
  if (second === undefined) {
    const question = `Do I understand you right: ${titleOf(first)}? Please answer yes or no.`;
    return { kind: "ask", path, question };
  }
  const list = procedures.map((each, index) => `(${index + 1}) ${titleOf(each)}`);
  if (areAll) {
    const question = `Let me be sure that I understand you. Is it all of this: ${list.join("; ")}? Please answer yes, or tell me which of them.`;
    return { kind: "ask", path, question };
  }
  const question =
    times === 0
      ? `Let me be sure that I understand you. Is it this: ${list.join("? Or this: ")}? Please answer 1 or 2, or tell me in other words.`
      : `I still do not know which of the two you mean: ${list.join(", or ")}? Please answer 1 or 2.`;
  return { kind: "ask", path, question };
}

/** Her answer to the question which request she meant; null when that was not the question. */
export function asChoice(
  meant: Understood,
  { text, seq }: ViewMessage,
  path: string,
  view: CaseView,
): Understood | null {
  const about = askedAbout(path);
  if (about === null || meant.wantsPerson) return null;
  const { names, areAll } = about;
  const [, ...others] = names;
  const answer = readYesOrNo(text);
  if (isNoneOf(path, text)) {
    const values = { ...meant.values, [path]: false };
    return { ...meant, values, requests: [], alternatives: [], next: "decline" };
  }
  const number = numberIn(text);
  const chosen = number === null ? undefined : names[number];
  if (chosen !== undefined) return wanting([chosen], meant);
  if (others.length > 0 && all.test(text)) return wanting(names, meant);
  const named = names.filter((name) => isOfTitle(text, name, view));
  const isDetail =
    areAll && !asksForSomething(text) && meant.requests.every(({ procedure }) => names.includes(procedure));
  if (isDetail && named.length === 0 && onlyBringsFacts(text, meant, names, view)) return wanting(names, meant);
  if (named.length === 1 && meant.next !== "act") return wanting(named, meant);
  if (others.length === 0 && meant.next !== "act" && onlyBringsFacts(text, meant, names, view))
    return wanting(names, meant);
  if (others.length === 0 && isOnlyName(text)) return wanting(names, meant);
  if (answer === "yes") {
    return areAll || others.length === 0 ? wanting(names, meant) : unsettled(names, meant);
  }
  const [likeliest] = meant.requests;
  const isLikely = likeliest !== undefined && names.includes(likeliest.procedure);
  // "Yes, pause it" names what she was asked, and nothing else.
  if (others.length === 0 && isLikely && meant.next === "ask" && affirmed.test(text)) return wanting(names, meant);
  if (!areAll && isLikely && meant.next === "ask" && meant.requests.length === 1 && likeliest.confidence >= nearlySure)
    return wanting([likeliest.procedure], meant);
  if (pointsAtIt(text))
    return areAll || others.length === 0 ? { ...wanting(names, meant), next: "ask" } : unsettled(names, meant);
  const earlier = view.messages.findLast((message) => message.direction === "in" && message.seq < seq)?.text ?? "";
  const thingNamed = withFirstNamed(text, view) ?? text;
  const isThing = wordCount(thingNamed) <= fewWords && namesThing(thingNamed);
  if (!areAll && others.length > 0 && meant.next !== "act" && isThing) {
    const [likeliest] = understand(`${earlier}. ${thingNamed}`, view.now, view.blueprint).requests;
    if (likeliest !== undefined && names.includes(likeliest.procedure))
      return nearlyWanting(likeliest.procedure, meant);
  }
  return correction(meant, { text, earlier, names, areAll }, view);
}

const affirmed =
  /^(?!.*\b(?:but|not|no|never|later|wait|if|or)\b|.*n['’]?t\b)\W*(?:yes|yea|yeah|yep|yup|aye|sure|ok(?:ay)?)\b(?:\W+[\p{L}'’]+){1,3}\W*$/iu;

/** "The batteries?", "for the boots": a thing and no more, so it says of which of two requests nothing but what she said before. */
function namesThing(text: string): boolean {
  return thing.test(text);
}

const thing =
  /^\W*(?:(?:for|about|it['’]?s|it is|i mean|just|only)\s+)*(?:the|my|our|that|this|those|these)\s+[\p{L}\s-]+\W*$/iu;

/** "The fitting" answers what she is asked about "another time for your fitting": short, and in no other words than these. */
function isOfTitle(text: string, name: string, { blueprint }: CaseView): boolean {
  const procedure = blueprint.procedures.get(name);
  const words = text.toLowerCase().match(/[a-z'’]+/g) ?? [];
  const said = words.filter((word) => !besideNames.has(word));
  if (procedure === undefined || said.length === 0 || words.length > shortAnswerWords) return false;
  const title = new Set(
    titleOf(procedure)
      .toLowerCase()
      .match(/[a-z'’]+/g) ?? [],
  );
  return said.every((word) => title.has(word));
}

const besideNames: ReadonlySet<string> = new Set(
  "the a an my your our it is its it's that this one of for about please pls yes i mean meant just".split(" "),
);

/** "For L-20817" says yes to what it is about, and for which. */
function onlyBringsFacts(text: string, meant: Understood, names: readonly string[], view: CaseView): boolean {
  const procedures = names.flatMap((name) => view.blueprint.procedures.get(name) ?? []);
  const isShort = wordCount(text) <= fewWords;
  return isShort && readYesOrNo(text) === null && bringsChange(meant, procedures, view);
}

const fewWords = 4;

/** An e-mail address or the number of an order alone: it says who or which, and is no other wish. */
function isOnlyName(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return words.every((word) => /@.*\.|^L-?\d/i.test(word));
}

/** Does she say to the question behind `path` that she means nothing of it? */
export function isNoneOf(path: string, text: string): boolean {
  return askedAbout(path) !== null && (readYesOrNo(text) === "no" || neither.test(text));
}

const neither = /^\W*(?:no\W+)?(?:neither|none)\b/i;
const all =
  /^\W*(?:yes\W+)?(?:i want |i need |please )?(?:both|all|everything|the two|(?:1|one|first) and (?:the )?(?:2|two|second))\b.{0,25}$/i;
const numbers = [
  /\b(?:1|one|1st|first|former)\b/i,
  /\b(?:2|two|2nd|second|latter)\b/i,
  /\b(?:3|three|3rd|third)\b/i,
] as const;
const pronoun = /\b(?!(?:number|option|the|no|yes|to|is|and)\b)([\p{L}\d]+) one\b/giu;
const shortAnswerWords = 6;

/** The one number that a short answer names, from 0. */
function numberIn(text: string): number | null {
  if (wordCount(text) > shortAnswerWords) return null;
  // In "the second one" it is no number; in "the boots one" neither.
  const said = text.replaceAll(pronoun, "$1");
  const named = numbers.flatMap((pattern, index) => (pattern.test(said) ? [index] : []));
  return named.length === 1 ? (named[0] ?? null) : null;
}

function wanting(names: readonly string[], meant: Understood): Understood {
  const slots = meant.requests[0]?.slots ?? {};
  const requests = names.map((procedure) => ({ procedure, confidence: 1, slots }));
  return { ...meant, requests, alternatives: [], next: "act" };
}

/** She is asked about this one alone. */
function nearlyWanting(procedure: string, meant: Understood): Understood {
  const request = { procedure, confidence: nearlySure, slots: meant.requests[0]?.slots ?? {} };
  return { ...meant, requests: [request], alternatives: [], next: "ask" };
}

/** Her answer picks neither of the two: both are still meant, and she is asked again. */
function unsettled([first = "", ...others]: readonly string[], meant: Understood): Understood {
  const slots = meant.requests[0]?.slots ?? {};
  const requests = [{ procedure: first, confidence: undecided, slots }];
  return { ...meant, requests, alternatives: [...others], next: "ask" };
}

/** How sure one of two is that could as well be the other. */
const undecided = 0.5;

const startsWithNo = /^\W*(?:(?:no+|nope|nah|not (?:that|this|quite|really)|wrong|wait|sorry|actually)\b[\s,.!:;-]*)+/i;
/** How sure it must at least be that she means something else than what she is asked about. */
const leastElse = 0.5;
const deniedThing = /^\W*not (?:(?:a|an|the|my|any)\s+)?[\w-]+(?:\s+[\w-]+)?\s*[,.;:!–-]+\s*/i;
/** "Just cancel it" means by itself less than what she said before. */
const goesOn = /^\W*(?:yes\W+)?(?:and|also|plus)\b/i;
const refersBack = /\b(?:it|that|this|them|those|one)\b/i;
const longestReferring = 6;
/** She wants something of it: "please cancel it", "can you swap that", "I want it changed". */
const asksFor =
  /^\W*(?:(?:please|pls|just|then|so|ok(?:ay)?|and)\W+)*(?:(?:can|could|would|will) you\b|i(?:'d| would) (?:like|rather)\b|i (?:want|need)\b|(?!(?:i|i'm|you|we|he|she|they|it|it's|its|that|that's|thats|this|these|those|there|is|was|are|were|am|do|does|did|has|have|had|what|what's|why|how|when|where|who|which|my|the|but|no|not|never)\b)[a-z]+\b)/i;

/**
 * Other words for what she wants, after a no or in place of an answer; what she said before still counts. Only where she asks for
 * something: "that's unfair" is no yes.
 */
function correction(
  meant: Understood,
  { text, earlier, names, areAll }: { text: string; earlier: string; names: readonly string[]; areAll: boolean },
  view: CaseView,
): Understood {
  const { blueprint, now } = view;
  const said = text.replace(startsWithNo, "").replace(deniedThing, "");
  const isDenial = said !== text;
  const [first = "", second] = names;
  const isWish = refersBack.test(said) && asksFor.test(said) && understand(said, now, blueprint).next !== "decline";
  if (isWish && !deniesFirst(text) && wordCount(said) <= longestReferring) {
    const together = understand(`${earlier}. ${said}`, now, blueprint);
    const [likeliest] = together.requests;
    if (likeliest !== undefined && names.includes(likeliest.procedure)) return wanting([likeliest.procedure], meant);
  }
  if (!isDenial && second !== undefined && meant.next !== "act") {
    const chosen = chooseBetween(text, [first, second], blueprint);
    if (chosen !== null) return wanting([chosen], meant);
  }
  const again = isDenial && said.trim() !== "" ? understand(said, now, blueprint) : meant;
  // "And also …" goes on: what she was asked about is meant as well.
  if (again.next === "act" && second === undefined && goesOn.test(text))
    return { ...again, requests: [...wanting(names, meant).requests, ...again.requests] };
  if (again.next === "act" && !again.requests.some(({ procedure }) => isDenial && procedure === first)) return again;
  const other = likeliestBut(said, isDenial || deniesFirst(text) ? [first] : [], blueprint);
  // She was not asked about it, and it is only likely: enough to look something up, not to begin a change.
  if (other !== null && (names.includes(other) || !changesSomething(other, blueprint))) return wanting([other], again);
  if (other !== null && again.next !== "ask") return nearlyWanting(other, again);
  // What says nothing, or hardly anything, has the question asked once more.
  const isGuess = again.next === "ask" && (again.requests[0]?.confidence ?? 0) < leastElse;
  if ((again.next !== "decline" && !isGuess) || isDenial) return again;
  return second === undefined || areAll ? { ...wanting(names, meant), next: "ask" } : unsettled(names, meant);
}

/** "Not the refund, exchange it please" denies what she was asked about, whatever it is called. */
function deniesFirst(text: string): boolean {
  return /^\W*(?:not|i do(?:n'?t| not)|don'?t)\b/i.test(text);
}
