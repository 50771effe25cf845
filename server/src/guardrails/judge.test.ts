import type { Assurance } from "@purser/contract";
import type { PolicyAnswer } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { judgeAtExecution } from "./judge-at-execution.ts";
import { type GuardRequest, judge, notEvaluated, nothingPermits } from "./judge.ts";
import { answerOf, noAssurance, permitting, requestUnder, type Rules } from "./test-rules.ts";

const facts = { paidMinor: 4700 };
const totals = { customerRefunds30d: 100 };

function requestFor(rules: Rules, changes: Partial<GuardRequest> = {}): GuardRequest {
  return requestUnder(rules, { facts, totals, ...changes });
}
const broken: PolicyAnswer = { isPermitted: true, permits: [], forbids: [], errors: ["overflow in p"] };

describe("the policies are asked", () => {
  test.each([
    ["of each assurance once, where they name all of it", undefined, 5],
    ["once for what is the same to them", ["confirmed", "approved"] as const, 3],
  ])("%s", (_name, named, times) => {
    const asked: Assurance[] = [];
    const rules = permitting({ confirmed: true, approval: "anybody" });
    const ask = (assurance: Assurance): PolicyAnswer => {
      asked.push(assurance);
      return answerOf(rules, assurance);
    };
    const request = requestFor(rules, { ask, highestLevel: 2, ...(named === undefined ? {} : { named }) });
    expect(judge(request).verdict).toEqual({ kind: "confirm-then-approve", role: "teammate" });
    expect(asked).toHaveLength(times);
  });

  test("of nothing with less than what was refused with more", () => {
    const asked: Assurance[] = [];
    const rules = permitting({ confirmed: true, approval: "anybody" });
    const ask = (assurance: Assurance): PolicyAnswer => {
      asked.push(assurance);
      return answerOf(rules, assurance);
    };
    judge(requestFor(rules, { ask }));
    expect(asked.filter(({ confirmed, approved }) => !confirmed && !approved)).toEqual([]);
  });
});

describe("the verdict is the least that is missing", () => {
  test.each([
    ["nothing", {}, { kind: "allow" }],
    ["her confirmation", { confirmed: true }, { kind: "confirm" }],
    ["anybody's approval", { approval: "anybody" as const }, { kind: "approve", role: "teammate" }],
    ["a lead's approval", { approval: "lead" as const }, { kind: "approve", role: "lead" }],
    ["both", { confirmed: true, approval: "teammate" as const }, { kind: "confirm-then-approve", role: "teammate" }],
    ["a higher level first", { identity: 3 as const, confirmed: true }, { kind: "identify", level: 3 }],
  ])("%s", (_name, needs, verdict) => {
    expect(judge(requestFor(permitting(needs))).verdict).toEqual(verdict);
  });

  test("a level that the channel cannot reach leaves it to a person", () => {
    const judgement = judge(requestFor(permitting({ identity: 3 }), { highestLevel: 2 }));
    expect(judgement).toMatchObject({ verdict: { kind: "escalate", reasons: [nothingPermits] }, policies: [] });
  });

  test("a customer above what the channel reaches keeps her level", () => {
    expect(judge(requestFor(permitting({ identity: 3 }), { level: 3, highestLevel: 0 })).verdict).toEqual({
      kind: "allow",
    });
  });

  test("an admin is asked only in the single-operator mode", () => {
    const rules = permitting({ approval: "admin" });
    expect(judge(requestFor(rules)).verdict).toMatchObject({ kind: "escalate" });
    expect(judge(requestFor(rules, { isSingleOperator: true })).verdict).toEqual({ kind: "approve", role: "admin" });
  });

  test("the judgement names the permits that decide, the assurance, the facts and the totals", () => {
    const rules = {
      permits: [
        ...permitting({ confirmed: true }).permits,
        ...permitting({ approval: "lead" }).permits.map(({ needs }) => ({ id: "q", needs })),
      ],
      forbids: [],
    };
    expect(judge(requestFor(rules))).toEqual({
      verdict: { kind: "confirm" },
      policies: [{ id: "p", effect: "permit", reason: null }],
      assurance: { identity: 2, confirmed: true, approved: false, approverRole: null },
      facts,
      totals,
    });
  });
});

describe("refused at the highest assurance", () => {
  const forbid = { id: "f", unless: null, reason: "The window has passed.", escalates: false };
  test("a forbid denies with its reason, and with a sentence of its own where it has none", () => {
    const judgement = judge(requestFor(permitting({}, [forbid, { ...forbid, id: "g", reason: null }])));
    expect(judgement.verdict).toEqual({
      kind: "deny",
      reasons: ["The window has passed.", "The guardrail g forbids this."],
    });
    expect(judgement.policies).toEqual([
      { id: "f", effect: "forbid", reason: "The window has passed." },
      { id: "g", effect: "forbid", reason: null },
    ]);
    expect(judgement.assurance).toEqual({
      identity: 3,
      confirmed: true,
      approved: true,
      approverRole: "lead",
      approvals: 2,
    });
  });

  test("one forbid that escalates is enough for a person", () => {
    const judgement = judge(
      requestFor(permitting({}, [forbid, { ...forbid, id: "g", reason: "A person looks after it.", escalates: true }])),
    );
    expect(judgement.verdict).toEqual({
      kind: "escalate",
      reasons: ["The window has passed.", "A person looks after it."],
    });
  });

  test("a forbid that assurance lifts does not deny", () => {
    expect(
      judge(requestFor(permitting({}, [{ ...forbid, unless: { identity: 0, confirmed: false, approval: "lead" } }])))
        .verdict,
    ).toEqual({ kind: "approve", role: "lead" });
  });

  test("policies that cannot be evaluated leave it to a person, with the errors for operators", () => {
    const judgement = judge({ ...requestFor(permitting({})), ask: () => broken });
    expect(judgement).toMatchObject({
      verdict: { kind: "escalate", reasons: [notEvaluated, "overflow in p"] },
      policies: [],
    });
  });

  test("an answer with errors below the highest assurance counts as refused", () => {
    const rules = permitting({});
    const ask = (assurance: Assurance) => (assurance.confirmed ? answerOf(rules, assurance) : broken);
    expect(judge({ ...requestFor(rules), ask }).verdict).toEqual({ kind: "confirm" });
  });
});

describe("at execution", () => {
  const both = permitting({ confirmed: true, approval: "lead" });
  const held = (changes: Partial<Assurance>) => requestFor(both, { held: { ...noAssurance, ...changes } });

  test("what is held is enough", () => {
    expect(judgeAtExecution(held({ confirmed: true, approved: true, approverRole: "lead" }))).toMatchObject({
      verdict: { kind: "allow" },
      assurance: { identity: 2, confirmed: true, approved: true, approverRole: "lead" },
    });
  });

  test("only what is still missing is asked", () => {
    expect(judgeAtExecution(held({ confirmed: true })).verdict).toEqual({ kind: "approve", role: "lead" });
    expect(judgeAtExecution(held({ approved: true, approverRole: "lead" })).verdict).toEqual({ kind: "confirm" });
    expect(judgeAtExecution(held({ confirmed: true, approved: true, approverRole: "teammate" })).verdict).toEqual({
      kind: "approve",
      role: "lead",
    });
    expect(judgeAtExecution(held({})).verdict).toEqual({ kind: "confirm-then-approve", role: "lead" });
  });

  test("her level counts as it is now, not as it was", () => {
    const rules = permitting({ identity: 2 });
    expect(judgeAtExecution(requestFor(rules, { level: 1, held: { ...noAssurance, identity: 3 } })).verdict).toEqual({
      kind: "identify",
      level: 2,
    });
  });

  test("an admin's or an auditor's approval is none, but for the single-operator mode", () => {
    const given = (approverRole: "admin" | "auditor", isSingleOperator: boolean) =>
      judgeAtExecution(
        requestFor(permitting({ approval: "anybody" }), {
          held: { ...noAssurance, approved: true, approverRole },
          isSingleOperator,
        }),
      ).verdict.kind;
    expect([given("admin", false), given("auditor", true), given("admin", true)]).toEqual([
      "approve",
      "approve",
      "allow",
    ]);
  });

  test("a forbid that has come true since refuses", () => {
    const rules = permitting({}, [{ id: "f", unless: null, reason: "Shipped.", escalates: false }]);
    expect(judgeAtExecution(requestFor(rules)).verdict).toEqual({ kind: "deny", reasons: ["Shipped."] });
  });
});
