import type { Tool } from "@purser/kit";
import { z } from "zod";
import type { FactType } from "./expression.ts";
import type { ProcedureHeader } from "./procedure.ts";
import type { Settings } from "./settings/settings.ts";

/** What comes into a case from outside of its procedure: out of messages by the blueprint's slots, and with what a trigger reports. */
export type FactsFromOutside = { slots: Settings["slots"]; given: readonly string[] };

/**
 * The facts that a procedure can come by, with their types: what its tools give, what its `needs` fill in, what a yes to a condition
 * makes true, and what comes from outside; where that is not known, since it has mistakes, `message.` is left open.
 */
export function knownFacts(
  header: ProcedureHeader,
  tools: readonly Tool[],
  outside: FactsFromOutside | null,
): ReadonlyMap<string, FactType> {
  const facts = new Map<string, FactType>();
  for (const path of outside === null ? [openRoot] : pathsFromOutside(outside)) facts.set(path, "dyn");
  for (const tool of tools)
    for (const [path, type] of factsGivenBy(tool))
      facts.set(path, facts.has(path) && facts.get(path) !== type ? "dyn" : type);
  for (const path of Object.keys(header.needs)) facts.set(path, "dyn");
  for (const action of Object.keys(header.renew)) facts.set(`refused.${action}`, "bool");
  if (header.guide !== undefined) facts.set(header.guide.gives, "bool");
  for (const { accept } of Object.values(header.before).flat()) if (accept !== undefined) facts.set(accept, "bool");
  return facts;
}

/** Whether this path is a fact, or read out of messages where it is not known what is. */
export function isKnownFact(path: string, facts: ReadonlyMap<string, FactType>): boolean {
  return facts.has(path) || (facts.has(openRoot) && path.startsWith(`${openRoot}.`));
}

/** Whether this path is a fact, a group of facts, or a part of one. */
export function isGivenFact(path: string, facts: ReadonlyMap<string, FactType>): boolean {
  if (isKnownFact(path, facts)) return true;
  return [...facts.keys()].some((fact) => fact.startsWith(`${path}.`) || path.startsWith(`${fact}.`));
}

/** That nothing gives a fact, as an author reads it. */
export function whyNotGiven(path: string): string {
  return path.startsWith(`${openRoot}.`)
    ? `Nothing gives ${path}: blueprint.yaml has no slot ${path.slice(openRoot.length + 1)}, and the host reads no such thing out of messages.`
    : `Nothing gives ${path}: no tool of this procedure, no need and no message.`;
}

export const openRoot = "message";

/** What the host itself reads out of messages, and keeps of them. */
const ofTheHost = [
  "text",
  "email",
  "amountMinor",
  "date",
  "wishBy",
  "line1",
  "city",
  "region",
  "postcode",
  "country",
  "except",
];

function pathsFromOutside({ slots, given }: FactsFromOutside): readonly string[] {
  return [...[...ofTheHost, ...Object.keys(slots)].map(messagePath), ...given];
}

/** The fact that a slot gives. */
export function messagePath(slot: string): string {
  return `${openRoot}.${slot}`;
}

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
