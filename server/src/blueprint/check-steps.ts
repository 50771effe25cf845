import type { Tool } from "@purser/kit";
import type { BlueprintProblem } from "./problem.ts";
import type { ProcedureHeader } from "./procedure.ts";
import { problemAt } from "./problem-at.ts";
import type { BlueprintFile } from "./read-files.ts";

/** What is wrong with the pinned steps and the guide of a procedure: each must be a tool that it may use, or a fact that it can come by. */
export function checkSteps(
  file: BlueprintFile,
  header: ProcedureHeader,
  toolsByName: ReadonlyMap<string, Tool>,
): BlueprintProblem[] {
  const { steps, guide, tools, needs } = header;
  const facts = new Set([
    ...Object.keys(needs),
    ...(guide === undefined ? [] : [guide.gives]),
    ...tools.flatMap((name) => toolsByName.get(name)?.gives ?? []),
  ]);
  const problems = steps.flatMap((step, index): BlueprintProblem[] => {
    const place = { after: "\nsteps:", needle: step };
    if (steps.indexOf(step) !== index) return [problemAt(file, place, "PUR-2106", `${step} is pinned twice.`)];
    if (tools.includes(step) || facts.has(step)) return [];
    const message = `${step} is neither one of this procedure's tools nor a fact that it can come by.`;
    return [problemAt(file, place, "PUR-2107", message)];
  });
  if (guide !== undefined && !facts.has(guide.by) && !guide.by.startsWith("message."))
    problems.push(
      problemAt(
        file,
        { after: "guide:", needle: guide.by },
        "PUR-2107",
        `Nothing gives ${guide.by}, which names the guide.`,
      ),
    );
  return problems;
}
