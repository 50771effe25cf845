import type { Tool } from "@purser/kit";
import type { BlueprintProblem } from "./problem.ts";
import type { ProcedureHeader } from "./procedure.ts";

/** What is wrong, and where in the header it stands. */
type StepProblem = { code: BlueprintProblem["code"]; key: readonly PropertyKey[]; message: string };

/** What is wrong with the pinned steps and the guide of a procedure: each must be a tool that it may use, or a fact that it can come by. */
export function checkSteps(header: ProcedureHeader, toolsByName: ReadonlyMap<string, Tool>): StepProblem[] {
  const { steps, guide, tools, needs } = header;
  const facts = new Set([
    ...Object.keys(needs),
    ...(guide === undefined ? [] : [guide.gives]),
    ...tools.flatMap((name) => toolsByName.get(name)?.gives ?? []),
  ]);
  const problems = steps.flatMap((step, index): StepProblem[] => {
    const key = ["steps", steps.indexOf(step)];
    if (steps.indexOf(step) !== index) return [{ code: "PUR-2106", key, message: `${step} is pinned twice.` }];
    if (tools.includes(step) || facts.has(step)) return [];
    const message = `${step} is neither one of this procedure's tools nor a fact that it can come by.`;
    return [{ code: "PUR-2107", key, message }];
  });
  if (guide !== undefined && !facts.has(guide.by) && !guide.by.startsWith("message."))
    problems.push({
      code: "PUR-2107",
      key: ["guide", "by"],
      message: `Nothing gives ${guide.by}, which names the guide.`,
    });
  return problems;
}
