import { type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import { isCatastrophic } from "../patterns/catastrophic-pattern.ts";

/** A schema that can be used, or why not. */
export type SchemaReading = { kind: "usable"; schema: JsonObject } | { kind: "unusable"; why: string };

const mostNodes = 5_000;
const deepest = 24;
const longestPattern = 500;

/** What says which values are allowed. Texts for readers are left out: no word of a server reaches a prompt by its schema. */
const kept: ReadonlySet<string> = new Set([
  "$ref",
  "$defs",
  "definitions",
  "type",
  "enum",
  "const",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "prefixItems",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "anyOf",
  "oneOf",
  "allOf",
]);
/** Keywords whose values are schemas by a name of the author's. */
const named: ReadonlySet<string> = new Set(["properties"]);

class Unusable extends Error {}

/**
 * A schema from outside that stands alone: references within it followed, bounded in size and depth, without patterns that
 * do not end, and without words for people.
 */
export function readRemoteSchema(root: JsonObject): SchemaReading {
  let nodes = 0;
  const read = (value: Json, depth: number, open: readonly string[]): JsonObject => {
    nodes += 1;
    if (nodes > mostNodes) throw new Unusable(`it has more than ${mostNodes} parts`);
    if (depth > deepest) throw new Unusable(`it is nested more than ${deepest} deep`);
    if (value === true) return {};
    const parsed = jsonObjectSchema.safeParse(value);
    if (!parsed.success) throw new Unusable("a part of it is no schema");
    const reference = parsed.data["$ref"];
    if (typeof reference === "string") {
      if (open.includes(reference)) throw new Unusable(`it refers to itself at ${reference}`);
      return read(pointedAt(root, reference), depth + 1, [...open, reference]);
    }
    const usual = Object.fromEntries(
      Object.entries(parsed.data).flatMap(([key, item]): [string, Json][] =>
        kept.has(key) && !key.startsWith("$") && key !== "definitions" ? [[key, keyword(key, item, depth, open)]] : [],
      ),
    );
    const each = (part: Json): JsonObject => read(part, depth + 1, open);
    return withFurther(
      usual,
      conditionalIn(parsed.data).map(each),
      valuesIn(parsed.data["patternProperties"]).map(each),
    );
  };
  const keyword = (key: string, item: Json, depth: number, open: readonly string[]): Json => {
    if (named.has(key)) {
      const parts = jsonObjectSchema.safeParse(item);
      if (!parts.success) throw new Unusable(`${key} is no object`);
      return Object.fromEntries(Object.entries(parts.data).map(([name, part]) => [name, read(part, depth + 1, open)]));
    }
    if (key === "items" || (key === "additionalProperties" && typeof item === "object"))
      return read(item, depth + 1, open);
    if (["anyOf", "oneOf", "allOf", "prefixItems"].includes(key)) {
      if (!isList(item)) throw new Unusable(`${key} is no list`);
      return item.map((part) => read(part, depth + 1, open));
    }
    if (key === "pattern") return safePattern(item);
    return item;
  };
  try {
    return { kind: "usable", schema: read(root, 0, []) };
  } catch (error) {
    if (error instanceof Unusable) return { kind: "unusable", why: error.message };
    throw error;
  }
}

/** What holds of a value under a condition; what is ruled out declares nothing. */
function conditionalIn({ then, else: otherwise, dependentSchemas }: JsonObject): readonly Json[] {
  const parts = [then, otherwise, ...valuesIn(dependentSchemas)];
  return parts.flatMap((part) => (part === undefined || part === false ? [] : [part]));
}

function valuesIn(schemas: Json | undefined): readonly Json[] {
  return Object.values(jsonObjectSchema.safeParse(schemas).data ?? {}).filter((schema) => schema !== false);
}

/**
 * The schema, which names also the fields that are there under a condition, and says of fields that are named by a pattern that
 * there are more: neither is checked, but what was accepted is no addition of the server's.
 */
function withFurther(
  schema: JsonObject,
  conditional: readonly JsonObject[],
  byPattern: readonly JsonObject[],
): JsonObject {
  const fields = conditional.flatMap(fieldsNamed).map((name) => [name, {}] as const);
  const own = jsonObjectSchema.safeParse(schema["properties"]).data ?? {};
  const properties = fields.length === 0 ? {} : { properties: { ...Object.fromEntries(fields), ...own } };
  const more = schema["additionalProperties"];
  if (
    more === undefined &&
    (byPattern.length > 0 || conditional.some(({ additionalProperties }) => hasMore(additionalProperties)))
  )
    return { ...schema, ...properties, additionalProperties: true };
  const [first, ...others] = byPattern;
  if (more !== false || first === undefined) return { ...schema, ...properties };
  return { ...schema, ...properties, additionalProperties: others.length === 0 ? first : { anyOf: [...byPattern] } };
}

function hasMore(additionalProperties: Json | undefined): boolean {
  return additionalProperties !== undefined && additionalProperties !== false;
}

function fieldsNamed(schema: JsonObject): readonly string[] {
  const own = Object.keys(jsonObjectSchema.safeParse(schema["properties"]).data ?? {});
  return [...own, ...partsOf(schema, "allOf", "anyOf", "oneOf").flatMap(fieldsNamed)];
}

/** The schemas that stand in lists under these keywords. */
export function partsOf(schema: JsonObject, ...keywords: readonly string[]): JsonObject[] {
  return keywords.flatMap((keyword) => schemasSchema.safeParse(schema[keyword]).data ?? []);
}

const schemasSchema = z.array(jsonObjectSchema);

function safePattern(pattern: Json): Json {
  if (typeof pattern !== "string" || pattern.length > longestPattern) throw new Unusable("a pattern of it is too long");
  try {
    new RegExp(pattern, "u");
  } catch {
    throw new Unusable("a pattern of it is no regular expression");
  }
  if (isCatastrophic(pattern, "u")) throw new Unusable("a pattern of it may not end");
  return pattern;
}

function pointedAt(root: JsonObject, reference: string): Json {
  if (reference !== "#" && !reference.startsWith("#/")) throw new Unusable("it refers to another document");
  let value: Json | undefined = root;
  for (const part of reference.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    value =
      typeof value === "object" && value !== null && !isList(value) && Object.hasOwn(value, name)
        ? value[name]
        : undefined;
  }
  if (value === undefined) throw new Unusable(`the reference ${reference} leads nowhere`);
  return value;
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A schema of objects as zod, which checks values the same way everywhere; null for one that it has no form for. */
export function zodOfObject(schema: JsonObject): z.core.$ZodType<JsonObject> | null {
  try {
    const copy: unknown = JSON.parse(JSON.stringify({ ...schema, type: "object" }));
    const made = isSchema(copy) ? z.fromJSONSchema(copy) : z.never();
    return checksObjects(made) ? made : null;
  } catch {
    return null;
  }
}

function isSchema(value: unknown): value is Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean> {
  return typeof value === "object" && value !== null;
}

/** Made from JSON Schema without defaults it changes no value, and only JSON is ever checked by it. */
function checksObjects(schema: z.core.$ZodType): schema is z.core.$ZodType<JsonObject> {
  return !z.safeParse(schema, null).success && !(schema instanceof z.ZodNever);
}
