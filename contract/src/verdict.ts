import { z } from "zod";
import { identityLevelSchema, teammateRoleSchema } from "./identity.ts";
import { jsonObjectSchema } from "./json.ts";

/** A policy that took part in a decision: its `@id`, and its `@reason` where it has one. */
export const policyReferenceSchema = z.strictObject({
  id: z.string(),
  effect: z.enum(["permit", "forbid"]),
  reason: z.string().nullable(),
});
export type PolicyReference = z.infer<typeof policyReferenceSchema>;

/** How many different people may have to approve one thing. */
export const mostApprovals = 2;

/** How many have to approve; absent for one. */
const approvalsSchema = z.int().min(2).max(mostApprovals).exactOptional();

/** What the guard says of a proposal. */
export const verdictSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("allow") }),
  z.strictObject({ kind: z.literal("confirm") }),
  z.strictObject({ kind: z.literal("approve"), role: teammateRoleSchema, approvals: approvalsSchema }),
  /** First the customer, then a teammate, so that nobody approves what nobody wants. */
  z.strictObject({ kind: z.literal("confirm-then-approve"), role: teammateRoleSchema, approvals: approvalsSchema }),
  z.strictObject({ kind: z.literal("identify"), level: identityLevelSchema }),
  z.strictObject({
    kind: z.literal("escalate"),
    reasons: z.array(z.string()),
    /** The unit of which the action counts more than the deployment lets be done without a person. */
    above: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("deny"), reasons: z.array(z.string()) }),
]);
export type Verdict = z.infer<typeof verdictSchema>;

/** What the guard may rely on; it only ever helps. */
export const assuranceSchema = z.strictObject({
  identity: identityLevelSchema,
  confirmed: z.boolean(),
  approved: z.boolean(),
  /** The lowest role of those who count as approvers. */
  approverRole: teammateRoleSchema.nullable(),
  /** How many different people have approved; absent for one who has, or nobody. */
  approvals: approvalsSchema,
});
export type Assurance = z.infer<typeof assuranceSchema>;

export function approvalsOf({ approved, approvals }: Pick<Assurance, "approved" | "approvals">): number {
  return approved ? (approvals ?? 1) : 0;
}

/** How many different people a verdict asks to approve. */
export function approvalsAskedBy(verdict: Verdict): number {
  return verdict.kind === "approve" || verdict.kind === "confirm-then-approve" ? (verdict.approvals ?? 1) : 0;
}

/**
 * A sum or a count that a policy names, over a scope and a sliding window, calls in flight included.
 * `name` is how policies call it (`context.totals.<name>`).
 */
export const totalValueSchema = z.strictObject({ key: z.string(), name: z.string(), value: z.int(), version: z.int() });
export type TotalValue = z.infer<typeof totalValueSchema>;

export const judgementSchema = z.strictObject({
  verdict: verdictSchema,
  /** The policies that decided, so that `why` can name them. */
  policies: z.array(policyReferenceSchema),
  facts: jsonObjectSchema,
  totals: z.record(z.string(), z.int()),
  assurance: assuranceSchema,
});
export type Judgement = z.infer<typeof judgementSchema>;
