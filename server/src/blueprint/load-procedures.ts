import type { Toolbox } from "./toolbox.ts";
import { compileExpression, type Expression } from "./expression.ts";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";
import { type Condition, type Procedure, procedureHeaderSchema } from "./procedure.ts";
import type { BlueprintFile } from "./read-files.ts";
import { readYaml } from "./read-yaml.ts";

const fence = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/;

/** Reads `procedures/*.md`: a typed header in YAML between two lines of three dashes, then prose. */
export function loadProcedures(
  files: readonly BlueprintFile[],
  toolbox: Toolbox,
): BlueprintLoad<ReadonlyMap<string, Procedure>> {
  const procedures = new Map<string, Procedure>();
  const problems: BlueprintProblem[] = [];
  for (const file of files.filter(({ path }) => path.startsWith("procedures/") && path.endsWith(".md"))) {
    const loaded = loadProcedure(file, toolbox);
    if (loaded.kind === "rejected") problems.push(...loaded.problems);
    else if (procedures.has(loaded.value.name))
      problems.push(problemAt(file, "procedure:", "PUR-2106", `There are two procedures named ${loaded.value.name}.`));
    else procedures.set(loaded.value.name, loaded.value);
  }
  if (problems.length === 0) problems.push(...files.flatMap((file) => unknownOffers(file, procedures)));
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: procedures };
}

function unknownOffers(file: BlueprintFile, procedures: ReadonlyMap<string, Procedure>): BlueprintProblem[] {
  const conditions = [...procedures.values()].flatMap(({ path, before }) =>
    path === file.path ? [...before.values()].flat() : [],
  );
  return conditions.flatMap(({ offer }) =>
    offer === null || procedures.has(offer)
      ? []
      : [problemAt(file, `offer: ${offer}`, "PUR-2107", `There is no procedure ${offer}.`)],
  );
}

function loadProcedure(file: BlueprintFile, toolbox: Toolbox): BlueprintLoad<Procedure> {
  const match = fence.exec(file.text.replaceAll("\r\n", "\n"));
  if (match === null)
    return {
      kind: "rejected",
      problems: [
        {
          code: "PUR-2102",
          path: file.path,
          line: 1,
          column: 1,
          message: "A procedure begins with a header between two lines of ---.",
        },
      ],
    };
  const header = readYaml(file.path, match[1] ?? "", procedureHeaderSchema);
  if (header.kind === "rejected")
    return { kind: "rejected", problems: header.problems.map((problem) => ({ ...problem, line: problem.line + 1 })) };
  const problems: BlueprintProblem[] = [];
  const { value } = header;
  for (const tool of [...value.tools, ...Object.keys(value.before), ...Object.keys(value.with)]) {
    if (!toolbox.actions.has(tool) && !toolbox.lookups.has(tool))
      problems.push(problemAt(file, tool, "PUR-2107", `There is no tool ${tool}.`));
  }
  const compiled = (text: string): Expression | null => {
    const result = compileExpression(text);
    if (result.kind === "compiled") return result.expression;
    problems.push(problemAt(file, text, "PUR-2108", result.message, result.offset));
    return null;
  };
  const done = compiled(value.done);
  const before = new Map<string, readonly Condition[]>();
  for (const [tool, conditions] of Object.entries(value.before)) {
    const read = conditions.flatMap(({ check, otherwise, accept, offer }) => {
      const expression = compiled(check);
      return expression === null
        ? []
        : [{ check: expression, otherwise, accept: accept ?? null, offer: offer ?? null }];
    });
    before.set(tool, read);
  }
  if (done === null || problems.length > 0) return { kind: "rejected", problems };
  return {
    kind: "loaded",
    value: { name: value.procedure, header: value, done, before, prose: (match[2] ?? "").trim(), path: file.path },
  };
}

/** A problem where a text first stands in the file; at its beginning when it is not found word for word. */
function problemAt(
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
