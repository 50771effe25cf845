import { instantOf } from "@purser/contract";
import { expect, test } from "vitest";
import type { Backlog } from "../cases/case-store.ts";
import { createMetrics } from "./metrics.ts";
import { metricsReader } from "./read-metrics.ts";

const now = instantOf(Date.UTC(2026, 1, 10, 7, 17));
const earlier = instantOf(Date.UTC(2026, 1, 10, 7, 16));
const backlog: Backlog = {
  now,
  cases: { working: 3 },
  runnable: { count: 2, oldestSince: earlier },
  leases: { held: 1, expired: 0 },
  pauses: [{ kind: "approve", count: 4, oldestSince: earlier }],
  outbox: { count: 0, oldestDueAt: null },
  workers: [
    { processId: "worker-1", seenAt: now },
    { processId: "worker-2", seenAt: earlier },
  ],
};

function openReader(readBacklog: () => Promise<Backlog>) {
  let nowMs = 0;
  const store = { readBacklog, connections: () => ({ busy: 1, idle: 2, wanted: 3 }) };
  const models = () => [
    { size: "small" as const, reasoner: "tiny", circuit: { kind: "closed" as const, failures: 0 } },
  ];
  const budgets = async () => [{ scope: "day" as const, unit: "money" as const, spent: 3, limit: 12 }];
  const read = metricsReader(createMetrics(), { store, tenant: "main", nowMs: () => nowMs, models, budgets });
  return { read, pass: (durationMs: number) => (nowMs += durationMs) };
}

test("what waits is told with its age in seconds, and a worker is alive that was seen lately", async () => {
  const text = await openReader(async () => backlog).read();
  for (const line of [
    'purser_cases{status="working"} 3',
    'purser_cases{status="closed"} 0',
    "purser_runnable_cases 2",
    "purser_worker_lag_seconds 60",
    'purser_pauses_open{kind="approve"} 4',
    'purser_pause_oldest_seconds{kind="approve"} 60',
    "purser_workers_alive 1",
    'purser_database_connections{state="wanted"} 3',
    "purser_backlog_up 1",
    'purser_model_up{size="small"} 1',
    'purser_budget_spent_share{scope="day",unit="money"} 0.25',
  ])
    expect(text).toContain(`${line}\n`);
});

test("while the store is away nothing old is told, and it is told that it is away", async () => {
  let isAway = false;
  const { read, pass } = openReader(async () => {
    if (isAway) throw new Error("away");
    return backlog;
  });
  await read();
  isAway = true;
  pass(10_000);
  const text = await read();
  expect(text).toContain("purser_backlog_up 0\n");
  expect(text).not.toContain('purser_cases{status="working"}');
  expect(text).toMatch(/^purser_worker_lag_seconds NaN$/im);
});

test("who asks often does not make the store count often", async () => {
  let counted = 0;
  const { read, pass } = openReader(async () => {
    counted += 1;
    return backlog;
  });
  for (let asked = 0; asked < 5; asked += 1) await read();
  expect(counted).toBe(1);
  pass(10_000);
  await read();
  expect(counted).toBe(2);
});
