import { identityLevels } from "@purser/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeAtExecution } from "./judge-at-execution.ts";
import { type GuardRequest, judge } from "./judge.ts";
import { answerOf, noAssurance, type Requirement, type Rules } from "./test-rules.ts";

const presumed = (rules: Rules, changes: Partial<GuardRequest> = {}): GuardRequest => ({
  ask: (assurance) => answerOf(rules, assurance),
  facts: {},
  totals: {},
  level: 2,
  highestLevel: 3,
  held: null,
  isSingleOperator: false,
  isDraft: false,
  asksFirst: true,
  ...changes,
});
const permitting = (needs: Partial<Requirement>): Rules => ({
  permits: [{ id: "p", needs: { identity: 0, confirmed: false, approval: null, ...needs } }],
  forbids: [],
});
const requirement = fc.record<Requirement>({
  identity: fc.constantFrom(...identityLevels),
  confirmed: fc.boolean(),
  approval: fc.constantFrom(null, "anybody", "teammate", "lead"),
});

describe("what is only presumed", () => {
  test("is confirmed by the customer though the policies permit it as it is", () => {
    expect(judge(presumed(permitting({}))).verdict).toEqual({ kind: "confirm" });
    expect(judge(presumed(permitting({}), { asksFirst: false })).verdict).toEqual({ kind: "allow" });
  });

  test("is confirmed before anybody is asked to approve it", () => {
    expect(judge(presumed(permitting({ approval: "lead" }))).verdict).toEqual({
      kind: "confirm-then-approve",
      role: "lead",
    });
  });

  test("is identified for first, and denied as anything else is", () => {
    expect(judge(presumed(permitting({ identity: 3 }))).verdict).toEqual({ kind: "identify", level: 3 });
    const forbid = { id: "f", unless: null, reason: "Too late.", escalates: false };
    expect(judge(presumed({ ...permitting({}), forbids: [forbid] })).verdict).toEqual({
      kind: "deny",
      reasons: ["Too late."],
    });
  });

  test("is carried out once she has confirmed it, and not before", () => {
    const confirmed = { ...noAssurance, confirmed: true };
    expect(judgeAtExecution(presumed(permitting({}), { held: confirmed })).verdict).toEqual({ kind: "allow" });
    expect(judgeAtExecution(presumed(permitting({}), { held: noAssurance })).verdict).toEqual({ kind: "confirm" });
  });

  test("never needs less than the same without it, and never runs unconfirmed", () => {
    fc.assert(
      fc.property(requirement, fc.boolean(), fc.boolean(), (needs, isConfirmed, isApproved) => {
        const approval = isApproved ? ({ approved: true, approverRole: "lead" } as const) : {};
        const request = presumed(permitting(needs), { held: { ...noAssurance, confirmed: isConfirmed, ...approval } });
        const { verdict } = judgeAtExecution(request);
        if (verdict.kind !== "allow") return;
        expect(isConfirmed).toBe(true);
        expect(judgeAtExecution({ ...request, asksFirst: false }).verdict).toEqual({ kind: "allow" });
      }),
    );
  });
});
