import type { Json, JsonObject } from "@purser/contract";
import {
  type Action,
  type ActionOutcome,
  defineAction,
  defineLookup,
  type FactsOutcome,
  type Finding,
  type Lookup,
  type RemoteReply,
  type Systems,
  type ToolContext,
  type UndoContext,
} from "@purser/kit";
import { z } from "zod";
import { type Expression, nested } from "../expression.ts";
import { type ActionOverlay, customersOwn, type LookupOverlay, type Take } from "./overlay.ts";
import {
  type BoundOperation,
  callRemote,
  codeOfFailure,
  conditionValues,
  type Reading,
  readRemote,
} from "./read-remote.ts";
import { type Scope, takenFrom, textAt, wholeNumberAt } from "./values.ts";

/** A reading with what is taken out of its answer. */
export type Taking = { reading: Reading; take: Take };

function taken({ reading, take }: Taking, answer: Json): JsonObject {
  return takenFrom(answer, take, reading.output);
}

/** How a call is read back. */
export type ReadBack =
  | {
      kind: "look-up";
      taking: Taking;
      done: Expression;
      notDone: Expression | "not-found" | null;
      doubled: Expression | null;
    }
  | { kind: "key-safe"; because: string };

type Schema = z.core.$ZodType<JsonObject>;

export type LookupParts = { name: string; overlay: LookupOverlay; input: Schema; output: Schema; taking: Taking };

/** A lookup over a remote operation. What it answers is what the overlay takes, and nothing else of the answer. */
export function makeLookup({ name, overlay, input, output, taking }: LookupParts): Lookup {
  return defineLookup({
    name,
    title: overlay.title,
    input,
    output,
    needs: overlay.needs,
    gives: Object.keys(overlay.gives),
    ...(overlay.doing === undefined ? {} : { doing: overlay.doing }),
    isPersonal: overlay.isPersonal,
    run: async ({ args, customer, systems }) => {
      const read = await readRemote(taking.reading, args, { args, customer }, systems);
      return read.kind === "found" ? { kind: "found", result: nested(taken(taking, read.answer)) } : read;
    },
  });
}

/** What carries something out, and when its answer says that it was refused. */
export type Carrying = { bound: BoundOperation; refused: Expression | null; take: Take };

export type ActionParts = {
  name: string;
  overlay: ActionOverlay;
  input: Schema;
  output: Schema;
  factsSchema: Schema;
  facts: Taking;
  carrying: Carrying;
  readBack: ReadBack;
  describe: (values: JsonObject) => string;
  undo: UndoParts;
};
export type UndoParts =
  | { kind: "irreversible"; because: string }
  | { kind: "held"; graceMs: number }
  | {
      kind: "reversible" | "compensable";
      withinMs: number;
      residue: string | null;
      factsSchema: Schema;
      facts: Taking;
      carrying: Carrying;
      readBack: ReadBack;
      describe: (values: JsonObject) => string;
    };

/** An action over a remote operation: an ordinary one, for the guard, the retry rule and the log. */
export function makeAction(parts: ActionParts): Action {
  const { name, overlay, input, output, factsSchema, facts, carrying, readBack, describe } = parts;
  const sources = (taking: Taking): Record<string, string> =>
    Object.fromEntries(Object.keys(taking.take).map((fact) => [fact, taking.reading.connection]));
  return defineAction({
    name,
    title: overlay.title,
    tier: overlay.tier,
    input,
    output,
    needs: overlay.needs,
    gives: Object.keys(overlay.gives),
    promises: overlay.promises,
    factsSchema,
    sources: sources(facts),
    touches: (args) => ({
      type: overlay.touches.type,
      // A case has one customer, so whose it is need not be said again.
      id: overlay.touches.id === customersOwn ? customersOwn : textAt(args, overlay.touches.id),
    }),
    counts: (args) =>
      Object.fromEntries(
        Object.entries(overlay.counts).map(([total, count]) => [
          total,
          typeof count === "number" ? count : wholeNumberAt(args, count),
        ]),
      ),
    readFacts: (context) => readFacts(facts, scopeOf(context), context.systems),
    describe: ({ args, facts: known }) => describe({ args, facts: known }),
    simulate: async () => ({ kind: "cannot-tell", detail: "The system does not tell beforehand what would change." }),
    execute: (context) =>
      carryOut(
        carrying,
        context.args,
        { ...scopeOf(context), facts: context.facts, key: context.key },
        context.systems,
      ),
    verify: (context) =>
      lookBack(readBack, { ...scopeOf(context), facts: context.facts, key: context.key }, context.systems),
    once: overlay.once,
    ...(overlay.keyLifetime === undefined ? {} : { keyLifetimeMs: overlay.keyLifetime }),
    ...(overlay.settle === undefined ? {} : { settleMs: overlay.settle }),
    ...(overlay.freshFor === undefined ? {} : { freshForMs: overlay.freshFor }),
    undo: undoOf(parts.undo, sources),
  });
}

function undoOf(
  undo: UndoParts,
  sources: (taking: Taking) => Record<string, string>,
): Parameters<typeof defineAction>[0]["undo"] {
  if (undo.kind === "irreversible" || undo.kind === "held") return undo;
  const { kind, withinMs, residue, factsSchema, facts, carrying, readBack, describe } = undo;
  const scope = (context: UndoContext): Scope => ({
    ...scopeOf(context),
    result: context.result,
    callKey: context.callKey,
  });
  return {
    kind,
    withinMs,
    ...(residue === null ? {} : { residue }),
    factsSchema,
    sources: sources(facts),
    readFacts: (context) => readFacts(facts, scope(context), context.systems),
    describe: ({ args, result, facts: known }) => describe({ args, result, facts: known }),
    execute: (context) =>
      carryOut(carrying, {}, { ...scope(context), facts: context.facts, key: context.key }, context.systems),
    verify: (context) =>
      lookBack(readBack, { ...scope(context), facts: context.facts, key: context.key }, context.systems),
  };
}

function scopeOf({ args, customer }: ToolContext & { args: JsonObject }): Scope {
  return { args, customer };
}

async function readFacts(taking: Taking, scope: Scope, systems: Systems): Promise<FactsOutcome> {
  const { reading, take } = taking;
  const read = await readRemote(reading, {}, scope, systems);
  if (read.kind !== "found") return read;
  const facts = taken(taking, read.answer);
  const missing = Object.keys(take).filter((name) => facts[name] === undefined);
  return missing.length === 0
    ? { kind: "read", facts }
    : { kind: "failed", code: "PUR-3003", detail: `The answer lacks ${missing.join(", ")}.` };
}

async function carryOut(
  { bound, refused, take }: Carrying,
  own: JsonObject,
  scope: Scope,
  systems: Systems,
): Promise<ActionOutcome> {
  const reply = await callRemote(bound, own, scope, systems);
  if (reply.kind !== "answered") return outcomeOfFailure(reply);
  if (refused?.truth(conditionValues(reply.body, scope)) === "true")
    return { kind: "refused", code: "PUR-3004", detail: `${bound.connection} says no.` };
  const given = takenFrom(reply.body, take, bound.output);
  const missing = [
    ...Object.keys(take).filter((name) => given[name] === undefined),
    ...declaredParts(bound).filter((name) => !isPartOf(reply.body, name)),
  ];
  // An answer of another shape says nothing of what was done: it is looked up.
  return missing.length === 0
    ? { kind: "done", result: nested(given) }
    : { kind: "unknown", code: "PUR-3003", detail: `The answer lacks ${missing.join(", ")}.` };
}

/** What the operation says that its answer always has; of an undo nothing else shows that it was understood. */
function declaredParts({ operation }: BoundOperation): readonly string[] {
  const declared = z.object({ required: z.array(z.string()) }).safeParse(operation.output);
  return declared.success ? declared.data.required : [];
}

function isPartOf(answer: Json, name: string): boolean {
  return typeof answer === "object" && answer !== null && Object.hasOwn(answer, name);
}

/** Only what provably was not sent, or was refused, is known not to have happened. */
function outcomeOfFailure(reply: Exclude<RemoteReply, { kind: "answered" }>): ActionOutcome {
  const { kind, detail } = reply;
  if (kind === "refused") return { kind: "refused", code: "PUR-3004", detail };
  const code = codeOfFailure(kind);
  if (kind === "changed") return { kind: "failed", code, retry: "never", detail };
  if (kind === "notSent") return { kind: "failed", code, retry: "safe", detail };
  return { kind: "unknown", code, detail };
}

async function lookBack(readBack: ReadBack, scope: Scope, systems: Systems): Promise<Finding> {
  if (readBack.kind === "key-safe") return { kind: "key-safe", detail: readBack.because };
  const { taking, done, notDone, doubled } = readBack;
  const read = await readRemote(taking.reading, {}, scope, systems);
  if (read.kind === "refused" && notDone === "not-found") return { kind: "not-done", detail: read.detail };
  if (read.kind !== "found") return { kind: "unknown", detail: read.detail };
  const values = conditionValues(read.answer, scope);
  const holds = (condition: Expression | null): boolean => condition?.truth(values) === "true";
  if (holds(doubled)) return { kind: "doubled", detail: "The system shows it more than once." };
  if (holds(done)) return { kind: "done", result: nested(taken(taking, read.answer)) };
  if (notDone !== "not-found" && holds(notDone))
    return { kind: "not-done", detail: "The system shows that it was not done." };
  return { kind: "unknown", detail: "What the system answers does not tell whether it was done." };
}
