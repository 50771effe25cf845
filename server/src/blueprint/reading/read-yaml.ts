import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { BlueprintProblem } from "./problem.ts";

/** Where something stands in a file; lines and columns start at 1. */
export type Place = { line: number; column: number };

/** The place of the deepest part of this path that the file has. */
export type PlaceOf = (path: readonly PropertyKey[]) => Place;

export type YamlReading<Value> =
  | { kind: "loaded"; value: Value; placeOf: PlaceOf }
  | { kind: "rejected"; problems: readonly BlueprintProblem[] };

/** Reads YAML by a schema; every mistake is told with the line and column where it stands. */
export function readYaml<Value>(path: string, text: string, schema: z.core.$ZodType<Value>): YamlReading<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const placeOf: PlaceOf = (keys) => placeAt(offsetOf(document, keys));
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }): BlueprintProblem => {
      return { code: "PUR-2102", path, ...placeAt(pos[0]), message };
    });
    return { kind: "rejected", problems };
  }
  const parsed = z.safeParse(schema, document.toJS());
  if (parsed.success) return { kind: "loaded", value: parsed.data, placeOf };
  const problems = parsed.error.issues.flatMap(unfolded).flatMap((issue): BlueprintProblem[] => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
    const places =
      keys.length === 0 ? [placeOf(issue.path)] : keys.map((key) => keyPlace(document, issue.path, key, placeAt));
    const message = text.trim() === "" ? "the file is empty" : messageOf(issue);
    const where = issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
    return places.map((place) => ({ code: "PUR-2103", path, ...place, message: `${where}${message}` }));
  });
  return { kind: "rejected", problems };
}

/** What is not there at all is said so, and not as a value of a programming language. */
function messageOf(issue: Issue): string {
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return isMissing ? `this is missing (${issue.expected === "record" ? "a map" : issue.expected})` : issue.message;
}

type Issue = z.core.$ZodIssue;

/**
 * Of what can be written in several ways, what is wrong with the way that was meant: the one that it gets furthest with. Zod itself
 * says only that the input is invalid.
 */
function unfolded(issue: Issue): readonly Issue[] {
  // A schema that says in its own words what can be written says it best.
  if (issue.code !== "invalid_union" || issue.errors.length === 0 || issue.message !== "Invalid input") return [issue];
  const ways = issue.errors.map((way) => way.flatMap(unfolded));
  const [meant] = ways
    .filter((way) => !way.some(isOfOtherForm))
    .toSorted((one, other) => depthOf(other) - depthOf(one));
  const inside = (each: Issue): Issue => ({ ...each, path: [...issue.path, ...each.path] });
  if (meant !== undefined) return meant.map(inside);
  const forms = ways.flatMap((way) => way.filter(isOfOtherForm).flatMap((each) => expectedIn(each) ?? []));
  return [{ ...issue, message: `Invalid input: expected ${[...new Set(forms)].join(" or ")}` }];
}

/** What was written is not even of the kind that this way has: a list, a text, a map. */
function isOfOtherForm(issue: Issue): boolean {
  return issue.path.length === 0 && expectedIn(issue) !== null;
}

function expectedIn(issue: Issue): string | null {
  return issue.code === "invalid_type" ? issue.expected : null;
}

function depthOf(way: readonly Issue[]): number {
  return Math.max(0, ...way.map(({ path }) => path.length));
}

type Document = ReturnType<typeof parseDocument>;

/** Where the deepest part of the path that exists begins. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const keys = path.slice(0, length).map((key) => (typeof key === "symbol" ? String(key) : key));
    const node: unknown = length === 0 ? document.contents : document.getIn(keys, true);
    if (isNode(node) && node.range !== null && node.range !== undefined) return node.range[0];
  }
  return 0;
}

/** Where a key of a map stands, rather than its value. */
function keyPlace(
  document: Document,
  path: readonly PropertyKey[],
  name: string,
  placeAt: (offset: number) => Place,
): Place {
  const keys = path.map((key) => (typeof key === "symbol" ? String(key) : key));
  const map: unknown = keys.length === 0 ? document.contents : document.getIn(keys, true);
  const pair = isMap(map) ? map.items.find(({ key }) => isScalar(key) && String(key.value) === name) : undefined;
  const range = isNode(pair?.key) ? pair.key.range : null;
  return placeAt(range?.[0] ?? offsetOf(document, path));
}
