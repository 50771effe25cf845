import { approvalsOf, type Assurance, identityLevels, mostApprovals, roleRank } from "@purser/contract";
import { assuranceSymbols, smt } from "@purser/kit";
import { approverRoles } from "../guardrails/approver-role.ts";
import type { NeededAssurance } from "../guardrails/needed-assurance.ts";

/** What a deployment decides of assurance: whether admins approve. */
export type AssuranceMode = { isSingleOperator: boolean };

/** Every assurance that the guard can come to rely on, those that are less before those that are more. */
export function allAssurances({ isSingleOperator }: AssuranceMode): readonly Assurance[] {
  const approvals = [1, mostApprovals].flatMap((count) =>
    approverRoles(isSingleOperator).map((role) => ({
      approved: true,
      approverRole: role,
      ...(count === 1 ? {} : { approvals: count }),
    })),
  );
  const given = [{ approved: false, approverRole: null }, ...approvals];
  return identityLevels.flatMap((identity) =>
    [false, true].flatMap((confirmed) => given.map((approval): Assurance => ({ identity, confirmed, ...approval }))),
  );
}

/** Whether one assurance is at most the other in every part. */
function isAtMost(one: Assurance, other: Assurance): boolean {
  return (
    one.identity <= other.identity &&
    Number(one.confirmed) <= Number(other.confirmed) &&
    roleRank(one.approverRole) <= roleRank(other.approverRole) &&
    approvalsOf(one) <= approvalsOf(other)
  );
}

/** Those of which none other among them is less. */
export function leastOf(assurances: readonly Assurance[]): readonly Assurance[] {
  return assurances.filter((one) => !assurances.some((other) => other !== one && isAtMost(other, one)));
}

/** Those that are less than this one, and of these the most. */
export function justBelow(assurance: Assurance, all: readonly Assurance[]): readonly Assurance[] {
  const below = all.filter((other) => isAtMost(other, assurance) && !isAtMost(assurance, other));
  return below.filter((one) => !below.some((other) => other !== one && isAtMost(one, other)));
}

/** That the symbols of assurance stand for one that there can be. */
export function isPossibleAssurance({ isSingleOperator }: AssuranceMode): string {
  const { identity, approved, approverRole, approvals } = assuranceSymbols;
  const highest = Math.max(...approverRoles(isSingleOperator).map(roleRank));
  const between = (symbol: string, least: number, most: number) => smt.call("<=", String(least), symbol, String(most));
  return smt.and([
    between(identity, 0, Math.max(...identityLevels)),
    smt.call(
      "ite",
      approved,
      smt.and([between(approverRole, 1, highest), between(approvals, 1, mostApprovals)]),
      smt.and([smt.call("=", approverRole, "0"), smt.call("=", approvals, "0")]),
    ),
  ]);
}

/** That the symbols of assurance stand for all that is named. */
export function hasAssuranceTerm(needed: NeededAssurance): string {
  const atLeast = (symbol: string, least: number | undefined) =>
    least === undefined ? smt.truth : smt.call(">=", symbol, String(least));
  return smt.and([
    atLeast(assuranceSymbols.identity, needed.identity),
    needed.confirmed === true ? assuranceSymbols.confirmed : smt.truth,
    atLeast(assuranceSymbols.approverRole, needed.approvedBy === undefined ? undefined : roleRank(needed.approvedBy)),
    atLeast(assuranceSymbols.approvals, needed.approvals),
  ]);
}

/** The term at one assurance. */
export function atAssurance(assurance: Assurance, term: string): string {
  const { identity, confirmed, approved, approverRole, approvals } = assuranceSymbols;
  const values = {
    [identity]: String(assurance.identity),
    [confirmed]: String(assurance.confirmed),
    [approved]: String(assurance.approved),
    [approverRole]: String(roleRank(assurance.approverRole)),
    [approvals]: String(approvalsOf(assurance)),
  };
  return smt.where(values, term);
}
