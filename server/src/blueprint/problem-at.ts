import type { BlueprintProblem } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";

/** A problem where a text first stands in the file; at its beginning when it is not found word for word. */
export function problemAt(
  { path, text }: BlueprintFile,
  needle: string,
  code: BlueprintProblem["code"],
  message: string,
  offset = 0,
): BlueprintProblem {
  const index = Math.max(0, text.indexOf(needle)) + (text.includes(needle) ? offset : 0);
  const before = text.slice(0, index).split("\n");
  return { code, path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}
