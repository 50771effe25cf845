import { type Json, type JsonObject, PurserError } from "@purser/contract";

/** Reads parts of one document with their references followed. */
export type Inline = {
  /** A part, such as a parameter, that may be a reference itself; what stands below it is as it was. */
  part: (value: JsonObject) => JsonObject;
  /**
   * A schema that stands alone: each reference replaced by what it names, by anything where it leads to itself. Null for
   * one that is too large then.
   */
  schema: (value: JsonObject) => JsonObject | null;
  /** Whether one was. */
  hasTooLarge: () => boolean;
};

/** Of one schema with its references followed: many references to large parts can make a small document huge. */
const mostNodes = 50_000;
/** Visited for all schemas of a document together; what was followed once is not followed again. */
const mostVisited = 3_000_000;
const mostHops = 16;

/** `cutAt`: the outermost of the open schemas that a reference in it leads back to; none is Infinity. */
type Inlined = { value: Json; nodes: number; cutAt: number };

/** With `isVersion30` schemas are written as those of 3.1: `nullable` and exclusive bounds had a form of their own. */
export function createInliner(root: JsonObject, isVersion30: boolean): Inline {
  let visited = 0;
  let isOneTooLarge = false;
  const known = new Map<JsonObject, Inlined>();
  const target = (value: JsonObject): JsonObject => {
    let current = value;
    for (let hop = 0; typeof current["$ref"] === "string"; hop += 1) {
      if (hop === mostHops)
        throw new PurserError("PUR-3024", `A reference of the document leads nowhere: ${current["$ref"]}.`);
      current = pointedAt(root, current["$ref"]);
    }
    return current;
  };
  const inlined = (value: Json, open: readonly JsonObject[]): Inlined | null => {
    visited += 1;
    if (visited > mostVisited)
      throw new PurserError("PUR-3024", "The document's schemas are too large with their references followed.");
    if (isList(value)) {
      const items = all(value, open);
      return items === null ? null : { ...items, value: items.values };
    }
    if (!isObject(value)) return { value, nodes: 1, cutAt: Infinity };
    const found = target(value);
    const cutAt = open.indexOf(found);
    if (cutAt >= 0) return { value: {}, nodes: 1, cutAt };
    const before = known.get(found);
    if (before !== undefined) return before;
    const own = Object.entries(isVersion30 ? asVersion31(found) : found);
    const parts = all(
      own.map(([, item]) => item),
      [...open, found],
    );
    if (parts === null) return null;
    const names = own.map(([name]) => name);
    const made = { ...parts, value: Object.fromEntries(parts.values.map((item, index) => [names[index] ?? "", item])) };
    // What leads back to a schema around it is another thing elsewhere.
    if (parts.cutAt >= open.length) known.set(found, { ...made, cutAt: Infinity });
    return made;
  };
  const all = (values: readonly Json[], open: readonly JsonObject[]) => {
    const items: Inlined[] = [];
    let nodes = 1;
    for (const value of values) {
      const item = inlined(value, open);
      nodes += item?.nodes ?? 0;
      if (item === null || nodes > mostNodes) return null;
      items.push(item);
    }
    return { values: items.map(({ value }) => value), nodes, cutAt: Math.min(...items.map(({ cutAt }) => cutAt)) };
  };
  return {
    part: target,
    schema: (value) => {
      const made = inlined(value, []);
      isOneTooLarge ||= made === null;
      return made !== null && isObject(made.value) ? made.value : null;
    },
    hasTooLarge: () => isOneTooLarge,
  };
}

/** Only within the document: nothing is fetched because a document says so. */
function pointedAt(root: JsonObject, reference: string): JsonObject {
  let value: Json | undefined = reference.startsWith("#/") ? root : undefined;
  for (const part of reference.slice(2).split("/")) {
    const name = decodedPart(part);
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  if (!isObject(value)) throw new PurserError("PUR-3024", `A reference of the document leads nowhere: ${reference}.`);
  return value;
}

function decodedPart(part: string): string {
  const unescaped = part.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(unescaped);
  } catch {
    return unescaped;
  }
}

function asVersion31(schema: JsonObject): JsonObject {
  const { nullable, exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  const bounds: Record<string, Json> = {};
  if (typeof exclusiveMinimum === "number") bounds["exclusiveMinimum"] = exclusiveMinimum;
  if (typeof exclusiveMaximum === "number") bounds["exclusiveMaximum"] = exclusiveMaximum;
  if (exclusiveMinimum === true && rest["minimum"] !== undefined) bounds["exclusiveMinimum"] = rest["minimum"];
  if (exclusiveMaximum === true && rest["maximum"] !== undefined) bounds["exclusiveMaximum"] = rest["maximum"];
  const { type } = rest;
  const types: JsonObject = nullable === true && typeof type === "string" ? { type: [type, "null"] } : {};
  const values = nullable === true && isList(rest["enum"]) ? { enum: [...rest["enum"], null] } : {};
  return { ...rest, ...bounds, ...types, ...values };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
