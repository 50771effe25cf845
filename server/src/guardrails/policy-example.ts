import {
  approvalsAskedBy,
  type IdentityLevel,
  identityLevelSchema,
  type Judgement,
  jsonObjectSchema,
  mostApprovals,
  teammateRoleSchema,
} from "@purser/contract";
import type { PolicySet } from "@purser/kit";
import { z } from "zod";
import { type GuardRequest, judge } from "./judge.ts";
import { strictness } from "./stricter.ts";

/** One example of `guardrails/*.test.yaml`: given facts, expect a verdict. */
export const policyExampleSchema = z.strictObject({
  name: z.string().min(1),
  action: z.string().min(1),
  args: jsonObjectSchema.default({}),
  facts: jsonObjectSchema.default({}),
  /** Totals that are not given are 0. */
  totals: z.record(z.string(), z.int()).default({}),
  /** The customer's identity level, and the highest that the channel can reach. */
  level: identityLevelSchema.default(2),
  highestLevel: identityLevelSchema.default(3),
  agent: z.string().default("agent"),
  resource: z.strictObject({ type: z.string(), id: z.string() }).default({ type: "example", id: "example" }),
  expect: z.enum(strictness),
  /** The ids of all policies that decide, in any order. */
  reasons: z.array(z.string()).optional(),
  /** For approve and confirm-then-approve. */
  role: teammateRoleSchema.optional(),
  /** How many different people have to approve. */
  approvals: z.int().min(1).max(mostApprovals).optional(),
  /** For identify. */
  neededLevel: identityLevelSchema.optional(),
});
export type PolicyExample = z.infer<typeof policyExampleSchema>;

/** The whole of one `*.test.yaml` file: a list of examples. */
export const policyExamplesSchema = z.array(policyExampleSchema).min(1);

/** Whether an admin may approve, and whether the action is a draft. */
type Mode = Pick<GuardRequest, "isSingleOperator" | "isDraft">;

/** What was expected and what the policies say, for a person, with the judgement itself; null when they agree. */
export function runPolicyExample(
  example: PolicyExample,
  policies: PolicySet,
  mode: Mode = { isSingleOperator: false, isDraft: false },
): { expected: string; got: string; judgement: Judgement } | null {
  const judgement = judgementOf(example, policies, mode);
  const { verdict } = judgement;
  const role = "role" in verdict ? verdict.role : undefined;
  const approvals = approvalsAskedBy(verdict);
  const level = verdict.kind === "identify" ? verdict.level : undefined;
  const decided = judgement.policies.map(({ id }) => id).sort();
  const isAsExpected =
    verdict.kind === example.expect &&
    (example.role === undefined || example.role === role) &&
    (example.approvals === undefined || example.approvals === approvals) &&
    (example.neededLevel === undefined || example.neededLevel === level) &&
    (example.reasons === undefined || example.reasons.toSorted().join("\n") === decided.join("\n"));
  if (isAsExpected) return null;
  return {
    expected: sentence(
      example.expect,
      byWhom(example.role, example.approvals),
      example.neededLevel,
      example.reasons,
      [],
    ),
    got: sentence(verdict.kind, byWhom(role, approvals), level, decided, "reasons" in verdict ? verdict.reasons : []),
    judgement,
  };
}

function judgementOf(example: PolicyExample, policies: PolicySet, mode: Mode): Judgement {
  const { action, agent, resource, args, facts, level, highestLevel } = example;
  const totals = { ...Object.fromEntries(policies.totalsOf(action).map((name) => [name, 0])), ...example.totals };
  const ask = (assurance: Judgement["assurance"]) =>
    policies.ask({ agent, action, resource, args, facts, totals, assurance });
  return judge({ ask, named: policies.assuranceOf(action), facts, totals, level, highestLevel, held: null, ...mode });
}

function sentence(
  verdict: string,
  who: string,
  level: IdentityLevel | undefined,
  policyIds: readonly string[] | undefined,
  reasons: readonly string[],
): string {
  const which = level === undefined ? "" : ` at level ${level}`;
  const because =
    policyIds === undefined ? "" : ` because of ${policyIds.length === 0 ? "no policy" : policyIds.join(", ")}`;
  return `${verdict}${who}${which}${because}${reasons.length === 0 ? "" : ` (${reasons.join(" ")})`}`;
}

function byWhom(role: string | undefined, approvals: number | undefined): string {
  if (role === undefined) return "";
  return approvals === undefined || approvals < 2 ? ` by ${role}` : ` by ${approvals} with the role ${role}`;
}
