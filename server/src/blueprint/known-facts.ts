import type { Tool } from "@purser/kit";
import { z } from "zod";
import type { FactType } from "./expression.ts";
import type { ProcedureHeader } from "./procedure.ts";

/**
 * The facts that a procedure can come by, with their types: what its tools give, what its `needs` fill in, and what a
 * yes to a condition makes true. What is read out of messages is not declared anywhere, so `message.` is left open.
 */
export function knownFacts(header: ProcedureHeader, tools: readonly Tool[]): ReadonlyMap<string, FactType> {
  const facts = new Map<string, FactType>();
  for (const tool of tools)
    for (const [path, type] of factsGivenBy(tool))
      facts.set(path, facts.has(path) && facts.get(path) !== type ? "dyn" : type);
  for (const path of Object.keys(header.needs)) facts.set(path, "dyn");
  if (header.guide !== undefined) facts.set(header.guide.gives, "bool");
  for (const { accept } of Object.values(header.before).flat()) if (accept !== undefined) facts.set(accept, "bool");
  return facts;
}

/** Whether this path is a fact, or a group of facts, or read out of messages. */
export function isKnownFact(path: string, facts: ReadonlyMap<string, FactType>): boolean {
  return path.startsWith(`${openRoot}.`) || facts.has(path);
}

/** Whether this path is a fact, a group of facts, or a part of one. */
export function isGivenFact(path: string, facts: ReadonlyMap<string, FactType>): boolean {
  if (isKnownFact(path, facts) || path === openRoot) return true;
  return [...facts.keys()].some((fact) => fact.startsWith(`${path}.`) || path.startsWith(`${fact}.`));
}

export const openRoot = "message";

const givenByTool = new WeakMap<Tool, ReadonlyMap<string, FactType>>();

/** Read once of each tool: most are used by many procedures. */
function factsGivenBy(tool: Tool): ReadonlyMap<string, FactType> {
  const known = givenByTool.get(tool);
  if (known !== undefined) return known;
  const schema = tool.gives.length === 0 ? null : z.toJSONSchema(tool.output, { unrepresentable: "any" });
  const given = new Map(tool.gives.map((path) => [path, typeAt(schema, path.split("."))]));
  givenByTool.set(tool, given);
  return given;
}

/** Of a node of a JSON schema only what is looked at: reading all that lies below it at each step takes its square. */
const nodeSchema = z.object({
  type: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** Anything but a plain text, whole number or yes-no is left to the moment when the value is there. */
function typeAt(schema: unknown, path: readonly string[]): FactType {
  const node = nodeSchema.safeParse(schema);
  if (!node.success) return "dyn";
  const [head, ...rest] = path;
  const { type, properties = {} } = node.data;
  if (head === undefined) return typeof type === "string" ? (typeNames[type] ?? "dyn") : "dyn";
  return typeAt(properties[head], rest);
}

const typeNames: Readonly<Record<string, FactType>> = { string: "string", integer: "int", boolean: "bool" };
