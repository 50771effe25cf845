import type { JsonObject } from "@purser/contract";
import { type Condition, type Procedure, titleOf } from "../../../blueprint/procedure.ts";
import { type CaseView, knownValues } from "../../reasoner.ts";
import { inHand, requestsInHand } from "../planning/in-hand.ts";
import { lastQuestion } from "../planning/last-question.ts";
import { isNeverMind, withoutNeverMind } from "./never-mind.ts";
import { isOffer, isOffered } from "./offer.ts";
import { readSlots } from "../understanding/slots.ts";
import { changesSomething, understand, type Understood } from "../understanding/understand.ts";
import { isAskedAbout } from "./which-meant.ts";

/**
 * Whether her words alone say that a condition does not hold, so that nothing has to be looked up or asked before she is told.
 */
export function isRuledOutByHer({ check, accept, wait }: Condition, values: JsonObject): boolean {
  const isOfHerWords = check.paths.length > 0 && check.paths.every((path) => path.startsWith("message."));
  return accept === null && wait === null && isOfHerWords && check.truth(values) === "false";
}

/**
 * What she asks for, with what she means in its place where her own words rule it out and another procedure is offered then: who
 * wants the same thing again, and not her money. A person is never put in the place of what she asked for without a word.
 */
export function asMeantRather(meant: Understood, view: CaseView): Understood {
  const { procedures, understanding } = view.blueprint;
  const values = { ...(isAskedStill(view) ? knownValues(view.state) : {}), ...meant.values };
  const ratherThan = (name: string): string => {
    const conditions = [...(procedures.get(name)?.before.values() ?? [])].flat();
    const found = conditions.find((condition) => condition.offer !== null && isRuledOutByHer(condition, values));
    const offered = found?.offer ?? name;
    return understanding.personProcedures.has(offered) ? name : offered;
  };
  const requests = meant.requests.map((request) => ({ ...request, procedure: ratherThan(request.procedure) }));
  const isRather = requests.some(({ procedure }, index) => procedure !== meant.requests[index]?.procedure);
  const [rather] = isRather || meant.next === "act" ? [] : insteadOfInHand(meant, ratherThan, view);
  if (rather !== undefined && !meant.wantsPerson)
    return { ...meant, requests: [{ procedure: rather, confidence: 1, slots: {} }], alternatives: [], next: "act" };
  // Her words have told the two apart: there is nothing more to choose between.
  if (!isRather) return meant;
  // What only looks something up need not be asked about.
  const isOnlyAnswered = requests.every(({ procedure }) => !changesSomething(procedure, view.blueprint));
  // Nor is who is asked what she would like, and says it, asked whether she means it.
  const isAnswer = isAskedStill(view) && meant.requests.every(({ procedure }) => inHand(view).includes(procedure));
  return { ...meant, requests, alternatives: [], next: isOnlyAnswered || isAnswer ? "act" : meant.next };
}

/** What she said before counts as long as she is asked about it, and not for whatever she asks next. */
function isAskedStill({ state }: CaseView): boolean {
  const question = lastQuestion(state);
  return (question !== null && !isOffer(question)) || state.proposals.length > 0;
}

/**
 * What of her former words ruled one of these out, or was the wish that it waits for, and does no more: she asks for it now without
 * saying so, where nothing of it is open.
 */
export function withoutOldReasons(names: readonly string[], { values }: Understood, view: CaseView): JsonObject {
  if (isAskedStill(view)) return {};
  const procedures = names.flatMap((name) => view.blueprint.procedures.get(name) ?? []);
  const isOld = (path: string): boolean =>
    path.startsWith("message.") && values[path] === undefined && view.state.values[path]?.value === true;
  const conditions = procedures.flatMap(({ before }) => [...before.values()].flat());
  const reasons = conditions.flatMap(({ check, offer }) => (offer === null ? [] : check.paths)).filter(isOld);
  const wishes = procedures.flatMap(wishesOf).filter(isOld);
  return Object.fromEntries([
    ...reasons.map((path) => [path, false] as const),
    ...wishes.map((path) => [path, null] as const),
  ]);
}

/** What she has said that she wishes, of all that these wait for: who wants the same for another one wishes it for that too. */
export function sameWishes(procedures: readonly Procedure[], { state }: CaseView): JsonObject {
  const known = procedures.flatMap(wishesOf).flatMap((path) => {
    const value = state.values[path]?.value ?? null;
    return value === null ? [] : [[path, value] as const];
  });
  return Object.fromEntries(known);
}

/** The words of hers without which a tool is not used, such as that she wants money. */
function wishesOf({ header, before }: Procedure): readonly string[] {
  const checked = new Set([...before.values()].flat().flatMap(({ check }) => check.paths));
  return Object.entries(header.needs).flatMap(([path, { from }]) =>
    checked.has(path) ? from.filter((source) => source.startsWith("message.")) : [],
  );
}

/** What she has taken of what a question names by its title she has said in the words of the title. */
export function saidByTitle({ requests, values }: Understood, { state, now, blueprint }: CaseView): JsonObject {
  const path = lastQuestion(state) ?? "";
  const taken = requests.filter(({ procedure }) => isOffered(procedure, path) || isAskedAbout(procedure, path));
  const titles = taken.flatMap(({ procedure }) => blueprint.procedures.get(procedure) ?? []).map(titleOf);
  const said = titles.flatMap((title) => Object.entries(readSlots(title, now, blueprint.settings)));
  return { ...Object.fromEntries(said), ...values };
}

/** "Ok, then send me a new one": what her words of now rule out is what this case is about, and something else is offered for it. */
function insteadOfInHand(
  { values }: Understood,
  ratherThan: (name: string) => string,
  { state }: CaseView,
): readonly string[] {
  const isNews = Object.entries(values).some(
    ([path, value]) => JSON.stringify(state.values[path]?.value) !== JSON.stringify(value),
  );
  return isNews ? requestsInHand(state, []).flatMap((name) => (ratherThan(name) === name ? [] : ratherThan(name))) : [];
}

/** "Forget it, I want the money": what she wants in place of what she takes back; null where she names nothing. */
export function insteadOfNeverMind(text: string, view: CaseView): Understood | null {
  if (!isNeverMind(text, view.state)) return null;
  const rest = withoutNeverMind(text);
  if (rest === null) return null;
  const meant = asMeantRather(understand(rest, view.now, view.blueprint), view);
  const [first] = meant.requests;
  return first !== undefined && !meant.wantsPerson && first.confidence >= leastInstead ? meant : null;
}

const leastInstead = 0.6;
