import type { Json, JsonObject } from "@purser/contract";

/**
 * The place from 0 of the one listed thing that a short answer says nothing but words of, as in "the sky one" or "4-5Y please";
 * null where it says anything else, and where its words tell none from the others.
 */
export function placeByWords(text: string, entries: readonly JsonObject[]): number | null {
  const said = wordsIn(text.replace(denial, "")).filter((word) => !beside.has(word));
  if (said.length === 0 || said.length > longest || /\?/.test(text)) return null;
  const listed = entries.map((entry) => new Set(textsIn(entry).flatMap(wordsIn)));
  const places = listed.flatMap((words, place) => (said.every((word) => words.has(word)) ? [place] : []));
  const [only, ...others] = places;
  return only === undefined || others.length > 0 ? null : only;
}

const longest = 6;
/** A no to what was said before. Without a pause "no blue" is about the blue one itself. */
const denial = /^\W*(?:no|nope)(?:\s*[,.;:!–—-]+\s*|\s+(?=(?:sorry|wait|actually|i mean|i meant)\b))/i;
/** What says only that one is meant. */
const beside = new Set(
  "the a an one ones that this it its is in of for my our please pls plz thanks thx thank you yes ok okay oh ah sorry wait actually i mean meant want take size sized color colour pair order item with and rather then instead would like prefer s d m ll".split(
    " ",
  ),
);

function wordsIn(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]+(?:-[\p{L}\d]+)*/gu) ?? [];
  return words.map((word) => (word.length > 3 ? word.replace(/s$/, "") : word));
}

function textsIn(entry: JsonObject): readonly string[] {
  return Object.values(entry).flatMap((value: Json) =>
    typeof value === "string" ? [value] : Array.isArray(value) ? value.filter((each) => typeof each === "string") : [],
  );
}
