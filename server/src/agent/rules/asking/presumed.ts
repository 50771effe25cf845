import type { JsonObject, ProposedStep } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { isDraftIn } from "../../../blueprint/toolbox.ts";
import type { CaseState } from "../../../cases/case-state.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { inHand } from "../planning/in-hand.ts";
import { lastQuestion, requestPath } from "../planning/last-question.ts";
import { withFirstNamed } from "./named-apart.ts";
import { presumedPath } from "../understanding/own-paths.ts";
import { changesSomething, presumedIn, type Understood } from "../understanding/understand.ts";

/**
 * A message that opens the matter and most likely asks for one change: that is begun, and she is shown what exactly would be
 * done before anything is, instead of being asked first whether she is understood.
 */
export function asPresumed(meant: Understood, { text }: ViewMessage, view: CaseView): Understood {
  const [first] = meant.requests;
  const question = lastQuestion(view.state);
  const isOpening = inHand(view).length === 0 && (question === null || question === requestPath);
  if (!isOpening || meant.next !== "ask" || first === undefined) return meant;
  const name = presumedIn(withFirstNamed(text, view) ?? text, view.blueprint);
  if (name !== first.procedure || !isConfirmable(name, view)) return meant;
  return { ...meant, alternatives: [], next: "act", values: { ...meant.values, [presumedPath]: [name] } };
}

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
