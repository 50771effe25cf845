import type { JsonObject } from "@purser/contract";
import type { Procedure } from "../../blueprint/procedure.ts";
import type { CaseView } from "../reasoner.ts";
import { asksForSomething, goesOn } from "./sentences.ts";
import { lastQuestion } from "./last-question.ts";
import type { Understood } from "./understand.ts";

type Toolbox = CaseView["blueprint"]["toolbox"];

/** What only tells which record is meant: lookups that list what is chosen from search by it, and nothing else is made of it. */
function hintsOf({ header }: Procedure, list: string, toolbox: Toolbox): readonly string[] {
  const wishes = new Set(Object.values(header.needs).flatMap(({ from }) => from));
  const lookups = header.tools.flatMap((name) => toolbox.lookups.get(name) ?? []);
  return lookups
    .filter(({ gives }) => gives.includes(list))
    .flatMap(({ needs }) => Object.values(needs).filter((path) => path.startsWith("message.") && !wishes.has(path)));
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
    const ofOne = Object.values(procedure.header.needs).flatMap(({ from }) =>
      from.every((path) => path.startsWith("message.")) ? [] : from.filter((path) => path.startsWith("message.")),
    );
    return gone.length === 0
      ? []
      : [...gone, ...ofOne.filter((path) => isKnown(path) && meant.values[path] === undefined)];
  });
  return Object.fromEntries(paths.map((path) => [path, null]));
}

const too = /\b(?:too|as well|also|the same)\W*$/i;
const longest = 8;

/** "And the cardigan as well", right after something was done with another one: the same is wanted for it. */
export function wantsSameFor(text: string, meant: Understood, inHand: readonly Procedure[], view: CaseView): boolean {
  const last = view.state.finished.at(-1)?.step.kind;
  const isAfter = (last === "resolve" || last === "later") && lastQuestion(view.state) === null;
  const isMore = (goesOn(text) || too.test(text)) && !asksForSomething(text) && meant.next !== "act";
  const isShort = text.trim().split(/\s+/).length <= longest;
  if (!isAfter || !isMore || !isShort || meant.wantsPerson) return false;
  return inHand.some((procedure) => choicesOf(procedure, meant, view).length > 0);
}
