import { policyToJson } from "@cedar-policy/cedar-wasm/nodejs";
import { unreachable } from "@purser/contract";
import { z } from "zod";
import { type Expression, readExpression } from "./expression.ts";

/** One policy as read from its text: what the checks and the answers need of it. */
export type ReadPolicy = {
  id: string;
  effect: "permit" | "forbid";
  reason: string | null;
  escalates: boolean;
  /** The actions that its scope names; null when it applies to all. */
  actions: readonly string[] | null;
  principal: EntityScope;
  resource: EntityScope;
  conditions: readonly { kind: "when" | "unless"; body: Expression }[];
  text: string;
  path: string;
  /** Where its text starts in the file. */
  index: number;
};

export type EntityName = { type: string; id: string };

/** Which principals or resources a policy applies to. No entity has a parent here, so `in` is the same as `==`. */
export type EntityScope = { kind: "all" } | { kind: "one"; entity: EntityName } | { kind: "type"; type: string };

const plainUidSchema = z.object({ type: z.string(), id: z.string() });
const uidSchema = z.union([
  plainUidSchema,
  z.object({ __entity: plainUidSchema }).transform((escaped) => escaped.__entity),
]);
const scopeSchema = z.discriminatedUnion("op", [
  z.object({ op: z.literal("All") }),
  z.object({ op: z.enum(["==", "in"]), entity: uidSchema }),
  z.object({ op: z.literal("is"), entity_type: z.string(), in: z.object({ entity: uidSchema }).optional() }),
]);
const policyJsonSchema = z.object({
  effect: z.enum(["permit", "forbid"]),
  principal: scopeSchema,
  resource: scopeSchema,
  action: z.object({
    op: z.enum(["All", "==", "in"]),
    entity: uidSchema.optional(),
    entities: z.array(uidSchema).optional(),
  }),
  conditions: z.array(z.object({ kind: z.enum(["when", "unless"]), body: z.unknown() })),
  annotations: z.record(z.string(), z.string().nullable()).default({}),
});
type PolicyJson = z.infer<typeof policyJsonSchema>;
const annotationNames = ["id", "reason", "escalate"];

/** Reads one policy, or says what is wrong with its form. */
export function readPolicy(
  place: Pick<ReadPolicy, "text" | "path" | "index">,
): { kind: "read"; policy: ReadPolicy } | { kind: "wrong"; message: string } {
  const answer = policyToJson(place.text);
  if (answer.type !== "success")
    return { kind: "wrong", message: answer.errors.map((error) => error.message).join("; ") };
  const json = policyJsonSchema.parse(answer.json);
  const message = wrongAnnotation(json);
  if (message !== null) return { kind: "wrong", message };
  const policy: ReadPolicy = {
    ...place,
    id: json.annotations["id"] ?? "",
    effect: json.effect,
    reason: json.annotations["reason"] ?? null,
    escalates: Object.hasOwn(json.annotations, "escalate"),
    actions: actionsOf(json),
    principal: scopeOf(json.principal),
    resource: scopeOf(json.resource),
    conditions: json.conditions.map(({ kind, body }) => ({ kind, body: readExpression(body) })),
  };
  return { kind: "read", policy };
}

function wrongAnnotation({ annotations, effect }: PolicyJson): string | null {
  if (!annotations["id"]) return 'A policy needs a name: write @id("…") before it.';
  const unknown = Object.keys(annotations).find((name) => !annotationNames.includes(name));
  if (unknown !== undefined) return `There is no annotation @${unknown}; there are @id, @reason and @escalate.`;
  if (annotations["reason"] === null || annotations["reason"]?.trim() === "")
    return 'A @reason needs its sentence: write @reason("…").';
  if (effect === "permit" && Object.hasOwn(annotations, "escalate"))
    return "Only a forbid can escalate; take @escalate from this permit.";
  return null;
}

function actionsOf({ action }: PolicyJson): readonly string[] | null {
  if (action.op === "All") return null;
  const named = action.entities ?? [];
  return [...named, ...(action.entity === undefined ? [] : [action.entity])].map((uid) => uid.id);
}

function scopeOf(scope: z.infer<typeof scopeSchema>): EntityScope {
  switch (scope.op) {
    case "All":
      return { kind: "all" };
    case "==":
    case "in":
      return { kind: "one", entity: scope.entity };
    case "is":
      return scope.in === undefined
        ? { kind: "type", type: scope.entity_type }
        : { kind: "one", entity: scope.in.entity };
    default:
      return unreachable(scope);
  }
}
