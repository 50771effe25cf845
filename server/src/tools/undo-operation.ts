import { type UndoContext, undoNameOf } from "@purser/kit";
import type { JsonObject } from "@purser/contract";
import type { ToolContext } from "@purser/kit";
import type { Toolbox } from "../blueprint/toolbox.ts";
import type { OperationResult, UndoneCall } from "./operation.ts";
import { outcomeOf, safely } from "./safely.ts";

/** The operation that takes a done call back; impossible when it cannot be undone any more, with the reason. */
export function undoOperation(call: UndoneCall, toolbox: Toolbox, nowMs: number): OperationResult {
  const action = toolbox.actions.get(call.tool);
  if (action === undefined) return { kind: "impossible", detail: `There is no action ${call.tool} any more.` };
  const { undo } = action;
  if (undo.kind === "irreversible") return { kind: "impossible", detail: undo.because };
  if (undo.kind === "held")
    return { kind: "impossible", detail: "It could be withdrawn before it was executed, and not any more." };
  if (call.isUndone) return { kind: "impossible", detail: "It has been undone already." };
  if (nowMs > call.doneAtMs + undo.withinMs)
    return { kind: "impossible", detail: "The time in which it can be undone has passed." };
  const { args, result, key: callKey } = call;
  const undone = (context: ToolContext): UndoContext => ({ ...context, args, callKey, result });
  const withFacts = (context: ToolContext, facts: JsonObject) => ({ ...undone(context), facts });
  return {
    kind: "ready",
    operation: {
      name: undoNameOf(action.name),
      title: `Undo: ${action.title}`,
      args,
      undoOf: callKey,
      isDraft: false,
      touches: action.touches(args),
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
      describe: (context, facts) => undo.describe(withFacts(context, facts)),
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
