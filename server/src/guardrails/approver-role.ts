import { type TeammateRole, unreachable } from "@purser/contract";

/** How much a role's approval weighs: 0 nothing, 1 teammate, 2 lead, 3 admin. An auditor only reads. */
export function roleRank(role: TeammateRole | null): number {
  switch (role) {
    case null:
    case "auditor":
      return 0;
    case "teammate":
      return 1;
    case "lead":
      return 2;
    case "admin":
      return 3;
    default:
      return unreachable(role);
  }
}

/** The roles that may approve, the lowest first. Admins approve only in the visible single-operator mode. */
export function approverRoles(isSingleOperator: boolean): readonly TeammateRole[] {
  return isSingleOperator ? ["teammate", "lead", "admin"] : ["teammate", "lead"];
}

/** Whether a person with this role may give an approval that asks for at least `needed`. */
export function mayApprove(role: TeammateRole, needed: TeammateRole, isSingleOperator: boolean): boolean {
  return approverRoles(isSingleOperator).includes(role) && roleRank(role) >= roleRank(needed);
}

export function higherRole(one: TeammateRole, other: TeammateRole): TeammateRole {
  return roleRank(one) >= roleRank(other) ? one : other;
}
