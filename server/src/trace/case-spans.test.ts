import { type CaseEvent, callKeySchema, hashSchema, idSchemas, instantOf, type NewEvent } from "@purser/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callStarted } from "../cases/testing/test-call-started.ts";
import { RandomCase, randomPlace } from "../cases/testing/test-random-log.ts";
import { caseSpans, traceIdOf } from "./case-spans.ts";

const { caseId } = randomPlace;
const beginning = Date.UTC(2026, 1, 10, 7, 17);
const proposalId = idSchemas.prop.parse(`prop_${"1".repeat(20)}`);
const pauseId = idSchemas.pause.parse(`pause_${"1".repeat(20)}`);
const key = callKeySchema.parse("1".repeat(52));
const hash = hashSchema.parse("0".repeat(64));
const at = (seconds: number) => instantOf(beginning + seconds * 1_000);

function logOf(events: readonly NewEvent[]): readonly CaseEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, at: at(index), actorId: "worker-1", epoch: 1 }));
}

const canary = "canary-of-hers";
const refund = { tool: "refund_order", args: { text: canary } };

const proposed = {
  kind: "proposal.made",
  body: {
    proposal: {
      proposalId,
      step: { kind: "call", call: refund },
      argsHash: hash,
      author: { kind: "reasoner", name: canary },
      reason: canary,
    },
    stale: false,
  },
} as const satisfies NewEvent;
const started = callStarted({ key, proposalId, ...refund });
const unknown: NewEvent = {
  kind: "call.ended",
  body: { key, attempt: 1, outcome: { kind: "unknown", code: "PUR-3002", detail: canary } },
};
const found: NewEvent = {
  kind: "call.verified",
  body: { key, attempt: 1, finding: { kind: "done", result: { canary } }, settledAt: at(5), values: { canary } },
};
const answered: NewEvent = {
  kind: "pause.answered",
  body: {
    pauseId,
    proposalId,
    digest: hash,
    decision: "no",
    by: { kind: "teammate", id: canary, role: "lead" },
    authenticated: canary,
    surface: "api",
    reason: canary,
    value: null,
  },
};
const resolved: NewEvent = { kind: "case.resolved", body: { by: canary, summary: canary, evidence: { canary } } };

describe("the spans of a case", () => {
  test("are the call from its start to its outcome, the look-up from there to its finding, below their proposal, below the case", () => {
    const spans = caseSpans(caseId, logOf([proposed, started, unknown, found, resolved]));
    const [call, verify, proposal, whole] = spans;
    expect(spans.map(({ name, outcome, from, to }) => [name, outcome, from, to])).toEqual([
      ["call refund_order", "unknown", at(1), at(2)],
      ["verify refund_order", "done", at(2), at(3)],
      ["propose call", "done", at(0), at(3)],
      ["case", "resolved", at(0), at(4)],
    ]);
    expect(call?.isFailure).toBe(true);
    expect([call?.parentId, verify?.parentId]).toEqual([proposal?.spanId, proposal?.spanId]);
    expect([proposal?.parentId, whole?.parentId]).toEqual([whole?.spanId, null]);
    expect(traceIdOf(caseId)).toMatch(/^[0-9a-f]{32}$/);
  });

  test("a call whose worker was lost has ended when it is looked up", () => {
    const spans = caseSpans(caseId, logOf([proposed, started, found]));
    expect(spans.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["call refund_order", "lost"],
      ["verify refund_order", "done"],
      ["propose call", "done"],
    ]);
  });

  test("hold nothing that a person wrote, a system answered or a reasoner made up", () => {
    const madeUp: NewEvent = {
      kind: "proposal.made",
      body: {
        stale: false,
        proposal: {
          ...proposed.body.proposal,
          proposalId: idSchemas.prop.parse(`prop_${"2".repeat(20)}`),
          step: { kind: "call", call: { tool: `${canary} ${canary}`, args: {} } },
        },
      },
    };
    const spans = caseSpans(caseId, logOf([proposed, madeUp, started, unknown, found, answered, resolved]));
    expect(spans.length).toBeGreaterThan(4);
    expect(JSON.stringify(spans)).not.toContain(canary);
  });

  test("of a log are those of its beginning and more, each under one id, and none ends before it begins", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 5, maxLength: 150 }), fc.nat(), (numbers, cut) => {
        const { events } = new RandomCase(numbers).play();
        const spans = caseSpans(caseId, events);
        const begun = caseSpans(caseId, events.slice(0, cut % (events.length + 1)));
        expect(spans.slice(0, begun.length)).toEqual(begun);
        const ids = spans.filter(({ parentId }) => parentId !== null).map(({ spanId }) => spanId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { from, to, spanId } of spans) {
          expect(from <= to).toBe(true);
          expect(spanId).toMatch(/^[0-9a-f]{16}$/);
        }
      }),
      { numRuns: 100 },
    );
  });
});
