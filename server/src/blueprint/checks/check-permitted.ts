import type { PolicySet } from "@purser/kit";
import type { PlacedTool } from "../load-tools.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { Procedure } from "../procedure.ts";

/** A tool that a procedure uses and no policy permits would always be refused, lookups included. */
export function checkPermitted(
  procedures: ReadonlyMap<string, Procedure>,
  policies: PolicySet,
  tools: readonly PlacedTool[],
): BlueprintProblem[] {
  const permits = policies.policies.filter(({ effect }) => effect === "permit");
  const isPermitted = (name: string): boolean =>
    permits.some(({ actions }) => actions === null || actions.includes(name));
  return tools.flatMap(({ tool: { name }, path }) => {
    const users = [...procedures.values()].filter(({ header }) => header.tools.includes(name));
    if (users.length === 0 || isPermitted(name)) return [];
    const message = `No guardrail permits ${name}, which ${users.map((user) => user.name).join(", ")} uses: it would always be refused.`;
    return [{ code: "PUR-2113", path, line: 1, column: 1, message }];
  });
}
