import type { ErrorCode } from "@purser/contract";
import { type ActionTier, type Once, type Tool, type Undo, isUndoable } from "@purser/kit";
import { z } from "zod";

/** What is wrong with a tool's declaration, and a text that stands where it is written. */
export type ToolProblem = { code: ErrorCode; message: string; near: string };

/**
 * What is wrong with a tool that types would have told: a blueprint's files are run without being checked for types, and a tool need
 * not be made by `defineAction`.
 */
export function toolProblems(tool: Tool): readonly ToolProblem[] {
  const missing = missingIn(tool).map((part): ToolProblem => {
    return { code: "PUR-2105", message: `${tool.name} ${part}.`, near: tool.name };
  });
  const ofOtherForm = formProblems(tool);
  // What the rest looks at is not there.
  if (missing.length + ofOtherForm.length > 0) return [...missing, ...ofOtherForm];
  return [
    ...givenByNothing(tool),
    ...needsOfNoArgument(tool),
    ...(tool.kind === "action"
      ? [...outOfTheContract(tool), ...wrongTimes(tool), ...factProblems(tool), ...emptyPromises(tool)]
      : []),
  ];
}

/** What a tool lacks that was not made by `defineAction` or `defineLookup`, or that no function can show. */
function missingIn(tool: Tool): readonly string[] {
  const required =
    tool.kind === "lookup"
      ? (["title", "input", "output", "gives", "run"] as const)
      : ([
          "title",
          "input",
          "output",
          "needs",
          "gives",
          "sources",
          "tier",
          "factsSchema",
          "readFacts",
          "describe",
          "simulate",
          "execute",
          "verify",
          "undo",
        ] as const);
  const parts: Readonly<Record<string, unknown>> = { ...tool };
  const missing = required.filter((name) => parts[name] === undefined).map((name) => `declares no ${name}`);
  const isKeyEndless = tool.kind === "action" && tool.once === "key" && tool.keyLifetimeMs === null;
  return isKeyEndless ? [...missing, "is repeated by key and declares no keyLifetimeMs"] : missing;
}

const textsSchema = z.array(z.string());
const textByNameSchema = z.record(z.string(), z.string());

/** Parts that are something else than what is read of them. */
function formProblems(tool: Tool): readonly ToolProblem[] {
  const wrong = (field: string, what: string): ToolProblem => {
    return { code: "PUR-2103", message: `${tool.name}: ${field} is ${what}.`, near: field };
  };
  const texts: readonly (readonly [string, unknown])[] = [
    ["needs", tool.needs],
    ...(tool.kind === "action" ? [["sources", tool.sources] as const] : []),
  ];
  return [
    ...(textsSchema.safeParse(tool.gives).success ? [] : [wrong("gives", 'a list of paths, such as ["order.id"]')]),
    ...texts.flatMap(([field, value]) =>
      textByNameSchema.safeParse(value).success ? [] : [wrong(field, "an object with a text for each name")],
    ),
    ...(isObjectSchema(tool.input) ? [] : [wrong("input", "a schema of an object, such as z.strictObject({})")]),
    ...(isObjectSchema(tool.output) ? [] : [wrong("output", "a schema of an object, such as z.object({})")]),
  ];
}

function isObjectSchema(schema: z.core.$ZodType): boolean {
  const parsed = nodeSchema.safeParse(jsonSchemaOf(schema, "output"));
  return parsed.success && (parsed.data.type === "object" || parsed.data.type === undefined);
}

/** Each fact has a source, and each source a fact. */
function factProblems({ name, factsSchema, sources }: Extract<Tool, { kind: "action" }>): readonly ToolProblem[] {
  const facts = fieldsOf(jsonSchemaOf(factsSchema, "output"));
  const unsourced = facts.filter((fact) => !Object.hasOwn(sources, fact));
  const ofNothing = Object.keys(sources).filter((fact) => facts.length > 0 && !facts.includes(fact));
  return [
    ...unsourced.map((fact): ToolProblem => {
      return { code: "PUR-2105", message: `${name} declares no source of its fact ${fact}.`, near: "sources" };
    }),
    ...ofNothing.map((fact): ToolProblem => {
      const message = `${name} names a source of ${fact}, and its facts are ${listed(facts)}.`;
      return { code: "PUR-2107", message, near: `${fact}:` };
    }),
  ];
}

/** A promise of a fact that the action does not give is never kept. */
function emptyPromises({ name, promises, gives }: Extract<Tool, { kind: "action" }>): readonly ToolProblem[] {
  return Object.keys(promises)
    .filter((path) => !gives.includes(path))
    .map((path) => ({
      code: "PUR-2107",
      message: `${name} promises ${path}, and does not give it; it gives ${listed(gives)}.`,
      near: `"${path}"`,
    }));
}

const tiers = ["draft", "execute", "coordinate"] as const satisfies readonly ActionTier[];
const onces = ["key", "natural", "none"] as const satisfies readonly Once[];
const undoKinds = ["irreversible", "held", "reversible", "compensable"] as const satisfies readonly Undo["kind"][];

/** Words that no contract of an action knows. */
function outOfTheContract({ name, tier, once, undo }: Extract<Tool, { kind: "action" }>): readonly ToolProblem[] {
  const declared = [
    { field: "tier", value: tier, known: tiers },
    { field: "once", value: once, known: onces },
    { field: "undo.kind", value: undo.kind, known: undoKinds },
  ];
  return declared.flatMap(({ field, value, known }) =>
    known.some((each) => each === value)
      ? []
      : [
          {
            code: "PUR-2103",
            message: `${name}: ${field} is ${JSON.stringify(value)}, and can be ${known.map((each) => `"${each}"`).join(", ")}.`,
            near: `${field.replace("undo.", "")}: "${String(value)}"`,
          },
        ],
  );
}

/** Times that are no numbers of milliseconds: "2 days" would never pass. */
function wrongTimes({ name, undo, ...action }: Extract<Tool, { kind: "action" }>): readonly ToolProblem[] {
  const times: readonly (readonly [string, unknown])[] = [
    ["keyLifetimeMs", action.keyLifetimeMs ?? 1],
    ["settleMs", action.settleMs],
    ["freshForMs", action.freshForMs],
    ...(isUndoable(undo) ? [["withinMs", undo.withinMs] as const] : []),
    ...(undo.kind === "held" ? [["graceMs", undo.graceMs] as const] : []),
  ];
  return times.flatMap(([field, value]) =>
    typeof value === "number" && value >= 0
      ? []
      : [
          {
            code: "PUR-2103",
            message: `${name}: ${field} is ${JSON.stringify(value) ?? "missing"}, and is a number of milliseconds, such as days(2).`,
            near: field,
          },
        ],
  );
}

function givenByNothing(tool: Tool): readonly ToolProblem[] {
  const schema = jsonSchemaOf(tool.output, "output");
  return tool.gives
    .filter((path) => !hasPath(schema, path.split(".")))
    .map((path) => ({
      code: "PUR-2107",
      message: `${tool.name} gives ${path}, and its output has no such field; it has ${listed(pathsOf(schema))}.`,
      near: `"${path}"`,
    }));
}

function needsOfNoArgument(tool: Tool): readonly ToolProblem[] {
  const schema = jsonSchemaOf(tool.input, "input");
  return Object.keys(tool.needs)
    .filter((argument) => !hasPath(schema, [argument]))
    .map((argument) => ({
      code: "PUR-2107",
      message: `${tool.name} needs ${argument}, and its input has no such argument; it has ${listed(fieldsOf(schema))}.`,
      near: `${argument}:`,
    }));
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

/** Of a node of a JSON schema only what is looked at. */
const nodeSchema = z.object({
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  type: z.unknown().optional(),
});

function jsonSchemaOf(schema: z.core.$ZodType, io: "input" | "output"): unknown {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" });
}

/** Whether a value of the schema may have something at the path; what says nothing of itself may have anything. */
function hasPath(schema: unknown, path: readonly string[]): boolean {
  const [head, ...rest] = path;
  const node = nodeSchema.safeParse(schema);
  if (head === undefined || !node.success) return true;
  const { properties, additionalProperties, type, anyOf = [], oneOf = [], allOf = [] } = node.data;
  const ways = [...anyOf, ...oneOf, ...allOf];
  if (ways.length > 0) return ways.some((way) => hasPath(way, path));
  if (properties?.[head] !== undefined) return hasPath(properties[head], rest);
  if (typeof additionalProperties === "object") return hasPath(additionalProperties, rest);
  return type === undefined && properties === undefined;
}

function fieldsOf(schema: unknown): readonly string[] {
  const node = nodeSchema.safeParse(schema);
  if (!node.success) return [];
  const { properties = {}, anyOf = [], oneOf = [], allOf = [] } = node.data;
  return [...new Set([...Object.keys(properties), ...[...anyOf, ...oneOf, ...allOf].flatMap(fieldsOf)])];
}

/** The paths to all that groups nothing. */
function pathsOf(schema: unknown): readonly string[] {
  const node = nodeSchema.safeParse(schema);
  if (!node.success) return [];
  const { properties = {}, anyOf = [], oneOf = [], allOf = [] } = node.data;
  const own = Object.entries(properties).flatMap(([name, below]) => {
    const paths = pathsOf(below);
    return paths.length === 0 ? [name] : paths.map((path) => `${name}.${path}`);
  });
  return [...new Set([...own, ...[...anyOf, ...oneOf, ...allOf].flatMap(pathsOf)])];
}
