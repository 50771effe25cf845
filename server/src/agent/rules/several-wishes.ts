import type { Recognition, Recognizer } from "./classifier/recognizer.ts";
import { requestOf } from "./request.ts";
import { asksBetweenTheLines, asksForSomething, finestParts } from "./sentences.ts";

/** A part of a message that stands for a wish; `isAsked` when it has the form of one, rather than telling a story. */
export type Wish = Recognition & { isAsked: boolean };

/** How sure a part of a message must be to stand for a wish of its own, when it has the form of one, and when not. */
const limits = { asking: 0.6, betweenTheLines: 0.8, telling: 0.95 } as const;

/**
 * The different wishes of a message, in its order. A sentence counts as one, but where clauses of it say clearly
 * different things, each of these. What only tells a story must say much more for something than what asks.
 */
export function wishesIn(text: string, recognize: Recognizer): readonly Wish[] {
  const found = finestParts(text).flatMap(({ sentence, clauses }) => {
    const apart = distinct(clauses.flatMap((clause) => wish(clause, recognize)));
    if (apart.length > 1) return apart;
    const together = wish(sentence, recognize);
    return together.length > 0 ? together : apart;
  });
  return distinct(found);
}

/** "Cancel please" goes on with what was said before, "cancel L-20817" does not; "order L-20817" only says of what. */
function saysNothing(text: string): boolean {
  const said = (text.match(/\p{L}{2,}/gu) ?? []).filter((word) => !polite.test(word));
  if (/\d/.test(text)) return said.every((word) => ofReference.test(word)) && !asksForSomething(text);
  return said.length < 2;
}

const ofReference = /^(?:order|number|no|nr|ref|reference|case|the|my|our|it|is|its|for|about|from|of)$/i;

const polite = /^(?:please|pls|plz|thanks|thx|now|asap|me|it)$/i;

function wish(text: string, recognize: Recognizer): readonly Wish[] {
  if (saysNothing(text)) return [];
  const heard = recognize(text);
  const { procedure, confidence } = requestOf(heard);
  const isAsked = asksForSomething(text);
  const least = isAsked ? limits.asking : asksBetweenTheLines(text) ? limits.betweenTheLines : limits.telling;
  return confidence >= least && heard.secondOpinion === procedure ? [{ ...heard, isAsked }] : [];
}

function distinct(wishes: readonly Wish[]): readonly Wish[] {
  return wishes.filter(
    (one, index) => wishes.findIndex((other) => requestOf(other).procedure === requestOf(one).procedure) === index,
  );
}
