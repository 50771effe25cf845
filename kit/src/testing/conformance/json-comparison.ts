import type { Json, JsonObject } from "@purser/contract";
import { canonicalJson } from "../../audit/index.ts";

/** One value that differs; `null` stands for one that is not there. `isMoved`: its record stands there before and after. */
export type Difference = { path: readonly string[]; from: Json; to: Json; isMoved: boolean };

/** All values that differ between two states, in depth; names of `ignored` fields are looked for at any place. */
export function differencesBetween(from: Json, to: Json, ignored: readonly string[]): readonly Difference[] {
  return leavesThatDiffer({ path: [], from, to, isMoved: true }).filter(
    ({ path }) => !path.some((name) => ignored.includes(name)),
  );
}

function leavesThatDiffer(pair: Difference): readonly Difference[] {
  const { path, from, to } = pair;
  const before = partsOf(from);
  const after = partsOf(to);
  if (before.size === 0 && after.size === 0) return isSame(from, to) ? [] : [pair];
  const isMoved = pair.isMoved && from !== null && to !== null;
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const part = { from: before.get(name) ?? null, to: after.get(name) ?? null };
    return leavesThatDiffer({ ...part, path: [...path, name], isMoved });
  });
}

function partsOf(value: Json): ReadonlyMap<string, Json> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

export function isSame(left: Json, right: Json): boolean {
  return canonicalJson(left) === canonicalJson(right);
}

/** The value at a dotted path; undefined when the path leads nowhere. */
export function valueAt(value: Json, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((found, name) => partsOf(found ?? null).get(name), value);
}

/** The result without the values at these paths. */
export function withoutPaths(result: JsonObject, paths: readonly string[]): Json {
  return without(result, [], paths);
}

function without(value: Json, path: readonly string[], left: readonly string[]): Json {
  if (left.includes(path.join("."))) return null;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, without(part, [...path, name], left)]));
}

/** What kind of value stands where; two results of one action have the same. */
export function shapeOf(value: Json): Json {
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  if (!isObject(value)) return [...new Set(value.map((item) => canonicalJson(shapeOf(item))))].sort();
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]));
}

/** All texts in a value that say something; a single letter does not. */
export function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") return value.length > 1 ? [value] : [];
  return [...partsOf(value).values()].flatMap(textsIn);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
