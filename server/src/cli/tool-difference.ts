import type { Json } from "@purser/contract";
import type { RemoteOperation } from "@purser/kit";

/** What a person reads before accepting: all of a new operation, and of a known one what has changed. */
export function describeDifference(before: RemoteOperation | null, after: RemoteOperation): string[] {
  const lines = linesOf(after);
  if (before === null) return [`${after.name} is new:`, ...lines.map((line) => `  ${line}`)];
  const earlier = linesOf(before);
  const removed = earlier.filter((line) => !lines.includes(line)).map((line) => `- ${line}`);
  const added = lines.filter((line) => !earlier.includes(line)).map((line) => `+ ${line}`);
  return removed.length + added.length === 0
    ? [`${after.name} has not changed.`]
    : [`${after.name} has changed:`, ...removed, ...added];
}

function linesOf({ title, description, input, output, http }: RemoteOperation): string[] {
  return [
    ...(http === null ? [] : [`${http.method} ${visible(http.path)}`]),
    ...(title === "" ? [] : [`title: ${visible(title)}`]),
    ...description.split("\n").map((line) => `description: ${visible(line)}`),
    ...leavesOf("takes", input),
    ...(output === null ? ["answers: it does not say what"] : leavesOf("answers", output)),
  ];
}

/** Each value of a schema on a line of its own, with its path, so that a change is one line. */
function leavesOf(path: string, value: Json): string[] {
  if (typeof value !== "object" || value === null) return [`${path}: ${visible(JSON.stringify(value))}`];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${path}: ${Array.isArray(value) ? "[]" : "{}"}`];
  return entries.flatMap(([key, item]: [string, Json]) => leavesOf(`${path}.${visible(key)}`, item));
}

/** Characters that nobody sees, or that turn the order of others, are written out: what is accepted is what is shown. */
function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u115f\u1160\u3164\uffa0]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
