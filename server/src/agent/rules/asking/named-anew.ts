import type { JsonObject } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseView } from "../../reasoner.ts";
import { asksForSomething, goesOn } from "../understanding/sentences.ts";
import { lastQuestion } from "../planning/last-question.ts";
import { changesSomething, type Understood } from "../understanding/understand.ts";
import { wordCount } from "../understanding/word-count.ts";

type Toolbox = CaseView["blueprint"]["toolbox"];

/** What only tells which record is meant: lookups that list what is chosen from search by it, and nothing else is made of it. */
export function hintsOf({ header }: Procedure, list: string, toolbox: Toolbox): readonly string[] {
  const wishes = new Set(Object.values(header.needs).flatMap(({ from }) => from));
  const lookups = header.tools.flatMap((name) => toolbox.lookups.get(name) ?? []);
  return lookups
    .filter(({ gives }) => gives.includes(list))
    .flatMap(({ needs }) => Object.values(needs).filter((path) => path.startsWith("message.") && !wishes.has(path)));
}

/** By what these procedures find which record is meant, other than what is wished of it. */
export function hintsFor(procedures: readonly Procedure[], toolbox: Toolbox): readonly string[] {
  const lists = (procedure: Procedure): readonly string[] =>
    choicesIn(procedure).map((path) => listOf(procedure, path));
  return [...new Set(procedures.flatMap((each) => lists(each).flatMap((list) => hintsOf(each, list, toolbox))))];
}

/** What she chooses from a list for a procedure. */
export function choicesIn({ header }: Procedure): readonly string[] {
  return Object.entries(header.needs).flatMap(([path, { among }]) => (among === undefined ? [] : [path]));
}

/** What she is asked to accept before a procedure goes on. */
export function acceptedBy({ before }: Procedure): readonly string[] {
  return [...before.values()].flat().flatMap(({ accept }) => accept ?? []);
}

function listOf({ header }: Procedure, path: string): string {
  const among = header.needs[path]?.among ?? "";
  return among.slice(0, among.lastIndexOf("."));
}

function choicesOf(procedure: Procedure, { values }: Understood, view: CaseView): readonly string[] {
  return Object.entries(procedure.header.needs).flatMap(([path, { among }]) => {
    const list = among?.slice(0, among.lastIndexOf("."));
    const hints = list === undefined ? [] : hintsOf(procedure, list, view.blueprint.toolbox);
    const isNamed = hints.some((hint) => values[hint] !== undefined && values[hint] !== view.state.values[hint]?.value);
    return isNamed && values[path] === undefined ? [path] : [];
  });
}

/**
 * What is void where she asks now for something with other words for which one: what she has chosen from a list before, and what
 * she said of that one alone, such as a size. What every record needs from her, such as an address, is meant for this one too.
 */
export function withoutOldChoices(procedures: readonly Procedure[], meant: Understood, view: CaseView): JsonObject {
  const isKnown = (path: string): boolean => (view.state.values[path]?.value ?? null) !== null;
  const paths = procedures.flatMap((procedure) => {
    const gone = choicesOf(procedure, meant, view).filter(isKnown);
    return gone.length === 0 ? [] : [...gone, ...saidOfOne(procedure, meant, view)];
  });
  return Object.fromEntries(paths.map((path) => [path, null]));
}

/** What she has said of the one that it was done with, such as an amount: it is void for the other one, where she does not say it again. */
export function withoutWordsOfOne(procedures: readonly Procedure[], meant: Understood, view: CaseView): JsonObject {
  const paths = procedures.flatMap((procedure) => saidOfOne(procedure, meant, view));
  return Object.fromEntries(paths.map((path) => [path, null]));
}

/** What she may say of one record that is otherwise known of it, such as a size. */
export function saidOfOneBy({ header }: Procedure): readonly string[] {
  return Object.values(header.needs).flatMap(({ from }) =>
    from.every((path) => path.startsWith("message.")) ? [] : from.filter((path) => path.startsWith("message.")),
  );
}

function saidOfOne(procedure: Procedure, meant: Understood, view: CaseView): readonly string[] {
  return saidOfOneBy(procedure).filter(
    (path) => (view.state.values[path]?.value ?? null) !== null && meant.values[path] === undefined,
  );
}

/** Whether her words name another record than the one that this was about. */
export function namesAnother(inHand: readonly Procedure[], meant: Understood, view: CaseView): boolean {
  return inHand.some((procedure) => choicesOf(procedure, meant, view).length > 0);
}

const too = /\b(?:too|as well|also|the same)(?:\W+(?:please|pls|thanks))?\W*$/i;
const meantRather = /^\W*(?:(?:no|oh|sorry|wait)\W+)*i meant?\b|\bnot the\b/i;
const longest = 8;

/**
 * "And the cardigan as well" and "refund the cardigan", right after something was done with another one: the same is wanted for it. `isOnlyNamed`: her
 * words say nothing but which else is meant.
 */
export function wantsSameFor(
  text: string,
  meant: Understood,
  inHand: readonly Procedure[],
  view: CaseView,
  isOnlyNamed: boolean,
): boolean {
  const last = view.state.finished.at(-1)?.step.kind;
  const isAfter = (last === "resolve" || last === "later") && lastQuestion(view.state) === null;
  const likely = [...meant.requests.map(({ procedure }) => procedure), ...meant.alternatives];
  const change = likely.find((name) => changesSomething(name, view.blueprint));
  const isSame = inHand.some(({ name }) => name === change);
  const isMore =
    (asksForSomething(text) ? isSame : goesOn(text) || too.test(text) || meantRather.test(text)) &&
    meant.next !== "act";
  const isShort = wordCount(text) <= longest;
  if (!isAfter || !(isMore || isOnlyNamed) || !isShort || meant.wantsPerson) return false;
  return namesAnother(inHand, meant, view);
}
