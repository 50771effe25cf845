import { caseStatusSchema, epochMsOf, type Instant, pauseKindSchema } from "@purser/contract";
import type { Backlog, CaseStore } from "../cases/case-store.ts";
import type { ModelHealth } from "../agent/reasoner.ts";
import type { PoolReading } from "../worker/budgets.ts";
import type { Metrics } from "./metrics.ts";

const aliveForMs = 30_000;
/** Whoever asks more often gets the same figures: counting all cases is work for the database. */
const freshForMs = 5_000;

export type MetricSources = {
  store: Pick<CaseStore, "readBacklog" | "connections">;
  tenant: string;
  nowMs: () => number;
  /** How this process last saw its models. */
  models: () => readonly ModelHealth[];
  /** What is spent of the budgets that many cases share. */
  budgets: () => Promise<readonly PoolReading[]>;
};

/** The text that Prometheus reads. While the store is away the figures of the process alone are there. */
export function metricsReader(metrics: Metrics, sources: MetricSources): () => Promise<string> {
  const { store, tenant, nowMs, models, budgets } = sources;
  let readAt: number | null = null;
  const refresh = async (): Promise<void> => {
    if (readAt !== null && nowMs() - readAt < freshForMs) return;
    readAt = nowMs();
    try {
      showBacklog(metrics, await store.readBacklog(tenant));
      showBudgets(metrics, await budgets());
      metrics.backlogRead.set(1);
    } catch {
      forgetBacklog(metrics);
      metrics.backlogRead.set(0);
    }
  };
  return async () => {
    await refresh();
    for (const [state, count] of Object.entries(store.connections())) metrics.connections.set({ state }, count);
    for (const { size, circuit } of models()) metrics.modelUp.set({ size }, circuit.kind === "closed" ? 1 : 0);
    return metrics.registry.metrics();
  };
}

function showBudgets(metrics: Metrics, pools: readonly PoolReading[]): void {
  metrics.budgetSpent.reset();
  for (const { scope, unit, spent, limit } of pools) metrics.budgetSpent.set({ scope, unit }, spent / limit);
}

const statuses = caseStatusSchema.options;
const pauseKinds = pauseKindSchema.options;

function showBacklog(metrics: Metrics, backlog: Backlog): void {
  const { now, cases, runnable, leases, pauses, outbox, workers } = backlog;
  const ageOf = (since: Instant | null): number =>
    since === null ? 0 : Math.max(0, epochMsOf(now) - epochMsOf(since)) / 1000;
  for (const status of statuses) metrics.cases.set({ status }, cases[status] ?? 0);
  metrics.runnable.set(runnable.count);
  metrics.workerLag.set(ageOf(runnable.oldestSince));
  metrics.leases.set({ state: "held" }, leases.held);
  metrics.leases.set({ state: "expired" }, leases.expired);
  for (const kind of pauseKinds) {
    const open = pauses.find((row) => row.kind === kind);
    metrics.pausesOpen.set({ kind }, open?.count ?? 0);
    metrics.pauseAge.set({ kind }, ageOf(open?.oldestSince ?? null));
  }
  metrics.outbox.set(outbox.count);
  metrics.outboxAge.set(ageOf(outbox.oldestDueAt));
  metrics.workersAlive.set(workers.filter(({ seenAt }) => epochMsOf(now) - epochMsOf(seenAt) < aliveForMs).length);
}

/** Old figures would look like a calm system. */
function forgetBacklog(metrics: Metrics): void {
  const { cases, runnable, workerLag, leases, pausesOpen, pauseAge, outbox, outboxAge, workersAlive } = metrics;
  for (const gauge of [cases, leases, pausesOpen, pauseAge, metrics.budgetSpent]) gauge.reset();
  for (const gauge of [runnable, workerLag, outbox, outboxAge, workersAlive]) gauge.set(Number.NaN);
}
