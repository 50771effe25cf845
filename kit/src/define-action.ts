import type { CallKey, JsonObject } from "@purser/contract";
import { z } from "zod";
import type { ActionOutcome, FactsOutcome, Finding } from "./action-outcome.ts";
import { seconds } from "./duration.ts";
import { refuseUnfitAction } from "./unfit-definition.ts";
import type {
  Action,
  ActionTier,
  HeldUndo,
  Once,
  Simulation,
  ToolContext,
  TouchedRecord,
  Undo,
  UndoContext,
} from "./tool.ts";

type Called<Input, Facts> = ToolContext & { args: Input; facts: Facts };

export type UndoDefinition<Input, Output, UndoFacts extends JsonObject> =
  | { kind: "irreversible"; because: string }
  | HeldUndo
  | {
      kind: "reversible" | "compensable";
      withinMs: number;
      residue?: string;
      factsSchema: z.core.$ZodType<UndoFacts>;
      sources: Readonly<Record<keyof UndoFacts & string, string>>;
      readFacts: (context: Undone<Input, Output>) => Promise<FactsOutcome<UndoFacts>>;
      describe: (context: Undone<Input, Output> & { facts: UndoFacts }) => string;
      execute: (
        context: Undone<Input, Output> & { facts: UndoFacts; key: CallKey; attempt: number },
      ) => Promise<ActionOutcome>;
      verify: (context: Undone<Input, Output> & { facts: UndoFacts; key: CallKey }) => Promise<Finding>;
    };
type Undone<Input, Output> = Omit<UndoContext, "args" | "result"> & { args: Input; result: Output };

export type ActionDefinition<
  Input extends JsonObject,
  Output extends JsonObject,
  Facts extends JsonObject,
  UndoFacts extends JsonObject,
> = {
  name: string;
  title: string;
  tier: ActionTier;
  input: z.core.$ZodType<Input>;
  output: z.core.$ZodType<Output>;
  /** For each argument the fact that fills it; an argument that is not named must be given. */
  needs: Readonly<Record<string, string>>;
  /** The facts that the action's result gives, as paths into its output. */
  gives: readonly string[];
  promises?: JsonObject;
  factsSchema: z.core.$ZodType<Facts>;
  sources: Readonly<Record<keyof Facts & string, string>>;
  touches: (args: Input) => TouchedRecord;
  counts?: (args: Input) => Readonly<Record<string, number>>;
  readFacts: (context: ToolContext & { args: Input }) => Promise<FactsOutcome<Facts>>;
  describe: (context: { args: Input; facts: Facts }) => string;
  simulate: (context: Called<Input, Facts>) => Promise<Simulation>;
  execute: (context: Called<Input, Facts> & { key: CallKey; attempt: number }) => Promise<ActionOutcome<Output>>;
  verify: (context: Called<Input, Facts> & { key: CallKey }) => Promise<Finding<Output>>;
  once?: Once;
  keyLifetimeMs?: number;
  settleMs?: number;
  freshForMs?: number;
  undo: UndoDefinition<Input, Output, UndoFacts>;
};

/**
 * Declares an action: a tool that changes something.
 *
 * Schemas are taken as `z.core.$ZodType`, here and wherever one is only parsed with: comparing one with all of `z.ZodType`
 * took the compiler twice as long as everything else.
 *
 * Defaults: `once: "none"` (never repeated by machine), settle time 20 s, facts fresh for 30 s. The functions get
 * arguments, facts and results parsed by the declared schemas; a value that does not fit throws before anything is sent.
 * Throws PUR-2105 for a definition that lacks something or misspells it.
 */
export function defineAction<
  Input extends JsonObject,
  Output extends JsonObject,
  Facts extends JsonObject,
  UndoFacts extends JsonObject = JsonObject,
>(definition: ActionDefinition<Input, Output, Facts, UndoFacts>): Action {
  refuseUnfitAction({ ...definition });
  const { input, factsSchema } = definition;
  const typed = (context: ToolContext & { args: JsonObject; facts: JsonObject }): Called<Input, Facts> => ({
    ...context,
    args: z.parse(input, context.args),
    facts: z.parse(factsSchema, context.facts),
  });
  return {
    kind: "action",
    name: definition.name,
    title: definition.title,
    tier: definition.tier,
    input,
    output: definition.output,
    needs: definition.needs,
    gives: definition.gives,
    promises: definition.promises ?? {},
    factsSchema,
    sources: definition.sources,
    touches: (args) => definition.touches(z.parse(input, args)),
    counts: (args) => definition.counts?.(z.parse(input, args)) ?? {},
    readFacts: (context) => definition.readFacts({ ...context, args: z.parse(input, context.args) }),
    describe: ({ args, facts }) =>
      definition.describe({ args: z.parse(input, args), facts: z.parse(factsSchema, facts) }),
    simulate: (context) => definition.simulate(typed(context)),
    execute: (context) => definition.execute({ ...typed(context), key: context.key, attempt: context.attempt }),
    verify: (context) => definition.verify({ ...typed(context), key: context.key }),
    once: definition.once ?? "none",
    keyLifetimeMs: definition.keyLifetimeMs ?? null,
    settleMs: definition.settleMs ?? seconds(20),
    freshForMs: definition.freshForMs ?? seconds(30),
    undo: erasedUndo(definition),
  };
}

function erasedUndo<
  Input extends JsonObject,
  Output extends JsonObject,
  Facts extends JsonObject,
  UndoFacts extends JsonObject,
>(definition: ActionDefinition<Input, Output, Facts, UndoFacts>): Undo {
  const { undo } = definition;
  if (undo.kind === "irreversible" || undo.kind === "held") return undo;
  const typed = (context: UndoContext): Undone<Input, Output> => ({
    ...context,
    args: z.parse(definition.input, context.args),
    result: z.parse(definition.output, context.result),
  });
  return {
    kind: undo.kind,
    withinMs: undo.withinMs,
    residue: undo.residue ?? null,
    factsSchema: undo.factsSchema,
    sources: undo.sources,
    readFacts: (context) => undo.readFacts(typed(context)),
    describe: (context) => undo.describe({ ...typed(context), facts: z.parse(undo.factsSchema, context.facts) }),
    execute: (context) =>
      undo.execute({
        ...typed(context),
        facts: z.parse(undo.factsSchema, context.facts),
        key: context.key,
        attempt: context.attempt,
      }),
    verify: (context) =>
      undo.verify({ ...typed(context), facts: z.parse(undo.factsSchema, context.facts), key: context.key }),
  };
}
