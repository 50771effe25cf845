import { type CaseEvent, callKeySchema, instantOf, proposalIdSchema } from "@purser/contract";
import { defineScenario, type LedgerEffect, type PlayedRecord, seededChance } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { callStarted } from "../../cases/testing/test-call-started.ts";
import { checkRecord } from "./check-record.ts";

const key = callKeySchema.parse("a".repeat(52));
const place = { at: instantOf(0), actorId: "worker", epoch: 1 };
const proposalId = proposalIdSchema.parse(`prop_${"0".repeat(20)}`);
const started: CaseEvent = { ...place, seq: 1, ...callStarted({ key, proposalId }) };
const done: CaseEvent = {
  ...place,
  seq: 2,
  kind: "call.verified",
  body: { key, attempt: 1, finding: { kind: "done", result: {} }, settledAt: instantOf(0), values: {} },
};
const effect: LedgerEffect = { key, operation: "refund", object: "CH-1", kind: "effect", args: {}, result: "RF-1" };

const scenario = defineScenario({
  name: "any",
  title: "Any.",
  endsAs: "resolved",
  customer: () => ({}),
  play: async () => undefined,
  check: ({ log }) => (log.length === 0 ? ["Nothing happened."] : []),
});
const prepared = scenario.prepare({ landmarks: null, chance: seededChance(1, "any") });
const check = (record: Partial<PlayedRecord>) =>
  checkRecord(
    { log: [started, done], status: "resolved", ledgers: { payments: [effect] }, ...record },
    scenario,
    prepared,
  );

describe("what a scenario left behind", () => {
  test("passes when log and ledgers tell the same story", () => {
    expect(check({})).toEqual([]);
    const harmless: LedgerEffect[] = [effect, { ...effect, kind: "noop" }, { ...effect, key: "x", kind: "rejected" }];
    expect(check({ ledgers: { payments: harmless } })).toEqual([]);
  });

  test("fails on an effect that the log does not mean", () => {
    const unmeant = ["payments refund happened without a call in the log."];
    expect(check({ ledgers: { payments: [effect, { ...effect, key: "other" }] } })).toEqual(unmeant);
    expect(check({ ledgers: { payments: [effect, { ...effect, key: null }] } })).toEqual(unmeant);
  });

  test("fails on two effects under one key", () => {
    expect(check({ ledgers: { payments: [effect, effect] } })).toEqual([
      "payments refund happened twice under one key.",
    ]);
  });

  test("fails on a call that counts as done and has no effect", () => {
    expect(check({ ledgers: { payments: [] } })).toEqual([expect.stringContaining("no ledger has its effect")]);
  });

  test("fails on another end of the case, and on what the scenario itself finds", () => {
    expect(check({ status: "waiting" })).toEqual(["The case is waiting, expected resolved."]);
    expect(check({ log: [], ledgers: {} })).toEqual(["Nothing happened."]);
  });
});
