import type { JsonObject } from "@purser/contract";
import type { Description } from "../tools/description.ts";
import type { Operation } from "../tools/operation.ts";
import { type StepContext, toolContext } from "./step-context.ts";

/** What a person reads of an operation; that its tool could not say it is written into the operator's log, without what it is about. */
export function described(operation: Operation, facts: JsonObject, context: StepContext, attempt = 1): Description {
  const description = operation.describe(toolContext(context, attempt), facts);
  if (description.fault !== null)
    context.world.log("error", "description.failed", {
      caseId: context.state.caseId,
      tool: operation.name,
      code: "PUR-3013",
    });
  return description;
}
