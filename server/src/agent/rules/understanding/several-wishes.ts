import type { Recognition, Recognizer } from "./classifier/recognizer.ts";
import { requestOf } from "./request.ts";
import { asksBetweenTheLines, asksForSomething, finestParts, goesOn, isEmptyQuestion, isRefused } from "./sentences.ts";

/** A part of a message that stands for a wish; `isAsked` when it has the form of one, rather than telling a story. */
export type Wish = Recognition & { isAsked: boolean; text: string };

/**
 * How sure a part of a message must be to stand for a wish of its own: when it has the form of one, when that would be
 * a change, when it tells of a trouble or goes
 * on from a wish ("cancel it, also the box"), and when it tells a story.
 */
const limits = {
  asked: 0.6,
  change: 0.55,
  added: 0.8,
  story: 0.95,
  alone: { confidence: 0.85, nearness: 0.4 },
} as const;

/** Beside other words to us a part is so many times likelier to be for us than by itself: "what does it cost?" */
const oddsInCompany = 4;

type Kind = "asked" | "added" | "story";
type Found = Wish & { kind: Kind };

/**
 * The different wishes of a message, in its order. A sentence counts as one, but where clauses of it say clearly
 * different things, each of these. What only tells a story must say much more for something than what asks; where a wish follows
 * on it that a procedure serves which `changes` something, a story about what is only looked up led to that wish and is none.
 */
export function wishesIn(
  text: string,
  recognize: Recognizer,
  changes: (procedure: string) => boolean,
): readonly Wish[] {
  const found = finestParts(text).flatMap(({ sentence, clauses }) => {
    const apart = distinct(
      clauses.flatMap(({ text: clause, isAdded }, index) =>
        wish(
          clause,
          { recognize, changes },
          isAdded && clauses.slice(0, index).some((before) => asksForSomething(before.text)),
        ),
      ),
    );
    if (apart.length > 1) return apart;
    const together = wish(sentence, { recognize, changes }, goesOn(sentence));
    return together.length > 0 ? together : apart;
  });
  const lastAsked = found.findLastIndex(({ isAsked }) => isAsked);
  return distinct(
    found.filter((one, index) => one.kind !== "story" || index > lastAsked || changes(requestOf(one).procedure)),
  );
}

/** "Cancel please" goes on with what was said before, "cancel L-20817" does not; "how do I do that" asks nothing new. */
function saysNothing(text: string): boolean {
  const words = (text.match(/\p{L}+/gu) ?? []).filter((word) => !polite.test(word));
  const namesRecord = /\d/.test(text);
  const isReference = namesRecord && words.every((word) => ofReference.test(word));
  return isReference || (!namesRecord && words.length < 2) || isEmptyQuestion(text);
}

const polite = /^(?:please|pls|plz|thanks|thx|now|asap|me|it)$/i;
/** "Order L-20817" says which, and asks for nothing. */
const ofReference =
  /^(?:[a-z]|order|number|no|nr|re|ref|reference|case|the|my|our|its?|is|this|that|for|about|from|of|and|too|also)$/i;

type Ear = { recognize: Recognizer; changes: (procedure: string) => boolean };

function wish(text: string, { recognize, changes }: Ear, follows: boolean): readonly Found[] {
  if (saysNothing(text) || isRefused(text)) return [];
  const heard = recognize(text);
  const { procedure, confidence } = requestOf({ ...heard, inScope: inCompany(heard.inScope) });
  const isAsked = asksForSomething(text);
  const kind = isAsked ? "asked" : follows || asksBetweenTheLines(text) ? "added" : "story";
  const { alone } = limits;
  const least = kind === "asked" && changes(procedure) ? limits.change : limits[kind];
  const isAgreed =
    heard.secondOpinion === procedure ||
    (confidence >= alone.confidence && heard.nearness(procedure) >= alone.nearness);
  return confidence >= least && isAgreed ? [{ ...heard, isAsked, kind, text }] : [];
}

function inCompany(inScope: number): number {
  return (inScope * oddsInCompany) / (inScope * oddsInCompany + 1 - inScope);
}

function distinct<One extends Wish>(wishes: readonly One[]): readonly One[] {
  return wishes.filter(
    (one, index) => wishes.findIndex((other) => requestOf(other).procedure === requestOf(one).procedure) === index,
  );
}
