import type { JsonObject, ProposedStep } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseView } from "../../reasoner.ts";
import { render } from "../../../blueprint/render.ts";
import type { Understood } from "../understanding/understand.ts";
import { otherPath } from "../understanding/own-paths.ts";
import { wordCount } from "../understanding/word-count.ts";

/** The one that she does not mean, for lookups that can leave it out. */
const exceptPath = "message.except";

const another =
  /\b(?:the |an?)?(?:other|another|wrong|different) (?:one|order|item|parcel|package|pair|thing|appointment|subscription)\b|\bnot (?:that|this) (?:one|order|item|pair)\b/i;
const longest = 10;

/** "No, I meant the other order": short, about one thing in hand, and naming nothing by which it could be found. */
export function wantsAnother(text: string, { values }: Understood, { state }: CaseView): boolean {
  const isAbout = state.requests.length > 0 || state.procedure !== null;
  const namesNothing = Object.keys(values).length === 0;
  return isAbout && namesNothing && another.test(text) && wordCount(text) <= longest;
}

/**
 * What is known by “the other one”: which one it is not. Where a lookup can leave that one out, what is left is looked up and
 * offered; where none can, she is asked.
 */
export function anotherThan(procedures: readonly Procedure[], { state, blueprint }: CaseView): JsonObject {
  for (const { header } of procedures) {
    const canLeaveOut = header.tools.some((name) =>
      Object.values(blueprint.toolbox.lookups.get(name)?.needs ?? {}).includes(exceptPath),
    );
    const path = Object.keys(header.needs).find((each) => header.needs[each]?.among !== undefined);
    const value = path === undefined ? undefined : state.values[path]?.value;
    if (canLeaveOut && path !== undefined && typeof value === "string") return { [exceptPath]: value, [path]: null };
  }
  return { [otherPath]: true };
}

/** Asks for the first thing that she can be asked for, though it is known; null when there is none. */
export function askForAnother(
  procedures: readonly Procedure[],
  { blueprint }: CaseView,
  known: JsonObject,
): { step: ProposedStep; reason: string } | null {
  const [need] = procedures.flatMap(({ header }) =>
    Object.entries(header.needs).flatMap(([path, { ask }]) => (ask === undefined ? [] : [{ path, ask }])),
  );
  if (need === undefined) return null;
  const question = `All right, another one. ${render(need.ask, known, blueprint.settings)}`;
  return { step: { kind: "ask", path: need.path, question }, reason: "The customer means another one." };
}
