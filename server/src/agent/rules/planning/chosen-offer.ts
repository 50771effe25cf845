import type { Json, JsonObject } from "@purser/contract";
import { jsonObjectSchema } from "@purser/contract";
import type { Lookup } from "@purser/kit";
import { z } from "zod";
import type { Procedure } from "../../../blueprint/procedure.ts";

const listSchema = z.array(jsonObjectSchema);

/**
 * The lookups whose offers a fact is chosen from, such as free times: a choice goes with what was offered. A record of hers
 * that she has named, such as an order, stays named.
 */
export function offersBehind(path: string, { header }: Procedure, lookups: readonly Lookup[]): readonly Lookup[] {
  const list = listOf(path, header);
  return list === null ? [] : lookups.filter(({ gives, isPersonal }) => !isPersonal && gives.includes(list.path));
}

/** What is known without choices that are not among what is offered by now. */
export function withoutGoneChoices(
  procedure: Procedure,
  lookups: readonly Lookup[],
  known: JsonObject,
): Record<string, Json> {
  const isOffered = (path: string, value: Json): boolean => {
    const list = listOf(path, procedure.header);
    // What was chosen once and is void since is not known at all.
    if (list !== null && value === null) return false;
    if (list === null || offersBehind(path, procedure, lookups).length === 0) return true;
    const entries = listSchema.safeParse(known[list.path]).data;
    return entries === undefined || entries.some((entry) => entry[list.field] === value);
  };
  return Object.fromEntries(Object.entries(known).filter(([path, value]) => isOffered(path, value)));
}

function listOf(path: string, { needs }: Procedure["header"]): { path: string; field: string } | null {
  const among = needs[path]?.among;
  if (among === undefined) return null;
  const dot = among.lastIndexOf(".");
  return { path: among.slice(0, dot), field: among.slice(dot + 1) };
}
