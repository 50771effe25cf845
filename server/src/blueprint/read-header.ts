import type { z } from "zod";
import type { BlueprintLoad } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";
import { readYaml } from "./read-yaml.ts";

const fence = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/;

/** A markdown file's typed header; `bodyLine` is the line on which the text below it begins. */
export type HeadedFile<Header> = { header: Header; body: string; bodyLine: number };

/** Reads a header in YAML between two lines of three dashes, and the text below; `what` names the kind of file in problems. */
export function readHeader<Header>(
  { path, text }: BlueprintFile,
  schema: z.ZodType<Header>,
  what: string,
): BlueprintLoad<HeadedFile<Header>> {
  const match = fence.exec(text.replaceAll("\r\n", "\n"));
  if (match === null) {
    const message = `${what} begins with a header between two lines of ---.`;
    return { kind: "rejected", problems: [{ code: "PUR-2102", path, line: 1, column: 1, message }] };
  }
  const [, yaml = "", body = ""] = match;
  const header = readYaml(path, yaml, schema);
  if (header.kind === "rejected")
    return { kind: "rejected", problems: header.problems.map((problem) => ({ ...problem, line: problem.line + 1 })) };
  return { kind: "loaded", value: { header: header.value, body, bodyLine: yaml.split("\n").length + 3 } };
}
