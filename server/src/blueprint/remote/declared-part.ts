import { type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import { z } from "zod";

const schemasSchema = z.array(jsonObjectSchema);

/**
 * What a schema declares of a value: fields of objects that it does not name are left out, wherever they stand, since a person
 * has accepted what is named and nothing else. An object of which no field is named is whole, and so is one that says it has more.
 */
export function declaredPart(value: Json, schema: JsonObject): Json {
  return partOf(value, alternativesOf(schema));
}

function partOf(value: Json, schemas: readonly JsonObject[]): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) {
    const items = schemas.flatMap(({ items: each, prefixItems }) => [
      ...objectsIn([each]),
      ...(schemasSchema.safeParse(prefixItems).data ?? []),
    ]);
    return value.map((item) => partOf(item, items.flatMap(alternativesOf)));
  }
  const named = objectsIn(schemas.map(({ properties }) => properties));
  const further = schemas.flatMap(({ additionalProperties: more }) =>
    more === undefined || more === false ? [] : [objectsIn([more])],
  );
  if (named.every((properties) => Object.keys(properties).length === 0) && further.length === 0) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]): [string, Json][] => {
      const declaring = named.filter((properties) => Object.hasOwn(properties, name));
      if (declaring.length === 0 && further.length === 0) return [];
      const own = declaring.length > 0 ? objectsIn(declaring.map((properties) => properties[name])) : further.flat();
      return [[name, partOf(field, own.flatMap(alternativesOf))]];
    }),
  );
}

function objectsIn(values: readonly (Json | undefined)[]): JsonObject[] {
  return values.flatMap((value) => {
    const parsed = jsonObjectSchema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The schema and those that it is made of: a field that any of them names is declared. */
function alternativesOf(schema: JsonObject): JsonObject[] {
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((keyword) => schemasSchema.safeParse(schema[keyword]).data ?? []);
  return [schema, ...parts.flatMap(alternativesOf)];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
