import { roleRank, type TeammateRole } from "@purser/contract";

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
