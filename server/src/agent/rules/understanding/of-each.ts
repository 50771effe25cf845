import { type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import { ofEachPath } from "./own-paths.ts";

/** A wish of a message with the facts that its own words say. */
type Part = { procedure: string; said: JsonObject };

/**
 * What the wishes of one message say differently, such as which order, as a fact by procedure: each goes by its own words.
 */
export function saidOfEach(parts: readonly Part[]): JsonObject {
  const paths = [...new Set(parts.flatMap(({ said }) => Object.keys(said)))];
  const differing = paths.filter((path) => {
    const values = parts.flatMap(({ said }) => (said[path] === undefined ? [] : [JSON.stringify(said[path])]));
    return new Set(values).size > 1;
  });
  if (differing.length === 0) return {};
  const own = (said: JsonObject): [string, Json][] =>
    differing.flatMap((path) => (said[path] === undefined ? [] : [[path, said[path]]]));
  return {
    [ofEachPath]: Object.fromEntries(parts.map(({ procedure, said }) => [procedure, Object.fromEntries(own(said))])),
  };
}

/** What is known with what her words said of this procedure's wish in the place of what they said of another. */
export function asSaidOf(procedure: string, known: JsonObject): JsonObject {
  const ofEach = jsonObjectSchema.safeParse(known[ofEachPath]).data ?? {};
  const own = jsonObjectSchema.safeParse(ofEach[procedure]).data ?? {};
  return { ...known, ...own };
}
