import type { Json, JsonObject } from "@purser/contract";

/** The values at these dotted paths of a result; a path that leads nowhere gives nothing. */
export function valuesAt(result: JsonObject, paths: readonly string[]): JsonObject {
  const values: Record<string, Json> = {};
  for (const path of paths) {
    const value = valueAt(result, path);
    if (value !== undefined) values[path] = value;
  }
  return values;
}

function valueAt(result: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = result;
  for (const part of path.split(".")) {
    if (!isObject(value)) return undefined;
    value = value[part];
  }
  return value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
