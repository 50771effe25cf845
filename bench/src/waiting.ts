import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import type { CaseId } from "@purser/contract";
import pg from "pg";
import { receiveMessage } from "../../server/dist/conversations/receive-message.js";
import { Worker } from "../../server/dist/worker/worker.js";
import { openBench } from "./deployment.js";
import { CaseWatch, openRefundCase } from "./refund-case.js";
import { copyCase } from "./copy-case.js";

/**
 * How long a case that waits for its customer takes from her yes to the next question, while few and while very many cases
 * wait, and what that costs in memory. The many are rows copied from one that really waits: their logs are one event long and are
 * never read, since a waiting case is looked at by nobody.
 */
const few = 1_000;
const wakes = 200;
const warmUpWakes = 100;
const connections = 16;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { cases: { type: "string", default: "1000000" }, json: { type: "boolean", default: false } },
  });
  const many = Number(values.cases);
  if (!Number.isSafeInteger(many) || many <= few) {
    process.stderr.write(`npm run bench:waiting -- [--cases N] [--json]: N is a number above ${few}.\n`);
    process.exitCode = 2;
    return;
  }
  const bench = await openBench(connections);
  const worker = new Worker(bench.deployment.world, { leaseMs: 30_000, concurrency: 32, pollMs: 1_000 });
  worker.start();
  const watch = new CaseWatch(bench.deployment);
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
  try {
    let opened = 0;
    const open = (): Promise<CaseId> => openRefundCase((opened += 1), bench.deployment, watch);
    const template = await open();
    const measure = async (count: number): Promise<number[]> => {
      const waiting: CaseId[] = [];
      for (let number = 0; number < count; number += 1) waiting.push(await open());
      const times: number[] = [];
      for (const caseId of waiting) times.push(await wake(caseId));
      return times;
    };
    // Where a table has grown in a moment, its first readers pay for what Postgres does later in peace: that is not asked here.
    const settled = async (range: { from: number; to: number }): Promise<void> => {
      await copyCase(client, template, range);
      await client.query("checkpoint");
      await measure(warmUpWakes);
    };
    const wake = async (caseId: CaseId): Promise<number> => {
      const start = performance.now();
      const message = { text: "yes", provider: "bench", deliveryId: `yes-${caseId}` };
      await receiveMessage(caseId, message, bench.deployment.desk);
      await watch.until(caseId, ({ state }) => state.pauses.some(({ kind }) => kind === "approve"));
      return performance.now() - start;
    };
    await settled({ from: 1, to: few });
    const withFew = await takeFigures(() => measure(wakes));
    const startedAt = performance.now();
    await settled({ from: few + 1, to: many });
    const copySeconds = Math.round((performance.now() - startedAt) / 1_000);
    const withMany = await takeFigures(() => measure(wakes));
    const figures = {
      cases: many,
      few: withFew,
      many: withMany,
      ratio: round2(withMany.p50 / withFew.p50),
      copySeconds,
    };
    process.stdout.write(`${JSON.stringify(figures, null, values.json ? 0 : 2)}\n`);
  } finally {
    await client.end();
    watch.close();
    await worker.stop();
    await bench.stop();
  }
}

/** Milliseconds from her yes to the next question; megabytes of this process, which is server, worker and client. */
async function takeFigures(measure: () => Promise<number[]>) {
  const times = (await measure()).toSorted((one, other) => one - other);
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const at = (part: number): number => round2(times[Math.floor(times.length * part)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), rssMb: megabytes(rss), heapMb: megabytes(heapUsed) };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

await main();
