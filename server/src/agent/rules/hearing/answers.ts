import { type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import type { Blueprint } from "../../../blueprint/blueprint.ts";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { toolNamed } from "../../../blueprint/toolbox.ts";
import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { bringsChange } from "../asking/about-open.ts";
import { placeByWords } from "../asking/chosen-by-words.ts";
import { choicesIn, hintsOf } from "../asking/named-anew.ts";
import { afterGivingUp, afterGuideStep, readHelped, wantsNoMoreSteps } from "../planning/guide.ts";
import { readOfferAnswer } from "../asking/offer.ts";
import { pointsAtIt } from "../understanding/points-at.ts";
import { lastQuestion } from "../planning/last-question.ts";
import { meansAllOfList } from "../pursuing/one-by-one.ts";
import { readSmallTalk } from "../understanding/small-talk.ts";
import { readAskedNumber } from "../understanding/asked-number.ts";
import { readRestOfAddress } from "../understanding/named-address.ts";
import { asksForSomething } from "../understanding/sentences.ts";
import { changesSomething, type Understood } from "../understanding/understand.ts";
import { asChoice } from "../asking/which-meant.ts";
import { againPath, allPath, wordsPath } from "../understanding/own-paths.ts";

/** A message as an answer to what was asked last, where it is one: it is no request of its own then. */
export function asAnswer(meant: Understood, message: ViewMessage, view: CaseView): Understood {
  const path = lastQuestion(view.state);
  if (path === null) return correctsOpen(meant, view) ? withoutRequest(meant) : meant;
  const choice = asChoice(meant, message, path, view);
  if (choice !== null) return choice;
  const answer = isYesOrNoQuestion(path, view.blueprint) ? readYesOrNo(message.text) : null;
  if (answer === null) return isOpenAnswer(meant, path, view) ? withoutRequest(meant) : meant;
  const values = { ...meant.values, ...factsOfAnswer(path, answer === "yes", view) };
  return { ...meant, values, requests: [], alternatives: [], next: answer === "yes" ? "act" : "decline" };
}

/**
 * A message as her choice among what a question has listed: by number, or by a yes where only one was listed. Null where it is
 * none.
 */
export function asChosen(meant: Understood, { text, seq }: ViewMessage, view: CaseView): Understood | null {
  const question = lastQuestion(view.state);
  const path = question ?? listedBefore(view);
  const [among] = needsIn(view).flatMap((needs) => needs[path ?? ""]?.among ?? []);
  if (path === null || among === undefined || meant.wantsPerson) return null;
  const [list, field] = [among.slice(0, among.lastIndexOf(".")), among.slice(among.lastIndexOf(".") + 1)];
  const entries = listSchema.safeParse(view.state.values[list]?.value).data ?? [];
  const isYes = question !== null && entries.length === 1 && (readYesOrNo(text) === "yes" || pointsAtIt(text));
  if (entries.length > 1 && meansAllOfList(text))
    return { ...withoutRequest(meant), values: { ...meant.values, [allPath]: seq, [againPath]: seq } };
  const place = isYes ? 0 : placeIn(text, entries.length);
  const named = place === null && question !== null ? namedPlace(meant, text, list, entries, view) : null;
  const chosen = entries[place ?? named?.place ?? -1]?.[field];
  const values = { ...(named?.values ?? meant.values), ...laterChoices(path, view) };
  return chosen === undefined ? null : { ...withoutRequest(meant), values: { ...values, [path]: chosen } };
}

/**
 * Where nothing that she says can be searched by, what she says of the one that she means tells it, and is no wish of hers: "the
 * 4-5Y one" wants nothing in that size.
 */
function namedPlace(
  meant: Understood,
  text: string,
  list: string,
  entries: readonly JsonObject[],
  view: CaseView,
): { place: number; values: JsonObject } | null {
  const hints = proceduresOf(view).flatMap((procedure) => hintsOf(procedure, list, view.blueprint.toolbox));
  const place = hints.some((hint) => meant.values[hint] !== undefined) ? null : placeByWords(text, entries);
  if (place === null) return null;
  const wishes = new Set(needsIn(view).flatMap((needs) => Object.values(needs).flatMap(({ from }) => from)));
  return { place, values: Object.fromEntries(Object.entries(meant.values).filter(([each]) => !wishes.has(each))) };
}

/** What she has chosen of the record that this choice may put another in the place of. */
function laterChoices(path: string, view: CaseView): JsonObject {
  const choices = proceduresOf(view).flatMap(choicesIn);
  const later = choices.slice(choices.indexOf(path) + 1).filter((each) => each !== path);
  return Object.fromEntries(
    later.flatMap((each) => ((view.state.values[each]?.value ?? null) === null ? [] : [[each, null]])),
  );
}

/** What she has chosen from a list and is asked to confirm: "the first" chooses otherwise. */
function listedBefore({ state }: CaseView): string | null {
  if (!state.proposals.some(({ phase }) => phase.kind === "asking")) return null;
  const asked = state.finished.findLast(({ step }) => step.kind === "ask")?.step;
  return asked?.kind === "ask" ? asked.path : null;
}

const listSchema = z.array(jsonObjectSchema);

/** The place from 0 that a short answer names, such as “2” or “the second one”; null for anything else. */
function placeIn(text: string, count: number): number | null {
  const word =
    /^\W*(?:(?:the|number|no|wait|sorry|actually|rather|option|please|yes|ok|that|i mean|mean|i(?:['’]ll| will| would)? (?:take|have|like|want)|let['’]?s (?:do|take)|go (?:for|with)|can i have)\W+)*(\d|[a-z]+)\b(?:\W+(?:one|order|please|pls|thanks|thank you|of them|then|it is|for (?:me|us)|(?:is|would be|sounds|looks) (?:fine|good|great|ok|okay|best|perfect|lovely)|(?:works|suits|fits)(?: (?:me|us|best|better|fine|well|for (?:me|us)))?))*\W*$/i
      .exec(text)?.[1]
      ?.toLowerCase();
  if (word === undefined) return null;
  const place = /^\d$/.test(word) ? Number(word) - 1 : ordinals.indexOf(word);
  return place >= 0 && place < count ? place : null;
}

const ordinals: readonly string[] = ["first", "second", "third", "fourth", "fifth"];

function needsIn(view: CaseView): readonly Procedure["header"]["needs"][] {
  return proceduresOf(view).map(({ header }) => header.needs);
}

function proceduresOf(view: CaseView): readonly Procedure[] {
  return proceduresInHand(view).flatMap((name) => view.blueprint.procedures.get(name) ?? []);
}

/**
 * A message as what she was asked for, where its words alone could be anything: five digits are a postcode where that was
 * asked, and no order's number then.
 */
export function asAskedFor(meant: Understood, { text }: ViewMessage, view: CaseView): Understood {
  const path = lastQuestion(view.state);
  const needs = needsIn(view).flatMap((each) => each[path ?? ""] ?? []);
  const paths = path === null ? [] : [path, ...needs.flatMap(({ from }) => from)];
  const number = readAskedNumber(text, paths, view.blueprint.settings);
  if (Object.keys(number).length > 0)
    return { ...(meant.next === "act" ? meant : withoutRequest(meant)), values: { ...number, ...meant.values } };
  const isOfAddress = needs.some(({ from }) => from.includes("message.city") || from.includes("message.postcode"));
  const isWish =
    meant.next === "act" &&
    (asksForSomething(text) || meant.requests.some(({ procedure }) => changesSomething(procedure, view.blueprint)));
  const isOther = isWish || meant.wantsPerson || readYesOrNo(text) !== null || readSmallTalk(text) !== null;
  const { city, ...told } = isOfAddress ? readRestOfAddress(text) : {};
  // A city by itself is any few words: it counts where they are nothing else.
  const isCity = city !== undefined && (told.postcode !== undefined || !isOther);
  const rest = Object.entries(isCity ? { ...told, city } : told);
  if (rest.length === 0) return meant;
  const others = Object.entries(meant.values).filter(([, value]) => !rest.some(([, part]) => part === value));
  return {
    ...meant,
    values: Object.fromEntries([...others, ...rest.map(([part, value]) => [`message.${part}`, value] as const)]),
  };
}

/** While she is asked to confirm something, new facts for the same request are a correction of it, not another wish. */
function correctsOpen({ next, requests, values }: Understood, view: CaseView): boolean {
  const isAsking = view.state.proposals.some(({ phase }) => phase.kind === "asking");
  const [likeliest] = requests;
  const isSame = likeliest !== undefined && proceduresInHand(view).includes(likeliest.procedure);
  return isAsking && next === "ask" && isSame && Object.keys(values).length > 0;
}

/** A yes says nothing to "Which time suits you?". */
function isYesOrNoQuestion(path: string, { procedures }: Blueprint): boolean {
  const isAccepted = ({ before }: Procedure): boolean =>
    [...before.values()].some((conditions) => conditions.some(({ accept }) => accept === path));
  const isNeeded = ({ header }: Procedure): boolean => header.needs[path]?.yes !== undefined;
  return [...procedures.values()].some((each) => isAccepted(each) || isNeeded(each));
}

/** She was asked for a fact: what brings one, or is like no request for certain, is the answer. */
function isOpenAnswer(meant: Understood, path: string, view: CaseView): boolean {
  const needs = needsIn(view);
  if (meant.next !== "ask" || needs.length === 0) return false;
  return bringsChange(meant, proceduresOf(view), view) || needs.some((each) => Object.hasOwn(each, path));
}

function proceduresInHand({ state }: CaseView): readonly string[] {
  return state.requests.length > 0
    ? state.requests.map(({ procedure }) => procedure)
    : state.procedure === null
      ? []
      : [state.procedure];
}

/** A message that says something and asks for nothing. */
export function withoutRequest(meant: Understood): Understood {
  return { ...meant, requests: [], alternatives: [], next: "act" };
}

/** What a plain yes or no to a question makes known; nothing when a yes stands for another fact that is not known. */
function factsOfAnswer(path: string, isYes: boolean, view: CaseView): JsonObject {
  const { state } = view;
  const [need] = needsIn(view).flatMap((each) => each[path] ?? []);
  if (need === undefined) return { [path]: isYes };
  const meant = need.yes === undefined ? undefined : state.values[need.yes]?.value;
  return isYes && meant !== undefined ? { [path]: meant } : {};
}

/** An answer longer than this may hold a request of its own, which then counts. */
const longestPlainAnswer = 12;

/**
 * A message as the answer to what was asked last, when that was a step to try or an offer of something else; null when
 * it is no such answer and means what it says by itself.
 */
export function asAnswerToGuide(meant: Understood, message: ViewMessage, view: CaseView): Understood | null {
  const path = lastQuestion(view.state);
  if (path === null || meant.wantsPerson) return null;
  const offer = readOfferAnswer(path, message.text);
  if (offer === "none") return { ...meant, requests: [], alternatives: [], next: "decline" };
  if (offer !== null) {
    const request = { procedure: offer.takes, confidence: 1, slots: meant.values };
    return { ...meant, requests: [request], alternatives: [], next: "act" };
  }
  const helped = guideValues(path, meant, message, view);
  if (helped === null) return null;
  return { ...withoutRequest(meant), values: { ...meant.values, ...helped } };
}

/** Did she want nothing of what was offered last? */
export function hasDeclinedOffer(messages: readonly ViewMessage[], { state }: CaseView): boolean {
  const path = lastQuestion(state);
  const last = messages.at(-1);
  return path !== null && last !== undefined && readOfferAnswer(path, last.text) === "none";
}

function guideValues(path: string, meant: Understood, { text }: ViewMessage, view: CaseView): JsonObject | null {
  const name = proceduresInHand(view).at(-1);
  const guide = name === undefined ? undefined : view.blueprint.procedures.get(name)?.header.guide;
  if (guide === undefined) return null;
  if (wantsNoMoreSteps(text)) return afterGivingUp(guide, path);
  const helped = readHelped(text);
  if (helped === null) return null;
  const asksElse = meant.next === "act" && meant.requests.some(({ procedure }) => procedure !== name);
  if (asksElse && text.split(/\s+/).length > longestPlainAnswer) return null;
  return afterGuideStep(guide, path, helped);
}

const longestWords = 2000;
/** Words that say nothing of what is searched for. */
const filler =
  /^\W*(?:(?:actually|h+m+|um+|uh+|oh|ok(?:ay)?|so|well|and|but|cool|wait)\b[\s,.!…]*)+|[\s,]*\b(?:btw|by the way)\b[\s,]*/gi;

/** Her words, when a tool of what she asks for searches by them; nothing otherwise, so that they are not kept twice. */
export function askedWords({ requests }: Understood, { text }: ViewMessage, { blueprint }: CaseView): JsonObject {
  const { procedures, toolbox } = blueprint;
  const tools = requests.flatMap(({ procedure }) => procedures.get(procedure)?.header.tools ?? []);
  const isNeeded = tools.some((name) => Object.values(toolNamed(toolbox, name)?.needs ?? {}).includes(wordsPath));
  const words: Record<string, Json> = {};
  const said = text.replaceAll(filler, " ").trim();
  if (isNeeded) words[wordsPath] = (said === "" ? text : said).slice(0, longestWords);
  return words;
}
