import { epochMsOf } from "@purser/contract";
import type { ActiveProposal, OpenCall } from "../cases/case-state.ts";
import { isWholeStep, type WholeStep } from "../cases/coordinate.ts";
import { actionOperation } from "../tools/action-operation.ts";
import type { ImpossibleOperation, Operation, OperationResult } from "../tools/operation.ts";
import { undoOperation } from "../tools/undo-operation.ts";
import type { StepContext } from "./step-context.ts";
import { withCode } from "./with-code.ts";

/** The operation that a proposal asks for. */
export function operationOfProposal({ step }: ActiveProposal, context: StepContext): OperationResult {
  if (step.kind === "call")
    return askedFirst(step, withCode(actionOperation(step.call, context.blueprint.toolbox), context));
  if (step.kind === "undo") return operationOfUndo(step.callKey, context);
  return { kind: "impossible", detail: "This proposal asks for no action." };
}

/** The operations that a proposal asks for: those of all its parts, or its one; or why one is impossible. */
export function operationsOfProposal(
  proposal: ActiveProposal,
  context: StepContext,
): { kind: "ready"; operations: readonly Operation[] } | ImpossibleOperation {
  const { step } = proposal;
  const prepared = isWholeStep(step) ? operationsOfWhole(step, context) : [operationOfProposal(proposal, context)];
  const operations: Operation[] = [];
  for (const each of prepared) {
    if (each.kind === "impossible") return each;
    operations.push(each.operation);
  }
  const isTwice = new Set(operations.map(({ name, undoOf }) => undoOf ?? name)).size < operations.length;
  return isTwice
    ? { kind: "impossible", detail: "An action stands twice in what belongs together." }
    : { kind: "ready", operations };
}

function operationsOfWhole(step: WholeStep, context: StepContext): readonly OperationResult[] {
  return step.kind === "coordinate"
    ? step.calls.map((call) => askedFirst(step, actionOperation(call, context.blueprint.toolbox)))
    : step.callKeys.map((key) => operationOfUndo(key, context));
}

/** As the proposal wants it: perhaps confirmed by the customer though no guardrail asks for that. */
function askedFirst({ asksFirst }: { asksFirst?: true }, prepared: OperationResult): OperationResult {
  if (asksFirst === undefined || prepared.kind !== "ready") return prepared;
  return { ...prepared, operation: { ...prepared.operation, asksFirst } };
}

/** The operation of a call that was started. */
export function operationOfCall(
  call: Pick<OpenCall, "tool" | "args" | "undoOf">,
  context: StepContext,
): OperationResult {
  if (call.undoOf !== null) return operationOfUndo(call.undoOf, context);
  return withCode(actionOperation({ tool: call.tool, args: call.args }, context.blueprint.toolbox), context);
}

function operationOfUndo(key: OpenCall["key"], context: StepContext): OperationResult {
  const done = context.state.doneCalls.find((call) => call.key === key);
  if (done === undefined) return { kind: "impossible", detail: "There is no such call that is known to be done." };
  const { tool, args, result, undoOf, isUndone, doneAt } = done;
  return undoOperation(
    { key, tool, args, result, undoOf, isUndone, doneAtMs: epochMsOf(doneAt) },
    context.blueprint.toolbox,
    epochMsOf(context.now),
  );
}
