import { type Json, type JsonObject, jsonObjectSchema, PurserError } from "@purser/contract";

/** Reads parts of one document with their references followed. */
export type Inline = {
  /** A part, such as a parameter, that may be a reference itself; what stands below it is as it was. */
  part: (value: JsonObject) => JsonObject;
  /** A schema that stands alone: each reference replaced by what it names, by anything where it leads to itself. */
  schema: (value: JsonObject) => JsonObject;
};

/** Of all schemas of a document together: many references to large parts can make a small document huge. */
const mostNodes = 200_000;
const mostHops = 16;

/** With `isVersion30` schemas are written as those of 3.1: `nullable` and exclusive bounds had a form of their own. */
export function createInliner(root: JsonObject, isVersion30: boolean): Inline {
  let nodes = 0;
  const target = (value: JsonObject): JsonObject => {
    let current = value;
    for (let hop = 0; typeof current["$ref"] === "string"; hop += 1) {
      if (hop === mostHops)
        throw new PurserError("PUR-3024", `A reference of the document leads nowhere: ${current["$ref"]}.`);
      current = pointedAt(root, current["$ref"]);
    }
    return current;
  };
  const inlined = (value: Json, open: readonly JsonObject[]): Json => {
    nodes += 1;
    if (nodes > mostNodes)
      throw new PurserError("PUR-3024", "The document's schemas are too large with their references followed.");
    if (isList(value)) return value.map((item) => inlined(item, open));
    if (!isObject(value)) return value;
    const found = target(value);
    if (open.includes(found)) return {};
    const own = isVersion30 ? asVersion31(found) : found;
    return Object.fromEntries(Object.entries(own).map(([key, item]) => [key, inlined(item, [...open, found])]));
  };
  return { part: target, schema: (value) => jsonObjectSchema.parse(inlined(value, [])) };
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
