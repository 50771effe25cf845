import type { JsonObject } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseView } from "../../reasoner.ts";
import { hintsFor, saidOfOneBy } from "./named-anew.ts";
import { readSlots } from "../understanding/slots.ts";
import { recognizerFor } from "../understanding/understand.ts";

/** One of several things that she has named: in her words, and what she says of it alone, by path. */
export type Named = { called: string; of: JsonObject };

type Mention = { value: string; called: string; from: number; to: number };
type Group = { text: string; mentions: readonly Mention[] };

/**
 * The things that a message names side by side for what it asks for, as in “the hat has a tear and the boots leak”; none where it
 * names one, or where what it says of the others is nothing that these procedures are for.
 */
export function namedApart(text: string, procedures: readonly Procedure[], view: CaseView): readonly Named[] {
  const [[path, mentions] = []] = hintsFor(procedures, view.blueprint.toolbox)
    .map((hint) => [hint, mentionsOf(text, hint, view)] as const)
    .toSorted(([, one], [, other]) => other.length - one.length);
  if (path === undefined || mentions === undefined) return [];
  const things = distinct(mentions);
  if (things.length < 2 || things.length > mostNamed) return [];
  const groups = groupsOf(text, things);
  const lead = text.slice(0, things[0]?.from ?? 0);
  const kept =
    groups.length === 1
      ? groups
      : groups.filter(
          ({ text: told }) => saysOnlyItsOwn(told, lead, procedures, view) || isToldFor(told, procedures, view),
        );
  const keys = new Set([...hintsFor(procedures, view.blueprint.toolbox), ...procedures.flatMap(saidOfOneBy)]);
  const named = kept
    .filter((group) => !isLeftOut(group.text))
    .flatMap((group) => {
      const read = (words: string): JsonObject => readSlots(words, view.now, view.blueprint.settings);
      // "Swap the shirt for a 4 and the hat for a 6" says the verb once.
      const said = { ...read(`${lead}${group.text.replace(leadingJoint, "")}`), ...read(group.text) };
      const own = Object.fromEntries(Object.entries(said).filter(([each]) => keys.has(each)));
      return group.mentions.map(({ value, called }) => ({ called, of: { ...own, [path]: value } }));
    });
  return named.length < 2 ? [] : named;
}

/** The first thing that a message names by a hint of these procedures, with what it says of it. */
export function namedAlone(text: string, procedures: readonly Procedure[], view: CaseView): Named | null {
  const hints = hintsFor(procedures, view.blueprint.toolbox);
  const said = readSlots(text, view.now, view.blueprint.settings);
  const keys = new Set([...hints, ...procedures.flatMap(saidOfOneBy)]);
  const [mention] = hints.flatMap((hint) => mentionsOf(text, hint, view));
  if (mention === undefined) return null;
  return { called: mention.called, of: Object.fromEntries(Object.entries(said).filter(([each]) => keys.has(each))) };
}

/**
 * What she speaks of where she names other things only in passing, as of the boots in “I bought a hat and boots, the boots leak”;
 * nothing where she names none of them again.
 */
export function namedAgain(text: string, procedures: readonly Procedure[], view: CaseView): JsonObject {
  const found = hintsFor(procedures, view.blueprint.toolbox).flatMap((path): [string, string][] => {
    const mentions = mentionsOf(text, path, view);
    const [again, ...others] = distinct(mentions);
    const isOther = again !== undefined && others.length === 0 && mentions[0] !== again;
    return isOther ? [[path, again.value]] : [];
  });
  return Object.fromEntries(found);
}

/**
 * A message with the first alone of things that she names side by side, and without what only names more of them, since that makes
 * no other wish of it; null where there is nothing of the kind.
 */
export function withFirstNamed(text: string, view: CaseView): string | null {
  const procedures = [...view.blueprint.procedures.values()];
  for (const path of hintsFor(procedures, view.blueprint.toolbox)) {
    const mentions = mentionsOf(text, path, view);
    const [first, ...others] = mentions;
    let to = first?.to ?? 0;
    for (const { from, to: end } of others) if (sideBySide.test(text.slice(to, from))) to = end;
    if (first === undefined || others.length === 0) continue;
    const sentences = (text.slice(0, first.to) + text.slice(to)).split(/(?<=[.!?;\n])/);
    const left = sentences.filter((part, index) => index === 0 || !isBareName(part, procedures, view)).join("");
    if (left !== text) return left;
    const lead = text.slice(0, first.from);
    const [group, ...more] = groupsOf(text, mentions);
    const told = more.filter((each) => !saysOnlyItsOwn(each.text, lead, procedures, view));
    if (group !== undefined && told.length < more.length) return [group, ...told].map((each) => each.text).join("");
  }
  return null;
}

/** "Shirt to 4-5Y", after "exchange the cardigan to 6-7Y": a name, and what is said of that one in the words of the first. */
function saysOnlyItsOwn(text: string, lead: string, procedures: readonly Procedure[], view: CaseView): boolean {
  const rest = withoutNames(text, procedures, view);
  if (rest === text) return false;
  const said = readSlots(`${lead}${text.replace(leadingJoint, "")}`, view.now, view.blueprint.settings);
  const own = new Set(procedures.flatMap(saidOfOneBy));
  const values = Object.entries(said).flatMap(([path, value]) =>
    own.has(path) && typeof value === "string" ? [value] : [],
  );
  const left = values.reduce((words, value) => words.replace(value, " "), rest);
  return sideBySide.test(left.replaceAll(ofValue, " "));
}

const ofValue = /\b(?:to|into|for|in|with|by|size|sized|it|be|should|is)\b/gi;

/** "And the boots." names a thing, and tells nothing of it. */
function isBareName(text: string, procedures: readonly Procedure[], view: CaseView): boolean {
  const rest = withoutNames(text, procedures, view);
  return rest !== text && sideBySide.test(rest);
}

/** What is left of a message without the things that it names, so that nothing but their naming can be told. */
export function withoutNames(text: string, procedures: readonly Procedure[], view: CaseView): string {
  const mentions = hintsFor(procedures, view.blueprint.toolbox).flatMap((hint) => mentionsOf(text, hint, view));
  return mentions.reduce((left, { value }) => left.replace(value, " "), text);
}

/** More than these is nothing to be done one after another in one conversation. */
const mostNamed = 5;

/** In her words, as it is named to her; a number with what stands right before it, as in “L-20817”. */
export function calledBy(value: string, before = ""): string {
  const prefix = /[\p{L}#-]*$/u.exec(before)?.[0] ?? "";
  return /\d/.test(value) ? `${prefix}${value}` : `the ${value.toLowerCase()}`;
}

/** All that the blueprint's patterns for a fact find in a text, in its order. */
function mentionsOf(text: string, path: string, { blueprint }: CaseView): readonly Mention[] {
  const patterns = blueprint.settings.slots[path.replace(/^message\./, "")] ?? [];
  const found = patterns.flatMap(({ pattern, flags, type, value }) =>
    type !== "text" || value !== undefined
      ? []
      : [...text.matchAll(new RegExp(pattern, `${flags.replaceAll("g", "")}g`))].flatMap((match) => {
          const said = match[1]?.trim() ?? "";
          const from = match.index + match[0].indexOf(said);
          const to = from + said.length;
          return said === "" ? [] : [{ value: said, called: calledBy(said, text.slice(0, from)), from, to }];
        }),
  );
  const inOrder = found.toSorted((one, other) => one.from - other.from || other.to - one.to);
  return inOrder.filter(({ from }, index) => !inOrder.slice(0, index).some(({ to }) => from < to));
}

/** Without those that name the same thing again; where some are named again, it is of those that she speaks. */
function distinct(mentions: readonly Mention[]): readonly Mention[] {
  const isSame = (one: Mention, other: Mention): boolean => {
    const [words, others] = [wordsOf(one.value), wordsOf(other.value)];
    return [...words].every((word) => others.has(word)) || [...others].every((word) => words.has(word));
  };
  const firsts = mentions.filter((one, index) => !mentions.slice(0, index).some((other) => isSame(one, other)));
  const again = firsts.filter((one) => mentions.some((other) => other !== one && isSame(one, other)));
  return again.length > 0 ? again : firsts;
}

function wordsOf(value: string): ReadonlySet<string> {
  return new Set(
    value
      .toLowerCase()
      .split(/\s+/)
      .map((word) => word.replace(/s$/, "")),
  );
}

/** Side by side in one clause they share what it says; another clause is a group of its own. */
function groupsOf(text: string, mentions: readonly Mention[]): readonly Group[] {
  const groups: { from: number; mentions: Mention[] }[] = [];
  for (const [index, mention] of mentions.entries()) {
    const before = mentions[index - 1];
    const gap = before === undefined ? "" : text.slice(before.to, mention.from);
    const last = groups.at(-1);
    const joint = [...gap.matchAll(clauseJoint)].at(-1);
    if (last === undefined || before === undefined) groups.push({ from: 0, mentions: [mention] });
    else if (sideBySide.test(gap)) last.mentions.push(mention);
    // What stands in the same clause otherwise is said of the first: "the hat in place of the boots".
    else if (joint !== undefined) groups.push({ from: before.to + joint.index, mentions: [mention] });
  }
  return groups.map(({ from, mentions: own }, index) => ({
    text: text.slice(from, groups[index + 1]?.from ?? text.length),
    mentions: own,
  }));
}

const sideBySide =
  /^\W*(?:(?:and|n|as well as|plus|also|both|the|my|our|a|an|her|his|their|one|of|order|number|no|pair|that|this|those|these|for|too|please|pls|[b-hj-z])\b\W*)*$/i;
const leadingJoint = /^\W*(?:(?:and|but|while|whereas|also|plus|then|oh|the|my|our|her|his)\b\W*)*/i;
const clauseJoint = /[.!?;,\n]|\b(?:and|but|while|whereas|also|plus|then|oh)\b|&/gi;

/** Of this she says that it is well, or that she means it not. */
function isLeftOut(text: string): boolean {
  return leftOut.test(text);
}

const leftOut =
  /\b(?:is|are|was|were|looks?|fits?|works?|seems?)\b[^.!?]{0,12}\b(?:fine|great|good|perfect(?:ly)?|lovely|ok|okay|nice|well|beautiful(?:ly)?)\b|\b(?:love|loves|like|likes|keep|keeping|enjoy)\b[^.!?]{0,12}\b(?:the|my|it)\b|(?<!\b(?:also|and|either|nor)\s)\bnot the\b|\binstead of\b|\brather than\b|\bexcept\b|\b(?:no|nothing|not any) (?:problem|trouble|issue|wrong)/i;

/** Whether a clause by itself says something that these procedures are for. */
function isToldFor(text: string, wanted: readonly Procedure[], { blueprint }: CaseView): boolean {
  const heard = recognizerFor(blueprint)(text.replace(/^\W*(?:and|but|while|whereas|also|plus|then|oh)\b/i, ""));
  const names = new Set(wanted.map(({ name }) => name));
  const isInPlaceOf = ({ before, header }: Procedure): boolean =>
    header.otherwise.some((name) => names.has(name)) ||
    [...before.values()].flat().some(({ offer }) => offer !== null && names.has(offer));
  // What is only offered for another has no examples of its own, and a trouble leads to it as well.
  const kin = new Set([...names, ...[...blueprint.procedures.values()].filter(isInPlaceOf).map(({ name }) => name)]);
  const chance = heard.procedures.reduce((sum, each) => sum + (kin.has(each.name) ? each.chance : 0), 0);
  return heard.inScope >= leastInScope && chance >= leastChance;
}

const leastInScope = 0.4;
const leastChance = 0.25;
