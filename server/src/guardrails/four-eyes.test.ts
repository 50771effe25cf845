import { approvalsOf, type Assurance, type TeammateRole } from "@purser/contract";
import type { PolicyAnswer } from "@purser/kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeAtExecution } from "./judge-at-execution.ts";
import { type GuardRequest, judge } from "./judge.ts";
import { stricter } from "./stricter.ts";
import { requestOf } from "./test-rules.ts";

const ranks: readonly (TeammateRole | null)[] = [null, "teammate", "lead", "admin"];

/** Policies that want so many approvals of at least this role. */
function wants(approvals: number, role: TeammateRole, confirmed = false) {
  return (held: Assurance): PolicyAnswer => {
    const isPermitted =
      approvalsOf(held) >= approvals &&
      ranks.indexOf(held.approverRole) >= ranks.indexOf(role) &&
      (held.confirmed || !confirmed);
    const permits = isPermitted ? [{ id: "two", effect: "permit" as const, reason: null }] : [];
    return { isPermitted, permits, forbids: [], errors: [] };
  };
}

/** At execution, when people with these roles have approved. */
function approvedBy(...approvers: TeammateRole[]): Partial<GuardRequest> {
  const strongest = ranks.findLast((role) => role !== null && approvers.includes(role)) ?? null;
  return {
    approvers,
    held: { identity: 2, confirmed: true, approved: strongest !== null, approverRole: strongest },
  };
}

describe("what two different people have to approve", () => {
  test("is said so, with the lowest role that is enough, and never more people than are needed", () => {
    expect(judge(requestOf(wants(2, "lead"))).verdict).toEqual({ kind: "approve", role: "lead", approvals: 2 });
    expect(judge(requestOf(wants(2, "teammate", true))).verdict).toEqual({
      kind: "confirm-then-approve",
      role: "teammate",
      approvals: 2,
    });
    expect(judge(requestOf(wants(1, "lead"))).verdict).toEqual({ kind: "approve", role: "lead" });
    expect(judge(requestOf(wants(2, "lead"), { isDraft: true })).verdict).toMatchObject({ approvals: 2 });
    expect(judge(requestOf(wants(3, "lead"))).verdict.kind).toBe("escalate");
  });

  test("is allowed at execution when each of the two has the role, not when one has", () => {
    const at = (...roles: TeammateRole[]) =>
      judgeAtExecution(requestOf(wants(2, "lead"), approvedBy(...roles))).verdict;
    expect(at("lead", "lead")).toEqual({ kind: "allow" });
    for (const roles of [["lead"], ["lead", "teammate"], ["teammate", "teammate"], ["lead", "admin"], []] as const)
      expect(at(...roles)).toEqual({ kind: "approve", role: "lead", approvals: 2 });
  });

  test("is never refused because one more person has approved", () => {
    const roles = fc.array(fc.constantFrom<TeammateRole>("teammate", "lead", "admin", "auditor"), { maxLength: 3 });
    const policies = fc.constantFrom(
      ...[1, 2].flatMap((count) => (["teammate", "lead"] as const).map((role) => wants(count, role))),
    );
    fc.assert(
      fc.property(policies, roles, fc.constantFrom<TeammateRole>("teammate", "lead"), (ask, approvers, another) => {
        const allows = (...given: TeammateRole[]) =>
          judgeAtExecution(requestOf(ask, approvedBy(...given))).verdict.kind === "allow";
        fc.pre(allows(...approvers));
        expect(allows(...approvers, another)).toBe(true);
      }),
    );
  });

  test("stays so when one of the two sets of policies asks for one only", () => {
    const [one, two] = [judge(requestOf(wants(1, "lead"))), judge(requestOf(wants(2, "teammate", true)))];
    const expected = { kind: "confirm-then-approve", role: "lead", approvals: 2 };
    expect(stricter(one, two).verdict).toEqual(expected);
    expect(stricter(two, one).verdict).toEqual(expected);
  });
});
