import {
  approvalsAskedBy,
  approvalsOf,
  type Assurance,
  type IdentityLevel,
  type Judgement,
  type PolicyReference,
  roleRank,
  type TeammateRole,
  type Verdict,
} from "@purser/contract";
import { higherRole } from "./approver-role.ts";

/** The kinds of verdict, the least strict first. */
export const strictness = [
  "allow",
  "confirm",
  "approve",
  "confirm-then-approve",
  "identify",
  "escalate",
  "deny",
] as const satisfies readonly Verdict["kind"][];

export function rankOfVerdict(verdict: Verdict): number {
  return strictness.indexOf(verdict.kind);
}

/**
 * Of the judgement by the policies that the case pins and the one by those in force, what satisfies both: the stricter,
 * where confirm and approve together are confirm-then-approve, and the higher role or level is asked. Judgements that
 * are joined name the policies of both.
 */
export function stricter(one: Judgement, other: Judgement): Judgement {
  const verdict = joined(one.verdict, other.verdict) ?? joined(other.verdict, one.verdict);
  if (verdict === null) return rankOfVerdict(one.verdict) >= rankOfVerdict(other.verdict) ? one : other;
  return {
    ...one,
    verdict,
    policies: union(one.policies, other.policies),
    totals: { ...other.totals, ...one.totals },
    assurance: joinedAssurance(one.assurance, other.assurance),
  };
}

/** What both ask together; null when one of them says it all. */
function joined(one: Verdict, other: Verdict): Verdict | null {
  if (one.kind === "confirm" && asksApproval(other)) return { ...other, kind: "confirm-then-approve" };
  if (asksApproval(one) && asksApproval(other)) {
    const isConfirmed = one.kind === "confirm-then-approve" || other.kind === "confirm-then-approve";
    const kind = isConfirmed ? ("confirm-then-approve" as const) : ("approve" as const);
    const approvals = Math.max(approvalsAskedBy(one), approvalsAskedBy(other));
    return { kind, role: higherRole(one.role, other.role), ...(approvals === 1 ? {} : { approvals }) };
  }
  if (one.kind === "identify" && other.kind === "identify")
    return { kind: "identify", level: higherLevel(one.level, other.level) };
  if (one.kind === "escalate" && other.kind === "escalate")
    return { ...one, ...other, reasons: [...new Set([...one.reasons, ...other.reasons])] };
  if (one.kind === "deny" && other.kind === "deny")
    return { kind: "deny", reasons: [...new Set([...one.reasons, ...other.reasons])] };
  return null;
}

function asksApproval(verdict: Verdict): verdict is Extract<Verdict, { role: TeammateRole }> {
  return verdict.kind === "approve" || verdict.kind === "confirm-then-approve";
}

function joinedAssurance(one: Assurance, other: Assurance): Assurance {
  const approvals = Math.max(approvalsOf(one), approvalsOf(other));
  return {
    identity: higherLevel(one.identity, other.identity),
    confirmed: one.confirmed || other.confirmed,
    approved: one.approved || other.approved,
    approverRole: roleRank(one.approverRole) >= roleRank(other.approverRole) ? one.approverRole : other.approverRole,
    ...(approvals <= 1 ? {} : { approvals }),
  };
}

function higherLevel(one: IdentityLevel, other: IdentityLevel): IdentityLevel {
  return one >= other ? one : other;
}

function union(one: readonly PolicyReference[], other: readonly PolicyReference[]): PolicyReference[] {
  const isNew = (policy: PolicyReference) =>
    !one.some(({ id, effect, reason }) => id === policy.id && effect === policy.effect && reason === policy.reason);
  return [...one, ...other.filter(isNew)];
}
