import { type Json, jsonObjectSchema } from "@purser/contract";
import type { Action } from "@purser/kit";
import { z } from "zod";
import { countedBy } from "../claims.ts";
import { isCatastrophic } from "../patterns/catastrophic-pattern.ts";
import type { PlacedTool } from "../load-tools.ts";
import { readPattern, sampleOf } from "../patterns/pattern-tree.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { PlaceOf } from "../reading/read-yaml.ts";
import type { Settings } from "../settings/settings.ts";

/** What is wrong in `blueprint.yaml` beyond its form. `tools` is null when they could not be loaded. */
export function checkSettings(
  { value, placeOf }: { value: Settings; placeOf: PlaceOf },
  tools: readonly PlacedTool[] | null,
): readonly BlueprintProblem[] {
  const problemAt = (
    code: BlueprintProblem["code"],
    key: readonly PropertyKey[],
    message: string,
  ): BlueprintProblem => ({
    code,
    path: "blueprint.yaml",
    ...placeOf(key),
    message: `${key.map(String).join(".")}: ${message}`,
  });
  const slots = Object.entries(value.slots).flatMap(([name, patterns]) =>
    patterns.flatMap(({ pattern, flags }, index) =>
      isCatastrophic(pattern, flags)
        ? [problemAt("PUR-2122", ["slots", name, index, "pattern"], "on some message this would not come to an end.")]
        : [],
    ),
  );
  const counted = tools === null ? null : countedUnits(tools);
  const totals = Object.entries(value.totals).flatMap(([name, { of }]) =>
    counted === null || counted.has(of)
      ? []
      : [problemAt("PUR-2107", ["totals", name, "of"], `no action counts ${of}; ${theCounted(counted)}`)],
  );
  const frustration = value.handoff.frustration.patterns.flatMap((pattern, index) =>
    isCatastrophic(pattern, "i")
      ? [
          problemAt(
            "PUR-2122",
            ["handoff", "frustration", "patterns", index],
            "on some message this would not come to an end.",
          ),
        ]
      : [],
  );
  const moderated = (["in", "out"] as const).flatMap((direction) =>
    value.moderation[direction].flatMap(({ pattern }, index) =>
      isCatastrophic(pattern, "iu")
        ? [
            problemAt(
              "PUR-2122",
              ["moderation", direction, index, "pattern"],
              "on some message this would not come to an end.",
            ),
          ]
        : [],
    ),
  );
  const limits = Object.keys(value.handoff.limits).flatMap((unit) =>
    counted === null || counted.has(unit)
      ? []
      : [problemAt("PUR-2107", ["handoff", "limits", unit], `no action counts it; ${theCounted(counted)}`)],
  );
  return [...slots, ...totals, ...frustration, ...moderated, ...limits];
}

function theCounted(units: ReadonlySet<string>): string {
  return `those that are counted: ${[...units].join(", ")}.`;
}

/** What the actions count, by asking each with made-up arguments; null when one cannot be asked so. */
function countedUnits(tools: readonly PlacedTool[]): ReadonlySet<string> | null {
  const units = new Set<string>();
  for (const { tool } of tools) {
    if (tool.kind !== "action") continue;
    const named = unitsOf(tool);
    if (named === null) return null;
    for (const unit of named) units.add(unit);
  }
  return units;
}

function unitsOf(action: Action): readonly string[] | null {
  const parsed = jsonObjectSchema.safeParse(
    sampleValue(z.toJSONSchema(action.input, { io: "input", unrepresentable: "any" })),
  );
  if (!parsed.success || !z.safeParse(action.input, parsed.data).success) return null;
  const counted = countedBy(action, parsed.data);
  return counted.kind === "impossible" ? null : Object.keys(counted.value);
}

const nodeSchema = z.object({
  type: z.string().optional(),
  const: z.json().optional(),
  enum: z.array(z.json()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  minLength: z.int().default(1),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** A value of a JSON schema, as a rule; whether it is one its own schema says. */
function sampleValue(schema: unknown): Json {
  const parsed = nodeSchema.safeParse(schema);
  if (!parsed.success) return null;
  const node = parsed.data;
  if (node.const !== undefined) return node.const;
  if (node.enum?.[0] !== undefined) return node.enum[0];
  if (node.anyOf !== undefined) return sampleValue(node.anyOf[0]);
  switch (node.type) {
    case "string":
      return node.pattern === undefined ? "a".repeat(Math.max(1, node.minLength)) : sampleOf(readPattern(node.pattern));
    case "integer":
    case "number":
      return Math.max(node.minimum ?? 1, (node.exclusiveMinimum ?? 0) + 1);
    case "boolean":
      return true;
    case "array":
      return [];
    case "object":
      return Object.fromEntries(node.required.map((name) => [name, sampleValue(node.properties[name])]));
    case undefined:
    default:
      return null;
  }
}
