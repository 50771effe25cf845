import type { z } from "zod";
import type { BlueprintProblem } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";
import { type PlaceOf, readYaml } from "./read-yaml.ts";

/** A markdown file's typed header and the text below it, which begins on `bodyLine`. */
export type HeadedFile<Header> = {
  kind: "loaded";
  value: Header;
  placeOf: PlaceOf;
  body: string;
  bodyLine: number;
};

/** Reads a header in YAML between two lines of three dashes, and the text below; `what` names the kind of file in problems. */
export function readHeader<Header>(
  { path, text }: BlueprintFile,
  schema: z.core.$ZodType<Header>,
  what: string,
): HeadedFile<Header> | { kind: "rejected"; problems: readonly BlueprintProblem[] } {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const isDashes = (line: string | undefined): boolean => line?.trimEnd() === "---";
  const end = lines.findIndex((line, index) => index > 0 && isDashes(line));
  if (!isDashes(lines[0])) return noHeader(path, 1, `${what} begins with a header between two lines of ---.`);
  if (end < 0) return noHeader(path, lines.length, "The header has no second line of ---.");
  // The first line of dashes stays an empty one, so that lines count from the start of the file.
  const read = readYaml(path, `\n${lines.slice(1, end).join("\n")}`, schema);
  return read.kind === "rejected" ? read : { ...read, body: lines.slice(end + 1).join("\n"), bodyLine: end + 2 };
}

function noHeader(path: string, line: number, message: string): { kind: "rejected"; problems: BlueprintProblem[] } {
  return { kind: "rejected", problems: [{ code: "PUR-2102", path, line, column: 1, message }] };
}
