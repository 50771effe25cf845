import { type Assurance, identityLevels } from "@purser/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftNeedsConfirmation } from "./draft.ts";
import { judgeAtExecution } from "./judge-at-execution.ts";
import { type GuardRequest, judge } from "./judge.ts";
import { anyRequirement, noAssurance, permitting, requestUnder, type Rules } from "./test-rules.ts";

const draft = (rules: Rules, changes: Partial<GuardRequest> = {}): GuardRequest =>
  requestUnder(rules, { isDraft: true, ...changes });
const approved: Assurance = { ...noAssurance, approved: true, approverRole: "teammate" };

const rules = fc.record<Rules>({
  permits: fc.array(fc.record({ id: fc.constantFrom("p", "q"), needs: anyRequirement }), { maxLength: 2 }),
  forbids: fc.array(
    fc.record({
      id: fc.constant("f"),
      unless: fc.option(anyRequirement),
      reason: fc.constant("No."),
      escalates: fc.boolean(),
    }),
    { maxLength: 1 },
  ),
});

describe("a draft", () => {
  test("that policies permit as it is waits for a teammate", () => {
    expect(judge(draft(permitting({}))).verdict).toEqual({ kind: "approve", role: "teammate" });
  });

  test("is approved by the role that the policies name", () => {
    expect(judge(draft(permitting({ approval: "lead" }))).verdict).toEqual({ kind: "approve", role: "lead" });
  });

  test("is carried out once a teammate has approved it, and not before", () => {
    const permitted = permitting({});
    expect(judgeAtExecution(draft(permitted, { held: approved })).verdict).toEqual({ kind: "allow" });
    const confirmed = { ...noAssurance, confirmed: true };
    expect(judgeAtExecution(draft(permitted, { held: confirmed })).verdict.kind).toBe("approve");
  });

  test("that the customer would have to confirm goes to a person", () => {
    const { verdict } = judge(draft(permitting({ confirmed: true })));
    expect(verdict).toEqual({ kind: "escalate", reasons: [draftNeedsConfirmation] });
  });

  test("asks the customer nothing and is never allowed without an approval, whatever the policies say", () => {
    const held = fc.constantFrom(null, noAssurance, { ...noAssurance, confirmed: true }, approved);
    fc.assert(
      fc.property(rules, held, fc.constantFrom(...identityLevels), (given, holding, level) => {
        const request = draft(given, { held: holding, level });
        for (const { verdict } of [judge(request), judgeAtExecution(request)]) {
          expect(["confirm", "confirm-then-approve"]).not.toContain(verdict.kind);
          if (holding?.approved !== true) expect(verdict.kind).not.toBe("allow");
          // What holds for every action holds for a draft too: it is never laxer.
          const plain = judge({ ...request, isDraft: false }).verdict.kind;
          if (plain === "deny") expect(verdict.kind).toBe("deny");
        }
      }),
      { numRuns: 500 },
    );
  });
});
