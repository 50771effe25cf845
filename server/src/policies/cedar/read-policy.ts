import { policyToJson } from "@cedar-policy/cedar-wasm/nodejs";
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
  conditions: readonly { kind: "when" | "unless"; body: Expression }[];
  text: string;
  path: string;
  /** Where its text starts in the file. */
  index: number;
};

const plainUidSchema = z.object({ type: z.string(), id: z.string() });
const uidSchema = z.union([
  plainUidSchema,
  z.object({ __entity: plainUidSchema }).transform((escaped) => escaped.__entity),
]);
const policyJsonSchema = z.object({
  effect: z.enum(["permit", "forbid"]),
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
