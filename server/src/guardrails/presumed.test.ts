import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeAtExecution } from "./judge-at-execution.ts";
import { type GuardRequest, judge } from "./judge.ts";
import { anyRequirement, noAssurance, permitting, requestUnder, type Rules } from "./test-rules.ts";

const presumed = (rules: Rules, changes: Partial<GuardRequest> = {}): GuardRequest =>
  requestUnder(rules, { asksFirst: true, ...changes });

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
      fc.property(anyRequirement, fc.boolean(), fc.boolean(), (needs, isConfirmed, isApproved) => {
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
