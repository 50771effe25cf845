import type { JsonObject, ProposedStep } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { isDraftIn } from "../../../blueprint/toolbox.ts";
import type { CaseState } from "../../../cases/case-state.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { inHand } from "../planning/in-hand.ts";
import { lastQuestion, requestPath } from "../planning/last-question.ts";
import { onlyAsks } from "./about-open.ts";
import { saidOfOneBy } from "./named-anew.ts";
import { searchesIn } from "./searches.ts";
import { withFirstNamed } from "./named-apart.ts";
import { presumedPath, wordsPath } from "../understanding/own-paths.ts";
import { isHypothetical, requestParts } from "../understanding/sentences.ts";
import { changesSomething, presumedIn, understand, type Understood } from "../understanding/understand.ts";

/**
 * A message that opens the matter, or the first in it that is more than a question, and most likely asks for one change: that is begun, and she is shown what exactly would be
 * done before anything is, instead of being asked first whether she is understood.
 */
export function asPresumed(meant: Understood, { text }: ViewMessage, view: CaseView): Understood {
  const [first] = meant.requests;
  const question = lastQuestion(view.state);
  const isBegun = inHand(view).some((name) => changesSomething(name, view.blueprint));
  const isOpening = !isBegun && (question === null || question === requestPath);
  if (!isOpening || meant.next !== "ask" || first === undefined) return meant;
  const said = withFirstNamed(text, view) ?? text;
  const name = presumedIn(said, view.blueprint) ?? presumedByFacts(said, meant, view);
  if (name !== first.procedure || !isConfirmable(name, view)) return meant;
  const values = { ...meant.values, [presumedPath]: [name] };
  const left = questionsBeside(text, view);
  if (left === "") return { ...meant, alternatives: [], next: "act", values };
  const requests = [...meant.requests, ...searchesIn(view.blueprint)];
  return { ...meant, requests, alternatives: [], next: "act", values: { ...values, [wordsPath]: left } };
}

/** What she asks beside it that nothing here is known to be for: that nothing is found on it is better heard than no word of it. */
function questionsBeside(text: string, { now, blueprint }: CaseView): string {
  const questions = requestParts(text).filter((part) => {
    const meant = understand(part.text, now, blueprint);
    return /\?\s*$/.test(part.text) && meant.next === "decline" && onlyAsks(part.text, meant);
  });
  return questions.map((part) => part.text).join(" ");
}

/**
 * The likeliest change where she says what only it is made of, such as a size, where what it may be instead is an answer alone,
 * and where she asks no question.
 */
function presumedByFacts(said: string, meant: Understood, { blueprint }: CaseView): string | null {
  const [first] = meant.requests;
  const procedure = blueprint.procedures.get(first?.procedure ?? "");
  if (first === undefined || procedure === undefined || first.confidence < likely || /\?/.test(said)) return null;
  const isOrAnswer =
    meant.requests.length === 1 && !meant.alternatives.some((each) => changesSomething(each, blueprint));
  const isSaid = saidOfOneBy(procedure).some((path) => meant.values[path] !== undefined);
  return isOrAnswer && isSaid && !isHypothetical(said) && !onlyAsks(said, meant) ? first.procedure : null;
}

const likely = 0.5;

/** It changes something, and nothing that goes to a teammate unseen by her. */
function isConfirmable(name: string, { blueprint }: CaseView): boolean {
  const tools = blueprint.procedures.get(name)?.header.tools ?? [];
  return changesSomething(name, blueprint) && !tools.some((tool) => isDraftIn(blueprint.toolbox, tool));
}

/** Is it still to be shown whether she means it? She has said yes to what was done for it, and to a question of it. */
export function isPresumed({ name, header, before }: Procedure, values: JsonObject, { doneCalls }: CaseState): boolean {
  const presumed = values[presumedPath];
  if (!Array.isArray(presumed) || !presumed.includes(name)) return false;
  const questions = [...before.values()].flat().flatMap(({ accept }) => accept ?? []);
  const isBegun = doneCalls.some(({ tool }) => header.tools.includes(tool));
  return !isBegun && !questions.some((path) => values[path] === true);
}

/** She does not want what was presumed: nothing was done, and she says what she does want; null when she was asked that. */
export function asksOtherwise({ finished }: CaseState): { step: ProposedStep; reason: string } | null {
  const question = "All right, I have left everything as it is. Please tell me in other words what I can do for you.";
  if (finished.some(({ step }) => step.kind === "ask" && step.question === question)) return null;
  return { step: { kind: "ask", path: requestPath, question }, reason: "She does not want what was presumed." };
}
