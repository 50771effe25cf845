import {
  type CallFinding,
  type CallOutcome,
  type CaseEvent,
  callKeySchema,
  caseIdSchema,
  instantOf,
  proposalIdSchema,
} from "@purser/contract";
import { describe, expect, test } from "vitest";
import { callStarted } from "../cases/testing/test-call-started.ts";
import { callHistory } from "./call-history.ts";

const caseId = caseIdSchema.parse(`case_${"0".repeat(20)}`);
const proposalId = proposalIdSchema.parse(`prop_${"0".repeat(20)}`);
const key = callKeySchema.parse("0".repeat(52));
const undoKey = callKeySchema.parse("1".repeat(52));
const at = instantOf(1_770_000_000_000);
const place = { seq: 1, at, actorId: "w", epoch: 1 };

const started = (attempt: number): CaseEvent => ({ ...callStarted({ key, proposalId, attempt }), ...place });
const ended = (attempt: number, outcome: CallOutcome): CaseEvent => ({
  kind: "call.ended",
  body: { key, attempt, outcome },
  ...place,
});
const verified = (attempt: number, finding: CallFinding): CaseEvent => ({
  kind: "call.verified",
  body: { key, attempt, finding, settledAt: at, values: {} },
  ...place,
});
const undone: CaseEvent = { kind: "undo.ended", body: { key, undoKey, isUndone: true, residue: "the fee" }, ...place };

const unknown: CallOutcome = { kind: "unknown", code: "PUR-3002", detail: "no answer" };
const done: CallOutcome = { kind: "done", result: {} };
const notDone: CallFinding = { kind: "not-done", settled: true, detail: "no such refund" };

describe("a call is", () => {
  const histories: [string, readonly CaseEvent[]][] = [
    ["under-way", [started(1)]],
    ["unread", [started(1), ended(1, done)]],
    ["done", [started(1), ended(1, done), verified(1, { kind: "done", result: {} })]],
    ["undone", [started(1), ended(1, done), verified(1, { kind: "done", result: {} }), undone]],
    ["unknown", [started(1), ended(1, unknown)]],
    ["not-done", [started(1), ended(1, unknown), verified(1, notDone)]],
    ["not-done", [started(1), ended(1, { kind: "refused", code: "PUR-3004", detail: "no" })]],
    ["under-way", [started(1), ended(1, unknown), verified(1, notDone), started(2)]],
    ["unknown", [started(1), ended(1, done), verified(1, { kind: "doubled", detail: "two refunds" })]],
  ];
  for (const [state, events] of histories) {
    test(`${state} after ${events.map(({ kind }) => kind).join(", ")}`, () => {
      expect(callHistory(caseId, events, key)?.state).toBe(state);
    });
  }
});

test("a call tells what took it back and what stays, and a key that the log does not know has no history", () => {
  expect(callHistory(caseId, [started(1), undone], key)).toMatchObject({ undoneBy: undoKey, residue: "the fee" });
  expect(callHistory(caseId, [started(1)], undoKey)).toBeNull();
});
