import { z } from "zod";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Any value that RFC 8785 can write: no undefined, no NaN, no infinity. */
export const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(jsonSchema), z.record(z.string(), jsonSchema)]),
);
export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), jsonSchema);

/** The first value that JSON cannot hold as it is, with where it stands; null when there is none. */
export function findUnfaithful(value: unknown, path = ""): { path: string; what: string } | null {
  if (value === null || typeof value === "boolean") return null;
  if (typeof value === "string")
    return value.search(noCharacter) < 0 ? null : { path, what: "text with half of a character" };
  if (typeof value === "number") return Number.isFinite(value) ? null : { path, what: String(value) };
  if (typeof value !== "object") return { path, what: typeof value };
  if (Array.isArray(value)) return firstOf(value.map((item, index) => [`${path}[${index}]`, item]));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return { path, what: `a ${value.constructor.name}` };
  return firstOf(Object.entries(value).map(([key, item]) => [path === "" ? key : `${path}.${key}`, item]));
}

function firstOf(items: readonly (readonly [string, unknown])[]): { path: string; what: string } | null {
  for (const [path, item] of items) {
    const found = findUnfaithful(item, path);
    if (found !== null) return found;
  }
  return null;
}

/** How deep JSON from outside may be nested: everything that walks a value later does so by recursion. */
const deepest = 64;

/** A NUL, and half of a character that takes two: no store and no hash can write them. */
const noCharacter = /[\0\p{Surrogate}]/gu;

/**
 * What `JSON.parse` gave, with U+FFFD in the place of each character that is none, in keys too. Throws a RangeError
 * when it is nested more than 64 deep.
 */
export function wellFormedJson(value: unknown, depth = 0): unknown {
  if (depth > deepest) throw new RangeError(`It is nested more than ${deepest} deep.`);
  if (typeof value === "string") return value.replace(noCharacter, "\uFFFD");
  if (Array.isArray(value)) return value.map((item) => wellFormedJson(item, depth + 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replace(noCharacter, "\uFFFD"), wellFormedJson(item, depth + 1)]),
  );
}
