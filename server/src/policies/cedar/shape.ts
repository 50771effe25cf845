import { z } from "zod";

/** The form of a value as policies see it. */
export type Shape =
  | { kind: "string" }
  | { kind: "long" }
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
});
type Node = z.infer<typeof nodeSchema>;
/** Null stands for a value that Cedar has no form for. */
type NodeReading = { shape: Shape | null; isNullable: boolean; hidden: readonly string[] };

export const emptyRecord: RecordShape = { kind: "record", fields: new Map() };

/**
 * Reads the shape of a tool's arguments or facts: texts, enums and dates as strings, integers as longs, booleans, arrays
 * as sets, objects as records. Floats, unions of several types, tuples and open records have no shape.
 */
export function shapeOfSchema(schema: z.ZodType): SchemaReading {
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
  const isOneScalar =
    shapes.every(({ shape }) => shape?.kind === first.shape?.kind) &&
    first.shape.kind !== "record" &&
    first.shape.kind !== "set";
  return shapes.length === 1 || isOneScalar ? { ...first, isNullable } : hiddenAt(path);
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
  if (node.const !== undefined) return node.const === null ? "null" : scalar(scalarKindOf(node.const), path);
  switch (node.type) {
    case "null":
      return "null";
    case "string":
      return scalar("string", path);
    case "integer":
      return scalar("long", path);
    case "boolean":
      return scalar("boolean", path);
    case "array":
      return readArray(node, path);
    case "object":
      return readObject(node, path);
    case undefined:
    default:
      return hiddenAt(path);
  }
}

function scalarKindOf(value: unknown): "string" | "long" | "boolean" | null {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  return Number.isSafeInteger(value) ? "long" : null;
}

function scalar(kind: "string" | "long" | "boolean" | null, path: string): NodeReading {
  return kind === null ? hiddenAt(path) : { shape: { kind }, isNullable: false, hidden: [] };
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
