import type { CaseStore } from "../cases/case-store.ts";
import type { OperatorLog } from "../worker/world.ts";
import { EventCounter } from "./event-counter.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { type MetricSources, metricsReader } from "./read-metrics.ts";
import { SpanExporter, type SpanExporterOptions } from "./span-exporter.ts";
import { watchedStore } from "./watched-store.ts";

/** What operators see of one process. */
export type Telemetry = {
  metrics: Metrics;
  /** The operators' log, its lines counted. */
  log: OperatorLog;
  /** The store with all that is committed through it counted, and traced where there is a collector. */
  store: CaseStore;
  /** The text that Prometheus reads. */
  readMetrics: () => Promise<string>;
  stop: () => Promise<void>;
};

export type TelemetryOptions = {
  store: CaseStore;
  tenant: string;
  log: OperatorLog;
  collector: SpanExporterOptions["collector"] | null;
  service: SpanExporterOptions["service"];
  metrics?: Metrics;
  /** Of models and budgets; nothing is shown where there are none. */
  spending?: Pick<MetricSources, "models" | "budgets">;
};

const noSpending: Pick<MetricSources, "models" | "budgets"> = { models: () => [], budgets: async () => [] };

export function openTelemetry(options: TelemetryOptions): Telemetry {
  const { store, tenant, collector, service, metrics = createMetrics(), spending = noSpending } = options;
  const log = countedLog(options.log, metrics);
  const exporter = collector === null ? null : new SpanExporter({ store, tenant, metrics, log, collector, service });
  return {
    metrics,
    log,
    store: watchedStore(store, {
      metrics,
      counter: new EventCounter(metrics),
      onCommitted: exporter?.onCommitted ?? (() => undefined),
    }),
    readMetrics: metricsReader(metrics, { store, tenant, nowMs: () => performance.now(), ...spending }),
    stop: async () => exporter?.stop(),
  };
}

function countedLog(log: OperatorLog, metrics: Metrics): OperatorLog {
  return (level, event, fields) => {
    metrics.logLines.inc({ level, event });
    log(level, event, fields);
  };
}
