import type { ToolCall } from "@purser/contract";
import { z } from "zod";
import { countedBy, touchedBy } from "../blueprint/claims.ts";
import { descriptionBy } from "./description.ts";
import { factsOf, outcomeOf, safely } from "./safely.ts";
import type { Toolbox } from "../blueprint/toolbox.ts";
import type { OperationResult } from "./operation.ts";
import { valuesAt } from "./values-at.ts";

/** The operation of a proposed action; impossible when no tool has this name or the arguments do not fit its schema. */
export function actionOperation(call: ToolCall, toolbox: Toolbox): OperationResult {
  const action = toolbox.actions.get(call.tool);
  if (action === undefined) return { kind: "impossible", detail: `There is no action ${call.tool}.` };
  const parsed = z.safeParse(action.input, call.args);
  if (!parsed.success)
    return { kind: "impossible", detail: `The arguments of ${call.tool} do not fit: ${parsed.error.message}` };
  const args = parsed.data;
  const touches = touchedBy(action, args);
  if (touches.kind === "impossible") return touches;
  const counts = countedBy(action, args);
  if (counts.kind === "impossible") return counts;
  return {
    kind: "ready",
    operation: {
      name: action.name,
      title: action.title,
      args,
      undoOf: null,
      isDraft: action.tier === "draft",
      asksFirst: false,
      touches: touches.value,
      counts: counts.value,
      once: action.once,
      keyLifetimeMs: action.keyLifetimeMs,
      settleMs: action.settleMs,
      freshForMs: action.freshForMs,
      graceMs: action.undo.kind === "held" ? action.undo.graceMs : null,
      residue: null,
      readFacts: (context) => factsOf(() => action.readFacts({ ...context, args })),
      describe: (_context, facts) =>
        descriptionBy(() => action.describe({ args, facts }), { title: action.title, args }),
      execute: (context, facts, key, attempt) =>
        outcomeOf(() => action.execute({ ...context, args, facts, key, attempt }), action.output),
      verify: (context, facts, key) =>
        safely(
          () => action.verify({ ...context, args, facts, key }),
          (detail) => ({ kind: "unknown", detail }),
        ),
      valuesOf: (result) => valuesAt(result, action.gives),
    },
  };
}
