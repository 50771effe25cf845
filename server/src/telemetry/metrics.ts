import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** How long people and systems take, in seconds. */
const waitSeconds = [1, 5, 30, 60, 300, 1_800, 3_600, 21_600, 86_400, 604_800];
const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const lateSeconds = [0.1, 0.5, 1, 2, 5, 15, 60, 300, 3_600];

/**
 * All that is counted and measured of one process, for Prometheus. No label names a case, a customer or anything that a
 * person wrote: each has as many values as the blueprint has tools and procedures, at most.
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const makers = makersOf(registry);
  return { registry, ...countedMetrics(makers), ...readMetrics(makers) };
}

/** Counted by the process that wrote them down. */
function countedMetrics({ counter, gauge, histogram }: Makers) {
  return {
    events: counter("events_total", "Events appended to logs, by kind", ["kind"]),
    appends: counter("appends_total", "Appends by who wrote and what came of it", ["writer", "result"]),
    casesOpened: counter("cases_opened_total", "Cases opened, by channel", ["channel"]),
    casesEnded: counter("cases_ended_total", "Cases by procedure and how they ended", ["procedure", "outcome"]),
    resolution: histogram(
      "resolution_seconds",
      "From a case's first event to its resolution",
      ["procedure"],
      waitSeconds,
    ),
    verdicts: counter("verdicts_total", "Verdicts of the guard", ["verdict"]),
    calls: counter("calls_total", "Calls by tool and outcome", ["tool", "outcome"]),
    findings: counter("findings_total", "What look-ups found of calls", ["tool", "finding"]),
    pausesEnded: counter("pauses_ended_total", "How open questions ended", ["how"]),
    handoffs: counter("handoffs_total", "Handoffs to people, by what triggered them", ["reason"]),
    modelTokens: counter("model_tokens_total", "Tokens that models were paid for", ["purpose"]),
    modelSeconds: counter("model_seconds_total", "Seconds that models took", ["purpose"]),
    modelCost: counter("model_cost_micros_total", "Millionths of the currency that models cost", ["purpose"]),
    routes: counter("routes_total", "Steps by who thought them; none are those that nobody could", ["route"]),
    modelUp: gauge("model_up", "Whether a model answers, as this process last saw it: 1, or 0 while it is left alone", [
      "size",
    ]),
    wakeLate: histogram("wake_late_seconds", "How late a worker took a case whose time had come", [], lateSeconds),
    logLines: counter("log_lines_total", "Lines of the operators' log", ["level", "event"]),
    unreadableLogs: counter(
      "unreadable_logs_total",
      "Claims of cases whose log, and of what is to be sent whose row, cannot be read",
      [],
    ),
    auditFailures: counter("audit_failures_total", "Audits that found a link that does not hold", []),
    requests: histogram(
      "http_request_seconds",
      "Requests by route and status",
      ["method", "route", "status"],
      requestSeconds,
    ),
    spans: counter("spans_total", "Spans by what became of them", ["result"]),
  };
}

/** Read when they are asked for; what is of the store is the same whichever process is asked. */
function readMetrics({ gauge }: Makers) {
  return {
    cases: gauge("cases", "Cases by status", ["status"]),
    runnable: gauge("runnable_cases", "Cases that a worker could take now", []),
    workerLag: gauge("worker_lag_seconds", "How long the oldest of them has been waiting", []),
    leases: gauge("leases", "Leases that are held, and those that expired and nobody took up", ["state"]),
    pausesOpen: gauge("pauses_open", "Open questions by kind", ["kind"]),
    pauseAge: gauge("pause_oldest_seconds", "Age of the oldest open question", ["kind"]),
    outbox: gauge("outbox_rows", "What is to be sent", []),
    outboxAge: gauge("outbox_late_seconds", "By how much the oldest of it is overdue", []),
    workersAlive: gauge("workers_alive", "Workers seen within 30 seconds", []),
    budgetSpent: gauge("budget_spent_share", "Share of a day's budget that is spent: 1 is all of it", [
      "scope",
      "unit",
    ]),
    backlogRead: gauge("backlog_up", "Whether the store could be read for these figures", []),
    connections: gauge("database_connections", "Connections to the database of this process", ["state"]),
    streamsShare: gauge("event_streams_share", "Share of the streams that this process may have open: 1 is all", [
      "of",
    ]),
  };
}

type Makers = ReturnType<typeof makersOf>;

/** Each is named and registered as all of ours are. */
function makersOf(registry: Registry) {
  const registers = [registry];
  return {
    counter: <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Counter({ name: `purser_${name}`, help, labelNames, registers }),
    gauge: <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Gauge({ name: `purser_${name}`, help, labelNames, registers }),
    histogram: <Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) =>
      new Histogram({ name: `purser_${name}`, help, labelNames, buckets, registers }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
