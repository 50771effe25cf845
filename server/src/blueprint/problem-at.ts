import type { BlueprintProblem } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";

/** Where a text stands: its first place, or the first one behind the heading field `after`. */
export type Place = string | { after: string; needle: string };

/** A problem where a text first stands in the file; at its beginning when it is not found word for word. */
export function problemAt(
  { path, text }: BlueprintFile,
  place: Place,
  code: BlueprintProblem["code"],
  message: string,
  offset = 0,
): BlueprintProblem {
  const { after, needle } = typeof place === "string" ? { after: "", needle: place } : place;
  const found = text.indexOf(needle, Math.max(0, text.indexOf(after)));
  const before = text.slice(0, found < 0 ? 0 : found + offset).split("\n");
  return { code, path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}
