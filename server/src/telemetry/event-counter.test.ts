import { callKeySchema, hashSchema, idSchemas, instantOf, type NewEvent, plusMs } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { LeasedCase } from "../cases/case-store.ts";
import { EventCounter } from "./event-counter.ts";
import { createMetrics } from "./metrics.ts";

const caseId = idSchemas.case.parse(`case_${"1".repeat(20)}`);
const key = callKeySchema.parse("1".repeat(52));
const now = instantOf(Date.UTC(2026, 1, 10, 7, 17));
const noHash = hashSchema.parse("0".repeat(64));

const opened: NewEvent = {
  kind: "case.opened",
  body: {
    trigger: { kind: "message", name: "chat" },
    channel: "chat",
    customerId: null,
    customerRef: null,
    subject: null,
    goal: null,
    procedure: "exchange",
    blueprintHash: noHash,
    parent: null,
  },
};
const resolved: NewEvent = { kind: "case.resolved", body: { by: "agent", summary: "", evidence: {} } };
const ended: NewEvent = {
  kind: "call.ended",
  body: { key, attempt: 1, outcome: { kind: "unknown", code: "PUR-3002", detail: "" } },
};

/** A case that was opened an hour ago and is about a refund, as a worker takes it up. */
const leased: LeasedCase = {
  lease: { tenant: "main", caseId, workerId: "worker-1", epoch: 1 },
  row: {
    tenant: "main",
    caseId,
    customerId: null,
    channel: "chat",
    status: "working",
    version: 2,
    headHash: noHash,
    openedAt: plusMs(now, -3_600_000),
    updatedAt: now,
    wakeAt: plusMs(now, -7_000),
    isRunnable: false,
    blueprintHash: noHash,
  },
  state: { seq: 1, foldVersion: 1, text: JSON.stringify({ plan: { procedure: "refund" }, requests: [] }) },
  events: [],
  now,
  crashes: 0,
};

function openCounter() {
  const metrics = createMetrics();
  return { counter: new EventCounter(metrics), read: () => metrics.registry.metrics() };
}

describe("what is committed", () => {
  test("counts by the procedure that the case is about, with the time from its beginning", async () => {
    const { counter, read } = openCounter();
    counter.claimed(leased);
    counter.appended(caseId, [resolved], now);
    const text = await read();
    expect(text).toContain('purser_cases_ended_total{procedure="refund",outcome="resolved"} 1');
    expect(text).toContain('purser_resolution_seconds_sum{procedure="refund"} 3600');
  });

  test("is late by as much as the worker took the case up after its time", async () => {
    const { counter, read } = openCounter();
    counter.claimed(leased);
    counter.claimed({ ...leased, row: { ...leased.row, isRunnable: true } });
    expect(await read()).toContain("purser_wake_late_seconds_sum 7\n");
    expect(await read()).toContain("purser_wake_late_seconds_count 1\n");
  });

  test("of cases and calls that this process has not seen begin counts too, without their names", async () => {
    const { counter, read } = openCounter();
    counter.appended(caseId, [ended], now);
    counter.appended(caseId, [opened, resolved], now);
    const text = await read();
    expect(text).toContain('purser_calls_total{tool="unknown",outcome="unknown"} 1');
    expect(text).toContain('purser_cases_ended_total{procedure="exchange",outcome="resolved"} 1');
  });

  test("does not keep more cases than there is room for", async () => {
    const { counter, read } = openCounter();
    counter.claimed(leased);
    for (let count = 0; count < 5_000; count += 1) {
      const other = idSchemas.case.parse(`case_${String(count).padStart(20, "0")}`);
      counter.claimed({ ...leased, row: { ...leased.row, caseId: other } });
    }
    counter.appended(caseId, [resolved], now);
    expect(await read()).toContain('purser_cases_ended_total{procedure="unknown",outcome="resolved"} 1');
  });
});
