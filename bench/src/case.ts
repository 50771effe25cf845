import { performance } from "node:perf_hooks";
import pg from "pg";
import { openCase } from "../../server/dist/conversations/open-case.js";
import type { CaseNow } from "../../server/dist/conversations/read-case-now.js";
import { receiveMessage } from "../../server/dist/conversations/receive-message.js";
import { Worker } from "../../server/dist/worker/worker.js";
import { countQueries, openBench, type BenchDeployment } from "./deployment.js";
import { postgresCpuMs } from "./postgres-cpu.js";
import { CaseWatch, runRefundCase } from "./refund-case.js";

const connections = 16;
const warmUpCases = 400;
const measureMs = 5_000;

/** What has been used since the start, whatever else this machine does. */
type Counts = { writingTransactions: number; bytes: number; queries: number; nodeMs: number; postgresMs: number };

async function main(): Promise<void> {
  const queries = countQueries();
  const bench = await openBench(connections);
  const worker = new Worker(bench.deployment.world, { leaseMs: 30_000, concurrency: 32, pollMs: 1_000 });
  worker.start();
  const watch = new CaseWatch(bench.deployment);
  let next = 0;
  const runCase = (): Promise<void> => runRefundCase((next += 1), bench.deployment, watch);
  await inParallel(connections, () => next < warmUpCases, runCase);
  const ceilingBefore = await commitCeiling(bench.databaseUrl);
  const c1 = await casesPerSecond(1, runCase);
  const before = await countsOf(bench, queries());
  const startedAt = next;
  const c16 = await casesPerSecond(connections, runCase);
  const after = await countsOf(bench, queries());
  const cases = next - startedAt;
  const ceilingAfter = await commitCeiling(bench.databaseUrl);
  const turnMs = await turnTimes(bench, watch);
  const perCase = (count: keyof Counts): number => round((after[count] - before[count]) / cases);
  const commitsPerCase = perCase("writingTransactions");
  const commitCeilingPerSecond = (ceilingBefore + ceilingAfter) / 2;
  const figures = {
    casesPerSecond: { c1: round(c1), c16: round(c16) },
    turnMs: { event10: round(turnMs.event10), event1000: round(turnMs.event1000) },
    cpuMsPerCase: { node: perCase("nodeMs"), postgres: perCase("postgresMs") },
    queriesPerCase: perCase("queries"),
    bytesPerCase: Math.round(perCase("bytes")),
    commitsPerCase,
    commitCeilingPerSecond: Math.round(commitCeilingPerSecond),
    ceilingShare: round((c16 * commitsPerCase) / commitCeilingPerSecond),
  };
  process.stdout.write(`${JSON.stringify(figures, null, process.argv.includes("--json") ? 0 : 2)}\n`);
  watch.close();
  await worker.stop();
  await bench.stop();
}

async function casesPerSecond(clients: number, runCase: () => Promise<void>): Promise<number> {
  const start = performance.now();
  let done = 0;
  await inParallel(
    clients,
    () => performance.now() - start < measureMs,
    async () => {
      await runCase();
      done += 1;
    },
  );
  return (done * 1000) / (performance.now() - start);
}

/** One-row inserts, each its own commit, over as many connections of the same driver. */
async function commitCeiling(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  await pool.query(
    "create table if not exists bench_commits (id bigint generated always as identity primary key, note text)",
  );
  const start = performance.now();
  let done = 0;
  await inParallel(
    connections,
    () => performance.now() - start < measureMs / 2,
    async () => {
      await pool.query({ name: "ceiling", text: "insert into bench_commits (note) values ($1)", values: ["one row"] });
      done += 1;
    },
  );
  const perSecond = (done * 1000) / (performance.now() - start);
  await pool.end();
  return perSecond;
}

/** The time of one turn (a message in, a reply out) early and late in one long conversation; medians of 20 turns. */
async function turnTimes(bench: BenchDeployment, watch: CaseWatch): Promise<{ event10: number; event1000: number }> {
  const { desk } = bench.deployment;
  const identity = { level: 2, method: "token", expiresAt: null } as const;
  const messageOf = (turn: number) => ({ text: `hello ${turn}`, provider: "bench", deliveryId: `turn-${turn}` });
  const isAnswered = ({ state }: CaseNow): boolean => !state.needsThought && state.proposals.length === 0;
  // With its first message: a case in which nothing was said yet would be a person's.
  const { caseId } = await openCase(
    {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerRef: "LC-turns",
      identity,
      message: messageOf(0),
    },
    desk,
  );
  await watch.until(caseId, isAnswered);
  let turn = 0;
  const takeTurn = async (): Promise<{ ms: number; seq: number }> => {
    turn += 1;
    const start = performance.now();
    await receiveMessage(caseId, messageOf(turn), desk);
    const { state } = await watch.until(caseId, isAnswered);
    return { ms: performance.now() - start, seq: state.seq };
  };
  const early: number[] = [];
  const late: number[] = [];
  for (;;) {
    const { ms, seq } = await takeTurn();
    if (seq <= 100) early.push(ms);
    if (seq >= 950) late.push(ms);
    if (seq >= 1_050) break;
  }
  return { event10: median(early), event1000: median(late) };
}

async function countsOf({ databaseUrl, postgresPid }: BenchDeployment, queries: number): Promise<Counts> {
  const { user, system } = process.cpuUsage();
  const used = { queries, nodeMs: (user + system) / 1000, postgresMs: postgresCpuMs(postgresPid) };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const result = await client.query<{ xid: string; bytes: string }>(
    "select pg_snapshot_xmax(pg_current_snapshot())::text as xid, sum(pg_total_relation_size(c.oid))::text as bytes from pg_class c where c.relkind in ('r','p') and c.relnamespace = 'public'::regnamespace and c.relname <> 'bench_commits'",
  );
  await client.end();
  return { ...used, writingTransactions: Number(result.rows[0]?.xid), bytes: Number(result.rows[0]?.bytes) };
}

async function inParallel(lanes: number, goesOn: () => boolean, run: () => Promise<void>): Promise<void> {
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (goesOn()) await run();
    }),
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

await main();
