import type { Json, JsonObject } from "@purser/contract";
import type { ToolCustomer } from "@purser/kit";
import { z } from "zod";
import { declaredPart } from "./declared-part.ts";
import type { Mapping, Source, Take } from "./overlay.ts";
import { isList } from "./remote-schema.ts";
import { typeOfTaken } from "./types-of-taken.ts";

/** What sources of arguments may name; what is not there when a call is made has no value. */
export type Scope = {
  args: JsonObject;
  facts?: JsonObject;
  result?: JsonObject;
  customer: ToolCustomer | null;
  key?: string;
  callKey?: string;
};

/** The arguments of a call: the tool's own, and what the overlay fills in. Null when a source has no value now. */
export function argumentsOf(own: JsonObject, mapping: Mapping, scope: Scope): JsonObject | null {
  const filled: Record<string, Json> = { ...own };
  for (const [name, source] of Object.entries(mapping)) {
    const value = valueOfSource(source, scope);
    if (value === undefined) return null;
    filled[name] = value;
  }
  return filled;
}

function valueOfSource(source: Source, scope: Scope): Json | undefined {
  if (typeof source !== "string") return source.value;
  if (source === "customer.ref") return scope.customer?.ref;
  if (source === "key") return scope.key;
  if (source === "callKey") return scope.callKey;
  return valueAt({ args: scope.args, facts: scope.facts ?? {}, result: scope.result ?? {} }, source.split("."));
}

/** A number in the path counts into a list. */
function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (isList(value)) return valueAt(/^\d+$/.test(head) ? value[Number(head)] : undefined, rest);
  return Object.hasOwn(value, head) ? valueAt(value[head], rest) : undefined;
}

/**
 * What is taken out of an answer, by name; names with dots are names here. What the answer lacks is left out, and so is what a
 * server adds to a list or an object beyond the schema that was accepted, unless the overlay takes `anything`.
 */
export function takenFrom(answer: Json, take: Take, output: JsonObject | null): JsonObject {
  return Object.fromEntries(
    Object.entries(take).flatMap(([name, taken]) => {
      const value = valueAt({ answer }, taken.from.split("."));
      if (value === undefined) return [];
      const type = typeOfTaken(taken, output);
      return [[name, type === null ? value : declaredPart(value, type.schema)]];
    }),
  );
}

/** The whole number that an argument holds. Throws when it holds none: what counts is not guessed. */
export function wholeNumberAt(args: JsonObject, path: string): number {
  return z.int().parse(valueAt({ args }, path.split(".")));
}

/** The text or number that an argument holds, as text; other values as JSON, so that two records are never one. */
export function textAt(args: JsonObject, path: string): string {
  const value = valueAt({ args }, path.split("."));
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
