import type { SchemaJson, Type, TypeOfAttribute } from "@cedar-policy/cedar-wasm/nodejs";
import { unreachable } from "@purser/contract";
import { type PolicyProblem, type PolicyVocabulary, type Tool, isUndoable, undoNameOf } from "@purser/kit";
import { emptyRecord, type Field, type RecordShape, type Shape, shapeOfSchema } from "./shape.ts";

/** The types of the two ends of every question. */
export const agentType = "Agent";
export const recordType = "Record";

/** What a question about one action looks like. */
export type ActionShape = { args: RecordShape; facts: RecordShape };
export type CedarVocabulary = {
  schema: SchemaJson<string>;
  actions: ReadonlyMap<string, ActionShape>;
  totals: readonly string[];
};

const assuranceShape: RecordShape = {
  kind: "record",
  fields: new Map([
    ["identity", { shape: { kind: "long" }, isOptional: false }],
    ["confirmed", { shape: { kind: "boolean" }, isOptional: false }],
    ["approved", { shape: { kind: "boolean" }, isOptional: false }],
    ["approverRole", { shape: { kind: "long" }, isOptional: false }],
    ["approvals", { shape: { kind: "long" }, isOptional: false }],
  ]),
};

/** The Cedar schema of the tools, and what in the tools has no place in it. */
export function readVocabulary({ tools, totals }: PolicyVocabulary): {
  vocabulary: CedarVocabulary;
  problems: readonly PolicyProblem[];
} {
  const actions = new Map<string, ActionShape>();
  const problems: PolicyProblem[] = [];
  for (const { name, shape, hiddenFacts } of tools.flatMap(actionsOfTool)) {
    if (actions.has(name))
      problems.push(toolProblem("PUR-2106", `Two tools give the action ${name}; rename one of them.`));
    for (const fact of hiddenFacts) {
      problems.push(
        toolProblem(
          "PUR-2109",
          `The fact ${fact} of ${name} has no form in a policy: use a text, a whole number, a boolean, an array or an object of these.`,
        ),
      );
    }
    actions.set(name, shape);
  }
  const totalNames = [...new Set(totals)].sort();
  return { vocabulary: { schema: schemaOf(actions, totalNames), actions, totals: totalNames }, problems };
}

type ToolAction = { name: string; shape: ActionShape; hiddenFacts: readonly string[] };

/** A tool's own action, and the one that takes it back where that can be done. */
function actionsOfTool(tool: Tool): readonly ToolAction[] {
  const args = shapeOfSchema(tool.input).shape;
  if (tool.kind === "lookup") return [{ name: tool.name, shape: { args, facts: emptyRecord }, hiddenFacts: [] }];
  const facts = shapeOfSchema(tool.factsSchema);
  const own = { name: tool.name, shape: { args, facts: facts.shape }, hiddenFacts: facts.hidden };
  if (!isUndoable(tool.undo)) return [own];
  const undoFacts = shapeOfSchema(tool.undo.factsSchema);
  return [own, { name: undoNameOf(tool.name), shape: { args, facts: undoFacts.shape }, hiddenFacts: undoFacts.hidden }];
}

function toolProblem(code: "PUR-2106" | "PUR-2109", message: string): PolicyProblem {
  return { code, path: "tools", line: 1, column: 1, message };
}

/** The schema of some of the actions. */
export function schemaOf(actions: ReadonlyMap<string, ActionShape>, totals: readonly string[]): SchemaJson<string> {
  const appliesTo = (shape: ActionShape) => ({
    principalTypes: [agentType],
    resourceTypes: [recordType],
    context: cedarType(contextShape(shape, totals)),
  });
  return {
    "": {
      entityTypes: { [agentType]: {}, [recordType]: {} },
      actions: Object.fromEntries([...actions].map(([name, shape]) => [name, { appliesTo: appliesTo(shape) }])),
    },
  };
}

/** What `context` looks like in a question about an action. */
export function contextShape({ args, facts }: ActionShape, totals: readonly string[]): RecordShape {
  const totalsShape: RecordShape = {
    kind: "record",
    fields: new Map(totals.map((name) => [name, { shape: { kind: "long" }, isOptional: false }])),
  };
  return recordOf({ args, facts, totals: totalsShape, assurance: assuranceShape });
}

function recordOf(parts: Readonly<Record<string, Shape>>): RecordShape {
  return {
    kind: "record",
    fields: new Map(Object.entries(parts).map(([name, shape]) => [name, { shape, isOptional: false }])),
  };
}

function cedarType(shape: Shape): Type<string> {
  switch (shape.kind) {
    case "string":
      return { type: "String" };
    case "long":
      return { type: "Long" };
    case "boolean":
      return { type: "Boolean" };
    case "set":
      return { type: "Set", element: cedarType(shape.element) };
    case "record": {
      const attribute = ([name, field]: [string, Field]): [string, TypeOfAttribute<string>] => [
        name,
        { ...cedarType(field.shape), required: !field.isOptional },
      ];
      return { type: "Record", attributes: Object.fromEntries([...shape.fields].map(attribute)) };
    }
    default:
      return unreachable(shape);
  }
}
