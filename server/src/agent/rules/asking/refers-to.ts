import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import { type Procedure, titleOf } from "../../../blueprint/procedure.ts";
import type { CaseView } from "../../reasoner.ts";
import { bringsChange } from "./about-open.ts";
import { isAfterAll, isNeverMind } from "./never-mind.ts";
import { wantsAnother } from "./other-one.ts";
import { understand, type Understood } from "../understanding/understand.ts";

const besides = String.raw`(?:no|nope|oh|ok(?:ay)?|hm+|um+|well|wait|sorry|actually|just|please|pls|then|so|and|but|rather|instead|better|now|today|for me|for good|forever|altogether|completely|i(?:'d| would) (?:rather|like to)|i want to|i(?:'ll| will)|can (?:you|we|i)|could (?:you|we|i)|let'?s|thanks?|thank you)`;
/** "Actually no, cancel it": a verb for the thing that was spoken of, and nothing else. */
const verbOfThing = new RegExp(
  String.raw`^\W*(?:${besides}\b\W*)*(?!(?:have|want|do|get|see|keep|like|need|make|take|know|mean|got|think|say|confirm|is|was|use|try|found|find|check|no|not|don'?t|leave|forget|of|for|in|on|about|that|this|what|how|why|when|where)\b)(?<verb>[a-z]{3,}(?: (?:off|back|away|on))?) (?:it|that|this|them|the (?:whole )?thing)(?: (?:off|back|away))?(?<where> (?:to|till|until) [^.,;!?\n]{2,40}?)?\W*(?:${besides}\b\W*)*$`,
  "i",
);
/** She corrects herself: only then "send it to …" is another wish for what was spoken of, and no more of the same. */
const inPlace = /\b(?:no|wait|actually|instead|rather|on second thoughts?)\b/i;

/**
 * What she wants of the thing that this case is about and that she calls “it”: read anew with its name in its place, as the
 * titles of the procedures in hand have it. Null where that makes no other wish of it.
 */
export function refersTo(
  text: string,
  meant: Understood,
  inHand: readonly Procedure[],
  view: CaseView,
): Understood | null {
  const { verb, where = "" } = verbOfThing.exec(text)?.groups ?? {};
  if (where !== "" && !inPlace.test(text)) return null;
  if (verb === undefined || meant.wantsPerson || readYesOrNo(text) !== null) return null;
  if (isNeverMind(text, view.state) || isAfterAll(text, view.state) || wantsAnother(text, meant, view)) return null;
  if (bringsChange(meant, inHand, view)) return null;
  const names = inHand.map(({ name }) => name);
  for (const thing of inHand.flatMap((procedure) => thingOf(procedure) ?? [])) {
    const named = understand(`please ${verb} my ${thing}${where}`, view.now, view.blueprint);
    const [likeliest] = named.requests;
    if (named.next === "act" && likeliest !== undefined && !names.includes(likeliest.procedure))
      return { ...named, frustrated: meant.frustrated, values: { ...named.values, ...meant.values } };
  }
  return null;
}

/** "Cancel it" wants something of the thing that was spoken of, and names no other. */
export function isOfSameThing(text: string): boolean {
  const { verb, where } = verbOfThing.exec(text)?.groups ?? {};
  return verb !== undefined && where === undefined;
}

/** "Another time for your fitting" is about a fitting. */
function thingOf(procedure: Procedure): string | null {
  return (
    /\byour ((?:[a-z-]+ )*?[a-z-]+)(?=$|[,.;]| (?:is|are|and|with|before|from|for|that|which|at|on|in|so)\b)/i.exec(
      titleOf(procedure),
    )?.[1] ?? null
  );
}
