import type { EventBody, Instant, Json, JsonObject } from "@purser/contract";
import type { Blueprint } from "../../../blueprint/blueprint.ts";
import { type Recognition, type Recognizer, trainRecognizer } from "./classifier/recognizer.ts";
import { legiblePart } from "./legible.ts";
import { saidOfEach } from "./of-each.ts";
import { limits } from "./certainty.ts";
import { type Request, requestOf } from "./request.ts";
import { sensitiveTopicIn } from "./sensitive.ts";
import { asksForSomething, isHypothetical, requestParts, tellsOfDone } from "./sentences.ts";
import { type Wish, wishesIn } from "./several-wishes.ts";
import { readSlots, typedSlots, withShortNames } from "./slots.ts";
import { readSmallTalk } from "./small-talk.ts";
import { asksForPerson, soundsFrustrated } from "./tone.ts";

/** What of a blueprint tells what messages mean. */
export type Vocabulary = Pick<Blueprint, "understanding" | "settings" | "procedures" | "toolbox" | "sensitive">;

export type Understood = Omit<EventBody<"message.understood">, "messageId" | "reasoner">;

const recognizers = new WeakMap<Blueprint["understanding"], Recognizer>();

/** Trains what `understand` needs of a blueprint, once; takes some seconds for a thousand examples. */
export function recognizerFor({ understanding, settings }: Vocabulary): Recognizer {
  const known = recognizers.get(understanding);
  if (known !== undefined) return known;
  const recognizer = trainRecognizer(understanding, withShortNames(settings));
  recognizers.set(understanding, recognizer);
  return recognizer;
}

/** What one message asks for, by the examples of the blueprint. Local and offline: the same message means the same. */
export function understand(message: string, now: Instant, blueprint: Vocabulary): Understood {
  const text = legiblePart(message);
  const { understanding, settings } = blueprint;
  const values: Record<string, Json> = readSlots(text, now, settings);
  const heard = hear(text, blueprint);
  // Whoever asks who answers has not said yet that it must be a person.
  const isAboutUs = readSmallTalk(text) === "who-are-you";
  const wantsPerson = asksForPerson(text) || (!isAboutUs && isForPerson(heard, blueprint));
  const base = { frustrated: soundsFrustrated(text, settings), wantsPerson, values };
  const slots = typedSlots(text, values, settings);
  if (wantsPerson) {
    const requests = [...[...understanding.personProcedures].map(surely), ...besides(heard, blueprint)];
    return { ...base, requests: requests.map((request) => ({ ...request, slots })), alternatives: [], next: "person" };
  }
  if (isAboutUs && !wantsPerson) return { ...base, requests: [], alternatives: [], next: "decline" };
  const { requests, alternatives, next } = nextOf(heard, blueprint);
  const isSensitive = sensitiveTopicIn(text, blueprint) !== null;
  const saidIn = ({ text: said }: Wish): JsonObject => readSlots(said, now, settings);
  Object.assign(values, saidOfEach(heard.wishes.map((wish) => ({ ...requestOf(wish), said: saidIn(wish) }))));
  const ofEach = slotsOfEach(heard, slots, (said) => typedSlots(said, readSlots(said, now, settings), settings));
  return {
    ...base,
    requests: requests.map((request) => ({ ...request, slots: ofEach(request.procedure) })),
    alternatives,
    next: isSensitive ? "person" : next,
  };
}

function surely(procedure: string): Request {
  return { procedure, confidence: 1 };
}

/** Of several requests each has what is said in its own part, as the whole message says it, and what is said in the part of none. */
function slotsOfEach(
  { wishes }: Heard,
  all: JsonObject,
  readTyped: (said: string) => JsonObject,
): (procedure: string) => JsonObject {
  if (wishes.length < 2) return () => all;
  const parts = wishes.map((wish) => ({ procedure: requestOf(wish).procedure, slots: readTyped(wish.text) }));
  // A comma of an address parts no requests.
  const inFull = ([name, value]: [string, Json]): [string, Json] => {
    const whole = all[name];
    return [name, typeof whole === "string" && typeof value === "string" && whole.startsWith(value) ? whole : value];
  };
  return (procedure) => {
    const saidIn = (isOwn: boolean): [string, Json][] =>
      parts.flatMap((part) => ((part.procedure === procedure) === isOwn ? Object.entries(part.slots) : []));
    const ofOthers = new Set(saidIn(false).map(([name]) => name));
    const shared = Object.entries(all).filter(([name]) => !ofOthers.has(name));
    return Object.fromEntries([...shared, ...saidIn(true).map(inFull)]);
  };
}

/** What else a customer wants who asks for a person: for whoever takes over. */
function besides({ parts }: Heard, { understanding }: Vocabulary): Request[] {
  const found = parts
    .map(requestOf)
    .filter(
      ({ procedure, confidence }) => confidence >= limits.otherwise && !understanding.personProcedures.has(procedure),
    );
  return found.filter(({ procedure }, index) => found.findIndex((each) => each.procedure === procedure) === index);
}

/** The chances of two procedures for a text, when it is known to be about one of them. */
export function chooseBetween(
  text: string,
  [one, other]: readonly [string, string],
  blueprint: Vocabulary,
): string | null {
  const { procedures } = recognizerFor(blueprint)(text);
  const chanceOf = (wanted: string): number => procedures.find(({ name }) => name === wanted)?.chance ?? 0;
  const [first, second] = [chanceOf(one), chanceOf(other)];
  if (Math.max(first, second) < limits.between.least) return null;
  if (first > second * limits.between.times) return one;
  return second > first * limits.between.times ? other : null;
}

/** What a text most likely asks for beside these, when one stands out clearly. */
export function likeliestBut(text: string, excluded: readonly string[], blueprint: Vocabulary): string | null {
  const heard = hear(text, blueprint).whole;
  const [first, second] = heard.procedures.filter(({ name }) => !excluded.includes(name));
  if (first === undefined || heard.inScope < limits.inScope.usual || first.chance < limits.between.least) return null;
  return first.chance > (second?.chance ?? 0) * limits.between.times ? first.name : null;
}

/** The one change that she asks for in all likelihood, though not surely enough to begin it without a question; else null. */
export function presumedIn(message: string, blueprint: Vocabulary): string | null {
  const heard = hear(legiblePart(message), blueprint);
  const { requests, next, isPresumed = false } = nextOf(heard, blueprint);
  return next === "ask" && isPresumed ? (requests[0]?.procedure ?? null) : null;
}

type Next = {
  requests: readonly Request[];
  alternatives: string[];
  next: "act" | "ask" | "decline";
  isPresumed?: boolean;
};

/** A message as a whole, as it was said, and by its parts. `isHypothetical`: it only asks what would be. */
type Heard = {
  whole: Recognition;
  said: Recognition;
  parts: readonly HeardPart[];
  wishes: readonly Wish[];
  isHypothetical: boolean;
};
type HeardPart = Recognition & { words: number; isAsked: boolean; isDone: boolean };

function hear(text: string, blueprint: Vocabulary): Heard {
  const recognizeAnew = recognizerFor(blueprint);
  const known = new Map<string, Recognition>();
  const recognize: Recognizer = (said) => {
    const recognition = known.get(said) ?? recognizeAnew(said);
    known.set(said, recognition);
    return recognition;
  };
  const found = requestParts(text);
  const parts = found.map(({ text: said }) => ({
    ...recognize(said),
    words: wordsIn(said),
    isAsked: asksForSomething(said),
    isDone: tellsOfDone(said),
  }));
  const [only, ...others] = parts;
  const whole = only !== undefined && others.length === 0 ? only : recognize(found.map((part) => part.text).join(". "));
  return {
    whole: combined(whole, parts),
    said: recognize(text),
    parts,
    wishes: wishesIn(text, recognize, (procedure) => changesSomething(procedure, blueprint)),
    isHypothetical: isHypothetical(text),
  };
}

function nextOf({ whole, parts, wishes, isHypothetical: isOnlyAsked }: Heard, blueprint: Vocabulary): Next {
  const mayAct = (procedure: string): boolean => !isOnlyAsked || !changesSomething(procedure, blueprint);
  if (wishes.length > 1) {
    const areSure = wishes.every(
      (wish) => wish.isAsked && isSure(wish, blueprint) && mayAct(requestOf(wish).procedure),
    );
    const requests = wishes.map(requestOf);
    if (areSure) return { requests, alternatives: [], next: "act" };
    return { requests, alternatives: requests.slice(1).map(({ procedure }) => procedure), next: "ask" };
  }
  const first = requestOf(whole);
  if (whole.inScope < leastInScope(whole, blueprint) || first.procedure === "") {
    // A story that is not for us tells whose wish it is.
    const isToldElsewhere = isOnlyAsked || !parts.every(({ isAsked }) => isAsked);
    const [only, ...others] = isToldElsewhere ? [] : parts.filter((part) => isClearWish(part, blueprint));
    // Beside a question that is not for us one part is clearly a wish; it is begun as presumed.
    return only === undefined || others.length > 0
      ? { requests: [], alternatives: [], next: "decline" }
      : { requests: [requestOf(only)], alternatives: [], next: "ask", isPresumed: true };
  }
  const [other] = parts
    .filter(({ words }) => words > fewWords)
    .map((part) => ({ ...requestOf(part), isAsked: part.isAsked }))
    .filter((part) => part.procedure !== first.procedure && isContrary(part, first, blueprint))
    .toSorted((one, next) => next.confidence - one.confidence);
  const isWished = !changesSomething(first.procedure, blueprint) || isWish(first.procedure, { whole, parts });
  const isOne = other === undefined && isWished && mayAct(first.procedure);
  if (isOne && isSure(whole, blueprint)) return { requests: [first], alternatives: [], next: "act" };
  const second = other?.procedure ?? whole.procedures[1]?.name;
  const isPresumed = isOne && !whole.isForeign && first.confidence >= limits.presumed;
  return { requests: [first], alternatives: second === undefined ? [] : [second], next: "ask", isPresumed };
}

/** Nearly as sure as what is begun at once, and asked for. */
function isClearWish(part: HeardPart, blueprint: Vocabulary): boolean {
  const { procedure, confidence } = requestOf(part);
  return (
    part.isAsked &&
    !part.isForeign &&
    changesSomething(procedure, blueprint) &&
    confidence >= limits.presumed &&
    part.inScope >= limits.act.inScope &&
    part.secondOpinion === procedure
  );
}

/** How sure it must be that it is ours: less where all agree on what it is, more where they differ and it looks foreign. */
function leastInScope({ procedures, secondOpinion, isForeign }: Recognition, blueprint: Vocabulary): number {
  if (isScarce(blueprint)) return limits.scarce.inScope;
  const { agreed, usual, doubtful } = limits.inScope;
  const chance = procedures[0]?.chance ?? 0;
  if (secondOpinion === procedures[0]?.name) return !isForeign && chance >= agreed.chance ? agreed.inScope : usual;
  return isForeign || chance < doubtful.chance ? doubtful.inScope : usual;
}

/** "Order L-20817." is no wish: a part of so few words, numbers left out, says nothing against the rest. */
const fewWords = 3;

function wordsIn(text: string): number {
  return text.split(/[^\p{L}\d'’-]+/u).filter((word) => /\p{L}/u.test(word) && !/\d/.test(word)).length;
}

/**
 * Does she wish for it? What she only tells must be clear to less learned classifiers too; and what she tells of as done is no wish to have
 * it done: where she does, another part must say it.
 */
function isWish(procedure: string, { whole, parts }: Pick<Heard, "whole" | "parts">): boolean {
  if (!parts.some(({ isAsked }) => isAsked) && whole.steadiness(procedure) < limits.steadiness.told) return false;
  if (!parts.some(({ isDone }) => isDone)) return true;
  const said = parts.filter(({ isDone }) => !isDone).map(requestOf);
  return said.some((one) => one.procedure === procedure && one.confidence >= limits.otherwise);
}

/** Does a part say so much for something else that the whole is unsure? */
function isContrary(part: Request & { isAsked: boolean }, whole: Request, blueprint: Vocabulary): boolean {
  if (!part.isAsked && part.confidence < limits.story) return false;
  if (whole.confidence < limits.clear.whole) return part.confidence >= limits.otherwise;
  const { otherwise, answer } = limits.clear;
  return part.confidence >= (changesSomething(part.procedure, blueprint) ? otherwise : answer);
}

/** The most telling part of a message counts beside the whole: a request may be one sentence of a long story. */
function combined(whole: Recognition, parts: readonly HeardPart[]): Recognition {
  const hasRequest = parts.some(({ isAsked }) => isAsked);
  const weightOf = (part: HeardPart): number =>
    requestOf(part).confidence * (hasRequest && !part.isAsked ? limits.telling.story : 1);
  const [telling] = parts.toSorted((one, other) => weightOf(other) - weightOf(one));
  if (telling === undefined || parts.length < 2) return whole;
  const chanceOf = new Map(telling.procedures.map(({ name, chance }) => [name, chance]));
  const { share } = limits.telling;
  const procedures = whole.procedures
    .map(({ name, chance }) => ({ name, chance: chance * (1 - share) + (chanceOf.get(name) ?? 0) * share }))
    .toSorted((one, other) => other.chance - one.chance);
  return { ...whole, procedures, inScope: Math.max(whole.inScope, (whole.inScope + telling.inScope) / 2) };
}

/** Is it sure enough to go on without asking? Two classifiers and the nearest examples must agree before anything is changed. */
function isSure(heard: Recognition, blueprint: Vocabulary): boolean {
  const { procedure, confidence } = requestOf(heard);
  if (!changesSomething(procedure, blueprint))
    return confidence >= (heard.secondOpinion === procedure ? limits.answer.agreed : limits.answer.alone);
  const least = isScarce(blueprint) ? limits.scarce.act : { ...limits.act, chance: limits.act.confidence };
  return (
    confidence >= least.confidence &&
    (heard.procedures[0]?.chance ?? 0) >= least.chance &&
    heard.inScope >= least.inScope &&
    heard.novelty <= least.novelty &&
    heard.secondOpinion === procedure &&
    (isScarce(blueprint) || heard.steadiness(procedure) >= limits.steadiness.asked) &&
    (isScarce(blueprint) || heard.nearness(procedure) >= leastNearness(confidence)) &&
    (!heard.isForeign || (confidence >= limits.foreign.confidence && heard.inScope >= limits.foreign.inScope))
  );
}

function leastNearness(confidence: number): number {
  const { least, from, slope } = limits.nearness;
  return least + slope * Math.max(0, from - confidence);
}

function isScarce({ understanding }: Vocabulary): boolean {
  const counts = [...understanding.examples.values()].map((examples) => examples.length);
  return counts.reduce((sum, count) => sum + count, 0) < limits.scarce.examples;
}

/** May what a procedure does change anything? */
export function changesSomething(procedure: string, { procedures, toolbox }: Vocabulary): boolean {
  return procedures.get(procedure)?.header.tools.some((tool) => toolbox.actions.has(tool)) ?? false;
}

/** Both opinions must say so: of the message as it is, or of one part of it that the rest does not speak against. */
function isForPerson({ whole, said, parts }: Heard, { understanding }: Vocabulary): boolean {
  const sureOf = (heard: Recognition): number => {
    const { procedure, confidence } = requestOf(heard);
    const isAgreed = heard.secondOpinion !== null && understanding.personProcedures.has(heard.secondOpinion);
    return understanding.personProcedures.has(procedure) && isAgreed ? confidence : 0;
  };
  const { whole: least, part, beside, alone } = limits.person;
  const ofWhole = Math.max(sureOf(whole), sureOf(said));
  const ofPart = Math.max(0, ...parts.map(sureOf));
  return ofWhole >= least || ofPart >= (chanceOfPerson(said, understanding) >= beside ? part : alone);
}

function chanceOfPerson(
  { procedures, inScope }: Recognition,
  { personProcedures }: Vocabulary["understanding"],
): number {
  const chances = procedures.flatMap(({ name, chance }) => (personProcedures.has(name) ? [chance] : []));
  return chances.reduce((sum, chance) => sum + chance, 0) * inScope;
}
