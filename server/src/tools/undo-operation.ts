import { type ToolContext, type UndoContext, undoNameOf } from "@purser/kit";
import type { JsonObject, UndoObstacle } from "@purser/contract";
import type { Toolbox } from "../blueprint/toolbox.ts";
import { actionOperation } from "./action-operation.ts";
import { touchedBy } from "../blueprint/claims.ts";
import { descriptionBy } from "./description.ts";
import type { OperationResult, UndoneCall } from "./operation.ts";
import { outcomeOf, safely } from "./safely.ts";

/**
 * The operation that takes a done call back; impossible when it cannot be undone any more, with the reason. The undo of an
 * undo is the action once more, judged as the action.
 */
export function undoOperation(call: UndoneCall, toolbox: Toolbox, nowMs: number): OperationResult {
  const action = toolbox.actions.get(call.tool);
  if (action === undefined) return impossible("unknown", `There is no action ${call.tool} any more.`);
  if (call.undoOf !== null) return doneAgain(call, toolbox);
  const { undo } = action;
  if (undo.kind === "irreversible") return impossible("irreversible", undo.because);
  if (undo.kind === "held")
    return impossible("irreversible", "It could be withdrawn before it was executed, and not any more.");
  if (call.isUndone) return impossible("undone", "It has been undone already.");
  if (nowMs > call.doneAtMs + undo.withinMs)
    return impossible("window-passed", "The time in which it can be undone has passed.");
  const { args, result, key: callKey } = call;
  const touches = touchedBy(action, args);
  if (touches.kind === "impossible") return { ...touches, obstacle: "unknown" };
  const undone = (context: ToolContext): UndoContext => ({ ...context, args, callKey, result });
  const title = `Undo: ${action.title}`;
  const withFacts = (context: ToolContext, facts: JsonObject) => ({ ...undone(context), facts });
  return {
    kind: "ready",
    operation: {
      name: undoNameOf(action.name),
      title,
      args,
      undoOf: callKey,
      isDraft: false,
      asksFirst: false,
      touches: touches.value,
      counts: {},
      once: action.once,
      keyLifetimeMs: action.keyLifetimeMs,
      settleMs: action.settleMs,
      freshForMs: action.freshForMs,
      graceMs: null,
      residue: undo.residue,
      readFacts: (context) =>
        safely(
          () => undo.readFacts(undone(context)),
          (detail) => ({ kind: "failed", code: "PUR-3011", detail }),
        ),
      describe: (context, facts) => descriptionBy(() => undo.describe(withFacts(context, facts)), { title, args }),
      execute: (context, facts, key, attempt) =>
        outcomeOf(() => undo.execute({ ...withFacts(context, facts), key, attempt }), null),
      verify: (context, facts, key) =>
        safely(
          () => undo.verify({ ...withFacts(context, facts), key }),
          (detail) => ({ kind: "unknown", detail }),
        ),
      valuesOf: () => ({}),
    },
  };
}

function doneAgain({ tool, args, isUndone }: UndoneCall, toolbox: Toolbox): OperationResult {
  if (isUndone) return impossible("undone", "It has been done again already.");
  const again = actionOperation({ tool, args }, toolbox);
  if (again.kind === "impossible") return again;
  return { kind: "ready", operation: { ...again.operation, title: `Do again: ${again.operation.title}` } };
}

function impossible(obstacle: UndoObstacle, detail: string): OperationResult {
  return { kind: "impossible", detail, obstacle };
}
