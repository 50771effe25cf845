import type { Judgement, Verdict } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { higherRole, mayApprove } from "./approver-role.ts";
import { rankOfVerdict, stricter } from "./stricter.ts";

const verdicts: readonly Verdict[] = [
  { kind: "allow" },
  { kind: "confirm" },
  { kind: "approve", role: "teammate" },
  { kind: "approve", role: "lead" },
  { kind: "confirm-then-approve", role: "teammate" },
  { kind: "confirm-then-approve", role: "lead" },
  { kind: "identify", level: 1 },
  { kind: "identify", level: 3 },
  { kind: "escalate", reasons: ["a"] },
  { kind: "escalate", reasons: ["b"] },
  { kind: "deny", reasons: ["c"] },
  { kind: "deny", reasons: ["d"] },
];
const judgementOf = (verdict: Verdict, id = "p"): Judgement => ({
  verdict,
  policies: [{ id, effect: "permit", reason: null }],
  facts: { paidMinor: 1 },
  totals: {},
  assurance: {
    identity: 2,
    confirmed: verdict.kind === "confirm",
    approved: "role" in verdict,
    approverRole: "role" in verdict ? verdict.role : null,
  },
});
const join = (one: Verdict, other: Verdict) => stricter(judgementOf(one), judgementOf(other)).verdict;
const asSet = (verdict: Verdict) =>
  "reasons" in verdict ? { ...verdict, reasons: verdict.reasons.toSorted() } : verdict;

describe("of two judgements", () => {
  test.each<[Verdict, Verdict, Verdict]>([
    [{ kind: "allow" }, { kind: "confirm" }, { kind: "confirm" }],
    [{ kind: "confirm" }, { kind: "approve", role: "teammate" }, { kind: "confirm-then-approve", role: "teammate" }],
    [{ kind: "approve", role: "lead" }, { kind: "confirm" }, { kind: "confirm-then-approve", role: "lead" }],
    [
      { kind: "approve", role: "teammate" },
      { kind: "approve", role: "lead" },
      { kind: "approve", role: "lead" },
    ],
    [
      { kind: "approve", role: "lead" },
      { kind: "confirm-then-approve", role: "teammate" },
      { kind: "confirm-then-approve", role: "lead" },
    ],
    [
      { kind: "confirm-then-approve", role: "lead" },
      { kind: "identify", level: 2 },
      { kind: "identify", level: 2 },
    ],
    [
      { kind: "identify", level: 3 },
      { kind: "identify", level: 2 },
      { kind: "identify", level: 3 },
    ],
    [
      { kind: "identify", level: 3 },
      { kind: "escalate", reasons: ["a"] },
      { kind: "escalate", reasons: ["a"] },
    ],
    [
      { kind: "escalate", reasons: ["a"] },
      { kind: "deny", reasons: ["b"] },
      { kind: "deny", reasons: ["b"] },
    ],
    [
      { kind: "deny", reasons: ["a", "b"] },
      { kind: "deny", reasons: ["b", "c"] },
      { kind: "deny", reasons: ["a", "b", "c"] },
    ],
  ])("%j and %j make %j", (one, other, expected) => {
    expect(join(one, other)).toEqual(expected);
  });

  test("the order does not matter, a third may come at any time, and one's own copy adds nothing", () => {
    for (const one of verdicts) {
      expect(join(one, one)).toEqual(one);
      for (const other of verdicts) {
        expect(asSet(join(one, other))).toEqual(asSet(join(other, one)));
        for (const third of verdicts)
          expect(asSet(join(join(one, other), third))).toEqual(asSet(join(one, join(other, third))));
      }
    }
  });

  test("the result is as strict as each of them", () => {
    for (const one of verdicts) {
      for (const other of verdicts)
        expect(rankOfVerdict(join(one, other))).toBeGreaterThanOrEqual(
          Math.max(rankOfVerdict(one), rankOfVerdict(other)),
        );
    }
  });

  test("joined judgements name the policies and the assurance of both, others only the stricter's", () => {
    const confirm = judgementOf({ kind: "confirm" }, "c");
    const approve = judgementOf({ kind: "approve", role: "lead" }, "a");
    expect(stricter(confirm, approve)).toMatchObject({
      policies: [{ id: "c" }, { id: "a" }],
      assurance: { confirmed: true, approved: true, approverRole: "lead" },
    });
    expect(stricter(approve, judgementOf({ kind: "allow" }, "x")).policies).toEqual(approve.policies);
    expect(stricter(judgementOf({ kind: "allow" }, "x"), approve)).toEqual(approve);
  });
});

describe("an approval", () => {
  test("counts from the role asked for upwards, an admin's only in the single-operator mode, an auditor's never", () => {
    const given = (["teammate", "lead", "admin", "auditor"] as const).map((role) => [
      mayApprove(role, "teammate", false),
      mayApprove(role, "lead", false),
      mayApprove(role, "lead", true),
    ]);
    expect(given).toEqual([
      [true, false, false],
      [true, true, true],
      [false, false, true],
      [false, false, false],
    ]);
    expect(higherRole("teammate", "lead")).toBe("lead");
  });
});
