import type { JsonObject } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { render, templatePaths } from "../../../blueprint/render.ts";
import { toolNamed } from "../../../blueprint/toolbox.ts";
import { actionCallsOf } from "../../../cases/calls-of.ts";
import { type CaseView, knownValues } from "../../reasoner.ts";
import { isWordedWith, similarityOf } from "../understanding/classifier/similarity.ts";
import { factsFor } from "../planning/known-facts.ts";
import { withoutNames } from "./named-apart.ts";
import { requestParts } from "../understanding/sentences.ts";
import type { Understood } from "../understanding/understand.ts";
import { wordCount } from "../understanding/word-count.ts";

/**
 * What a question about the open confirmation is answered with, as far as it is known; the question stays as it is. `isOfThis`: it
 * names nothing else, so it is about what is open whether that is known or not.
 */
export type AboutOpen = { said: string; isAllKnown: boolean; isOfThis: boolean };

/**
 * Reads a message that only asks about what she is asked to confirm, such as "how much do I get?". Null for everything
 * else: for a wish, for what brings a fact that would change what she is asked, and for a question about something else.
 */
export function askedAboutOpen(
  text: string,
  meant: Understood,
  inHand: readonly Procedure[],
  view: CaseView,
): AboutOpen | null {
  const parts = plainQuestionsIn(text, meant);
  if (parts.length === 0 || bringsChange(meant, inHand, view)) return null;
  // What she names is what she is asked to confirm: anything else would be a change of it.
  const said = parts.map((part) => answerTo(withoutNames(part, inHand, view), inHand, view, "say"));
  const known = [...new Set(said.filter((answer) => answer !== null))];
  const names = inHand.map(({ name }) => name);
  const isOfThis = parts.every(namesNothingElse);
  const isElsewhere =
    !isOfThis && meant.next === "act" && meant.requests.some(({ procedure }) => !names.includes(procedure));
  // "Can I …" may be a wish, unless it is known to be asked.
  const isPerhapsWish = parts.some((part, index) => said[index] === null && !question.test(part));
  if ((isElsewhere || isPerhapsWish) && known.length < said.length) return null;
  if (known.length === 0 && !isOfThis && wordCount(text) < fewestWords) return null;
  return { said: known.join(" "), isAllKnown: !said.includes(null), isOfThis: isOfThis || known.length > 0 };
}

/** Does it ask something, and wish for nothing? */
export function onlyAsks(text: string, meant: Understood): boolean {
  return plainQuestionsIn(text, meant).length > 0;
}

/** "Until when?" and "which card?" name no other thing, so they are about the one that is on the table. */
function namesNothingElse(part: string): boolean {
  return asksForAspect.test(part) && isWordedWith(part.replace(leading, ""), aspects);
}

const asksForAspect = /\b(?:when|which|what|whats|where|who|how|is|are|do|does|will)\b/i;
/** What anything may be asked for, besides the words of any question. */
const aspects: readonly string[] = [
  "time hour day date card account price cost costs amount sum fee fees free charge charged total pay paid take takes",
  "store shop place address name size color happen happens go goes work works start starts begin begins end ends",
];

/** What a question about what was just done is answered with; null where not all of it is known. */
export function askedAboutDone(
  text: string,
  meant: Understood,
  done: readonly Procedure[],
  view: CaseView,
): string | null {
  const plain = plainQuestionsIn(text, meant);
  // "Will you send me a label?" is no wish where it is known to be asked.
  const parts = plain.length > 0 || meant.wantsPerson ? plain : requestParts(text).map((part) => part.text);
  const said = parts.flatMap((part) => answerTo(part, done, view, "done") ?? []);
  return said.length === 0 || said.length < parts.length ? null : [...new Set(said)].join(" ");
}

/** The parts of a message that does nothing but ask; none of any other. */
function plainQuestionsIn(text: string, meant: Understood): readonly string[] {
  const parts = requestParts(text.replace(alsoTell, "$1")).flatMap((part) =>
    onlyLead.test(part.text) ? [] : [part.text.replace(tellMe, "")],
  );
  const isPlain = parts.every((part) => (question.test(part) || permission.test(part)) && !wish.test(part));
  return isPlain && !meant.wantsPerson && meant.next !== "person" ? parts : [];
}

/** "Hmm why" asks for nothing that could be told. */
const fewestWords = 3;

const lead = String.raw`(?:(?:hi|hello|hey|hiya|good (?:morning|day|evening)|it(?:'?s| is) me|again|thanks?|thank you|thx|merci|danke|gracias|great|good|and|but|so|ok(?:ay)?|well|wait|sorry|h+m+|um+|please|just|first|yes|sure|one (?:more )?(?:thing|question)|(?:a )?quick question|before (?:that|i (?:say|answer|decide))[^,]*)\b[\s,.!…:–-]*)*`;
const leading = new RegExp(String.raw`^\W*${lead}`, "i");
const onlyLead = new RegExp(String.raw`^\W*${lead}\W*$`, "i");
const question = new RegExp(
  String.raw`^\W*${lead}(?:(?:until|till?|up to|by|from|since|to|on|at|in|for|with|into|of|after)\s+)?(?:how(?! about)|when|where|which|what(?! about| if)|whats|who|whose|why|is(?! it possible| there (?:a|any) (?:way|chance))|are|do(?! it)|does|will|am)\b`,
  "i",
);
/** "Can you also tell me where to park" asks where to park. */
const tellMe = new RegExp(
  String.raw`^\W*${lead}(?:(?:can|could|would|will|might) (?:you|u) (?:please |also |just |maybe |perhaps )*|(?:i(?:'d| would) (?:also )?like|i (?:also )?(?:want|need)) to know\s*)?(?:(?:tell|remind|explain to) me|let me know|say)?(?: again)?[\s,]*(?=(?:how(?! about)|when|where|which|what(?! about| if)|who|whose|why|whether|if)\b)`,
  "i",
);
const alsoTell = /\b((?:can|could|would|will) (?:you|u)) also\b/i;
const permission = new RegExp(String.raw`^\W*${lead}(?:can|could|may|must|should)\s+(?:i|we|it|he|she|they)\b`, "i");
/** Words of one who wants something else than what is asked, even in the form of a question. */
const wish =
  /\b(?:instead|rather|another|other|others|different|else|change|cancel|stop|switch|swap|split|wrong|don'?t want|do not want|leave it|forget it|never ?mind|could you|can you|would you|will you|please (?!how|when|where|which|what|who|why))\b/i;

/** "Can I have it in another store?" in the form of a question: what it names is wished for in the place of what she is asked. */
export function suggestsChange(text: string, meant: Understood, inHand: readonly Procedure[], view: CaseView): boolean {
  return suggestion.test(text) && !meant.wantsPerson && bringsChange(meant, inHand, view);
}

const suggestion = new RegExp(
  String.raw`^\W*${lead}(?:(?:can|could|may|might) (?:i|we|it|you|this|that) (?:have|get|be|do|make|go|come|take)\b|what about|how about|is (?:it|that|there)|would|does|make it|better|rather|(?:do|have) you (?:have|got|make|sell)|(?:i|we) (?:need|want|meant?|would (?:like|prefer|rather)|'d (?:like|prefer|rather)))`,
  "i",
);

/** Facts that what is in hand depends on, and that are not what is known already. */
export function bringsChange({ values }: Understood, inHand: readonly Procedure[], view: CaseView): boolean {
  const known = knownValues(view.state);
  const relevant = new Set(inHand.flatMap((procedure) => pathsOf(procedure, view)));
  return Object.entries(values).some(
    ([path, value]) => relevant.has(path) && JSON.stringify(known[path]) !== JSON.stringify(value),
  );
}

/** Every fact that a procedure or one of its tools reads. */
function pathsOf({ header, done, before }: Procedure, { blueprint }: CaseView): readonly string[] {
  return [
    ...Object.entries(header.needs).flatMap(([path, { from }]) => [path, ...from]),
    ...done.paths,
    ...[...before.values()].flat().flatMap(({ check }) => check.paths),
    ...header.tools.flatMap((name) => Object.values(toolNamed(blueprint.toolbox, name)?.needs ?? {})),
  ];
}

/**
 * How much a question must be worded like an example; chosen on questions that are in no example. Right after what it is about was
 * done less will do.
 */
const leastAlike = { say: 0.4, done: 0.3 } as const;

/** Whether a question is asked in the words of one of these examples, and in no others. */
export function isWordedLike(said: string, when: readonly string[]): boolean {
  const text = said.replace(leading, "");
  return isWordedWith(text, when) && when.some((example) => similarityOf(text, example) >= leastAlike.say);
}

/**
 * The answer whose examples are worded most like it; null where none is, or where a fact of it is not known. A word that
 * none of them has makes it another question: "how long does express delivery take?" is not about the money.
 */
function answerTo(part: string, inHand: readonly Procedure[], view: CaseView, before: "say" | "done"): string | null {
  const text = part.replace(leading, "");
  const [best] = inHand
    .flatMap((procedure) =>
      procedure.header.answers.map(({ when, say, done = say }) => ({
        procedure,
        when,
        say: before === "say" ? say : done,
      })),
    )
    .filter(({ when }) => isWordedWith(text, when))
    .map((answer) => ({ ...answer, alike: Math.max(...answer.when.map((example) => similarityOf(text, example))) }))
    .toSorted((one, other) => other.alike - one.alike);
  if (best === undefined || best.alike < leastAlike[before]) return null;
  const values = factsInOpen(best.procedure, view);
  const isKnown = templatePaths(best.say).every((path) => values[path] !== undefined && values[path] !== null);
  return isKnown ? render(best.say, values, view.blueprint.settings) : null;
}

/** The facts of the case, and above them what she is asked to confirm: it is that which would be done. */
function factsInOpen(procedure: Procedure, view: CaseView): JsonObject {
  const { state, blueprint } = view;
  const asking = state.proposals.flatMap(({ phase, step }) => (phase.kind === "asking" ? actionCallsOf(step) : []));
  const frozen = asking.flatMap(({ tool, args }) =>
    Object.entries(toolNamed(blueprint.toolbox, tool)?.needs ?? {}).flatMap(([argument, path]) => {
      const value = args[argument];
      return value === undefined ? [] : [[path, value] as const];
    }),
  );
  return { ...factsFor(procedure, view, knownValues(state)), ...Object.fromEntries(frozen) };
}
