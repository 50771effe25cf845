import type { Tool } from "@purser/kit";
import { type FactsFromOutside, isKnownFact, knownFacts, whyNotGiven } from "../known-facts.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { ProcedureHeader } from "../procedure.ts";

/** What is wrong, and where in the header it stands. */
type StepProblem = { code: BlueprintProblem["code"]; key: readonly PropertyKey[]; message: string };

/** What is wrong with the pinned steps and the guide of a procedure: each must be a tool that it may use, or a fact that it can come by. */
export function checkSteps(
  header: ProcedureHeader,
  toolsByName: ReadonlyMap<string, Tool>,
  outside: FactsFromOutside | null,
): StepProblem[] {
  const { steps, guide, tools } = header;
  const listed = tools.flatMap((name) => toolsByName.get(name) ?? []);
  const facts = knownFacts(header, listed, outside);
  const problems = steps.flatMap((step, index): StepProblem[] => {
    const key = ["steps", steps.indexOf(step)];
    if (steps.indexOf(step) !== index) return [{ code: "PUR-2106", key, message: `${step} is pinned twice.` }];
    if (tools.includes(step) || facts.has(step)) return [];
    const message = `${step} is neither one of this procedure's tools nor a fact that it can come by.`;
    return [{ code: "PUR-2107", key, message }];
  });
  if (guide !== undefined && !isKnownFact(guide.by, facts))
    problems.push({
      code: "PUR-2107",
      key: ["guide", "by"],
      message: `${whyNotGiven(guide.by)} It names the guide.`,
    });
  return problems;
}
