import { type Json, type JsonObject, jsonObjectSchema } from "@purser/contract";
import { isList, partsOf } from "./remote-schema.ts";

/**
 * What a schema declares of a value: fields of objects that it does not name are left out, wherever they stand, since a person
 * has accepted what is named and nothing else. An object of which no field is named is whole, also where that is one of several
 * forms that it may have, and so is one that says it has more.
 */
export function declaredPart(value: Json, schema: JsonObject): Json {
  return partOf(value, [schema]);
}

function partOf(value: Json, declared: readonly JsonObject[]): Json {
  if (typeof value !== "object" || value === null) return value;
  const schemas = declared.flatMap(alternativesOf);
  if (isList(value)) {
    const items = schemas.flatMap((each) => [...objectsIn([each["items"]]), ...partsOf(each, "prefixItems")]);
    return value.map((item) => partOf(item, items));
  }
  if (declared.some(isAnyObject)) return value;
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
      return [[name, partOf(field, own)]];
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
  return [schema, ...partsOf(schema, "allOf", "anyOf", "oneOf").flatMap(alternativesOf)];
}

/** Whether it declares an object and names no field of it, or one of its forms does; beside fields a form only narrows them. */
function isAnyObject(schema: JsonObject): boolean {
  const { type, properties, additionalProperties } = schema;
  const names = objectsIn([properties]).some((fields) => Object.keys(fields).length > 0);
  if (names || additionalProperties !== undefined) return false;
  const parts = partsOf(schema, "allOf");
  const forms = partsOf(schema, "anyOf", "oneOf");
  if (forms.length === 0 && parts.length === 0)
    return type === "object" || (type !== undefined && isList(type) && type.includes("object"));
  return parts.every(isAnyObject) && (forms.length === 0 || forms.some(isAnyObject));
}
