import { checkSteps } from "./check-steps.ts";
import type { Toolbox } from "./toolbox.ts";
import { compileExpression, type Expression } from "./expression.ts";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";
import { type Condition, type Procedure, procedureHeaderSchema } from "./procedure.ts";
import type { BlueprintFile } from "./read-files.ts";
import { problemAt } from "./problem-at.ts";
import { readHeader } from "./read-header.ts";

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
  for (const procedure of procedures.values()) problems.push(...unknownAlternatives(procedure, procedures, files));
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: procedures };
}

function unknownAlternatives(
  { name, path, header }: Procedure,
  procedures: ReadonlyMap<string, Procedure>,
  files: readonly BlueprintFile[],
): BlueprintProblem[] {
  const file = files.find((candidate) => candidate.path === path);
  return header.otherwise.flatMap((other) => {
    if (file === undefined || (procedures.has(other) && other !== name)) return [];
    const message = other === name ? `${name} cannot be offered instead of itself.` : `There is no procedure ${other}.`;
    return [problemAt(file, { after: "otherwise:", needle: other }, "PUR-2107", message)];
  });
}

function loadProcedure(file: BlueprintFile, toolbox: Toolbox): BlueprintLoad<Procedure> {
  const read = readHeader(file, procedureHeaderSchema, "A procedure");
  if (read.kind === "rejected") return read;
  const problems: BlueprintProblem[] = [];
  const { header: value, body } = read.value;
  for (const tool of [...value.tools, ...Object.keys(value.before), ...Object.keys(value.with)]) {
    if (!toolbox.actions.has(tool) && !toolbox.lookups.has(tool))
      problems.push(problemAt(file, tool, "PUR-2107", `There is no tool ${tool}.`));
  }
  problems.push(...checkSteps(file, value, toolbox));
  const compiled = (text: string): Expression | null => {
    const result = compileExpression(text);
    if (result.kind === "compiled") return result.expression;
    problems.push(problemAt(file, text, "PUR-2108", result.message, result.offset));
    return null;
  };
  const done = compiled(value.done);
  const before = new Map<string, readonly Condition[]>();
  for (const [tool, conditions] of Object.entries(value.before)) {
    const read = conditions.flatMap(({ check, otherwise, accept }) => {
      const expression = compiled(check);
      return expression === null ? [] : [{ check: expression, otherwise, accept: accept ?? null }];
    });
    before.set(tool, read);
  }
  if (done === null || problems.length > 0) return { kind: "rejected", problems };
  return {
    kind: "loaded",
    value: { name: value.procedure, header: value, done, before, prose: body.trim(), path: file.path },
  };
}
