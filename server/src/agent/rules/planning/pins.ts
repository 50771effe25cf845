import type { JsonObject } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import type { CaseState } from "../../../cases/case-state.ts";
import { standingCalls } from "../../../cases/standing-calls.ts";
import type { Pin } from "./planner.ts";

/** The pinned steps of a procedure that are still to come, in their order: a fact until it is known, a tool until it was used. */
export function openPins({ header }: Procedure, state: CaseState, values: JsonObject): readonly Pin[] {
  return header.steps.flatMap((step): Pin[] => {
    if (!header.tools.includes(step)) return Object.hasOwn(values, step) ? [] : [{ kind: "fact", path: step }];
    return wasUsed(step, state) ? [] : [{ kind: "means", name: step }];
  });
}

/** An action counts as long as it was not undone, a lookup as long as something that it gave is known. */
function wasUsed(tool: string, state: CaseState): boolean {
  const isDone = standingCalls(state).some((call) => call.tool === tool);
  return isDone || Object.values(state.values).some(({ source }) => source === tool);
}
