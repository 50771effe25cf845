import { isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";

/** Reads YAML by a schema; every mistake is told with the line and column where it stands. */
export function readYaml<Value>(path: string, text: string, schema: z.ZodType<Value>): BlueprintLoad<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }): BlueprintProblem => {
      const { line, col } = lines.linePos(pos[0]);
      return { code: "PUR-2102", path, line, column: col, message };
    });
    return { kind: "rejected", problems };
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { kind: "loaded", value: parsed.data };
  const problems = parsed.error.issues.map((issue): BlueprintProblem => {
    const { line, col } = lines.linePos(offsetOf(document, issue.path));
    const where = issue.path.length === 0 ? "the file" : issue.path.join(".");
    return { code: "PUR-2103", path, line, column: col, message: `${where}: ${issue.message}` };
  });
  return { kind: "rejected", problems };
}

/** Where the deepest part of the path that exists begins. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const keys = path.slice(0, length).map((key) => (typeof key === "symbol" ? String(key) : key));
    const node: unknown = length === 0 ? document.contents : document.getIn(keys, true);
    if (isNode(node) && node.range !== null && node.range !== undefined) return node.range[0];
  }
  return 0;
}
