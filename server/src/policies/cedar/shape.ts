import { z } from "zod";

/** The form of a value as policies see it. */
export type Shape =
  /** `values`: all that it may be, where the schema lists them; Cedar does not know them. */
  | { kind: "string"; values?: readonly string[] }
  /** Bounds that the schema names, included; Cedar does not know them. */
  | { kind: "long"; minimum?: number; maximum?: number }
  | { kind: "boolean" }
  | { kind: "set"; element: Shape }
  | { kind: "record"; fields: ReadonlyMap<string, Field> };
/** A field that may be absent; null counts as absent, since Cedar has no null. */
export type Field = { shape: Shape; isOptional: boolean };
export type RecordShape = Extract<Shape, { kind: "record" }>;

/** The shape of a tool's schema. `hidden` names, as paths, what has no form in Cedar and so cannot be seen by policies. */
export type SchemaReading = { shape: RecordShape; hidden: readonly string[] };

const nodeSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
});
type Node = z.infer<typeof nodeSchema>;
/** Null stands for a value that Cedar has no form for. */
type NodeReading = { shape: Shape | null; isNullable: boolean; hidden: readonly string[] };

export const emptyRecord: RecordShape = { kind: "record", fields: new Map() };

/**
 * Reads the shape of a tool's arguments or facts: texts, enums and dates as strings, integers as longs, booleans, arrays
 * as sets, objects as records. Floats, unions of several types, tuples and open records have no shape.
 */
export function shapeOfSchema(schema: z.core.$ZodType): SchemaReading {
  const { shape, hidden } = readNode(z.toJSONSchema(schema, { unrepresentable: "any" }), "");
  return shape?.kind === "record" ? { shape, hidden } : { shape: emptyRecord, hidden: ["(all of it)"] };
}

function readNode(json: unknown, path: string): NodeReading {
  const parsed = nodeSchema.safeParse(json);
  if (!parsed.success) return hiddenAt(path);
  const readings = alternativesOf(parsed.data).map((alternative) => readAlternative(alternative, path));
  const isNullable = readings.includes("null");
  const shapes = readings.filter((reading) => reading !== "null");
  const [first] = shapes;
  if (first === undefined || first.shape === null) return hiddenAt(path);
  if (shapes.length === 1) return { ...first, isNullable };
  const shape = oneScalarOf(shapes.map((reading) => reading.shape));
  return shape === null ? hiddenAt(path) : { shape, isNullable, hidden: [] };
}

/** The one shape that takes in all these scalars of one kind; null for anything else. */
function oneScalarOf(shapes: readonly (Shape | null)[]): Shape | null {
  const strings = shapes.filter((shape) => shape?.kind === "string");
  const longs = shapes.filter((shape) => shape?.kind === "long");
  if (strings.length === shapes.length) {
    return strings.every(({ values }) => values !== undefined)
      ? { kind: "string", values: strings.flatMap(({ values = [] }) => values) }
      : { kind: "string" };
  }
  if (longs.length === shapes.length) {
    const [minimum, maximum] = [
      longs.map((shape) => shape.minimum ?? -Infinity),
      longs.map((shape) => shape.maximum ?? Infinity),
    ];
    return longBetween(Math.min(...minimum), Math.max(...maximum));
  }
  return shapes.every((shape) => shape?.kind === "boolean") ? { kind: "boolean" } : null;
}

function longBetween(minimum: number, maximum: number): Shape {
  return {
    kind: "long",
    ...(Number.isSafeInteger(minimum) ? { minimum } : {}),
    ...(Number.isSafeInteger(maximum) ? { maximum } : {}),
  };
}

function alternativesOf(node: Node): readonly unknown[] {
  if (node.anyOf !== undefined) return node.anyOf;
  const values = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (values !== undefined) return values.map((value) => ({ const: value }));
  return Array.isArray(node.type) ? node.type.map((type) => ({ ...node, type })) : [node];
}

function readAlternative(json: unknown, path: string): NodeReading | "null" {
  const parsed = nodeSchema.safeParse(json);
  if (!parsed.success) return hiddenAt(path);
  const node = parsed.data;
  if (node.anyOf !== undefined || node.enum !== undefined) return readNode(node, path);
  if (node.const !== undefined) return node.const === null ? "null" : scalar(constantShape(node.const), path);
  switch (node.type) {
    case "null":
      return "null";
    case "string":
      return scalar({ kind: "string" }, path);
    case "integer":
      return scalar(integerShape(node), path);
    case "boolean":
      return scalar({ kind: "boolean" }, path);
    case "array":
      return readArray(node, path);
    case "object":
      return readObject(node, path);
    case undefined:
    default:
      return hiddenAt(path);
  }
}

function constantShape(value: unknown): Shape | null {
  if (typeof value === "string") return { kind: "string", values: [value] };
  if (typeof value === "boolean") return { kind: "boolean" };
  return typeof value === "number" && Number.isSafeInteger(value) ? longBetween(value, value) : null;
}

function integerShape({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Node): Shape {
  const least = [minimum ?? -Infinity, Math.floor(exclusiveMinimum ?? -Infinity) + 1];
  const most = [maximum ?? Infinity, Math.ceil(exclusiveMaximum ?? Infinity) - 1];
  return longBetween(Math.ceil(Math.max(...least)), Math.floor(Math.min(...most)));
}

function scalar(shape: Shape | null, path: string): NodeReading {
  return shape === null ? hiddenAt(path) : { shape, isNullable: false, hidden: [] };
}

function readArray(node: Node, path: string): NodeReading {
  if (node.prefixItems !== undefined) return hiddenAt(path);
  const { shape, isNullable, hidden } = readNode(node.items, `${path}[]`);
  return shape === null || isNullable
    ? hiddenAt(path)
    : { shape: { kind: "set", element: shape }, isNullable: false, hidden };
}

function readObject(node: Node, path: string): NodeReading {
  if (node.properties === undefined) return hiddenAt(path);
  const fields = new Map<string, Field>();
  const hidden: string[] = [];
  for (const [name, property] of Object.entries(node.properties)) {
    const fieldPath = path === "" ? name : `${path}.${name}`;
    // `__entity` and `__extn` are Cedar's own in its JSON, so no name of ours may look like them.
    const reading = name.startsWith("__") ? hiddenAt(fieldPath) : readNode(property, fieldPath);
    hidden.push(...reading.hidden);
    if (reading.shape !== null)
      fields.set(name, { shape: reading.shape, isOptional: reading.isNullable || !node.required.includes(name) });
  }
  return { shape: { kind: "record", fields }, isNullable: false, hidden };
}

function hiddenAt(path: string): NodeReading {
  return { shape: null, isNullable: false, hidden: [path] };
}
