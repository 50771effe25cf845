import { parseArgs } from "node:util";
import { z } from "zod";
import { inLanes, laneOption, serveLane } from "../lanes.ts";
import { printResult } from "../print-result.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { scenarios } from "../scenarios/scenarios.ts";
import { keepFailed } from "./keep-failed.ts";
import { keptPlans } from "./kept-seeds.ts";
import type { Played } from "./play-seed.ts";
import { addReach, neverMet, type Reach } from "./reach.ts";
import { describeFailed, type FailedRun, planOf, plansOf, type RunPlan, simulate, type Simulated } from "./simulate.ts";

const usage = "npm run test:simulate -- [--seeds N] [--from SEED] [--scenario NAME] [--seed SEED [--trace]] [--json]";
const options = {
  seeds: { type: "string", default: "500" },
  from: { type: "string", default: "1" },
  seed: { type: "string" },
  scenario: { type: "string" },
  trace: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

/** So many runs, of 500 seeds, must meet everything so often: what was never met is not proved. */
const runsForReach = 1_000;
const leastReach = 25;

/** Plays many seeds, of one scenario or of all in turn, or one seed again. The exit code is 1 when an invariant was violated, or too little was met. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes(laneOption)) return serveLane(playChunk);
  const { values } = parseArgs({ args: [...args], options });
  if (values.seed !== undefined) return playOne(Number(values.seed), values.scenario, values);
  const { scenario: only = null } = values;
  if (only !== null && !scenarios.some(({ name }) => name === only)) {
    process.stderr.write(`There is no scenario ${only}.\n${usage}\n`);
    return 2;
  }
  const { runs, failed, reach } = await playMany(Number(values.from), Number(values.seeds), only);
  for (const run of failed) process.stdout.write(`${describeFailed(run)}\n`);
  await keepFailed(failed, ({ seed, scenario }) => planOf(seed, scenarioNamed(scenario)));
  const unmet = only !== null || runs < runsForReach ? [] : neverMet(reach, leastReach);
  for (const name of unmet) process.stdout.write(`Met ${reach[name] ?? 0} times and not ${leastReach}: ${name}\n`);
  printResult({ suite: "simulate", runs, violations: failed.length, reach }, values.json);
  return failed.length === 0 && unmet.length === 0 ? 0 : 1;
}

/** So many seeds are played once more in other processes, and must leave the same behind to the last hash. */
const seedsTwice = 20;

const chunkSchema = z.strictObject({ from: z.int(), count: z.int(), only: z.string().nullable() });
const simulatedSchema = z.strictObject({
  runs: z.int(),
  failed: z.array(z.strictObject({ seed: z.int(), scenario: z.string(), violations: z.array(z.string()) })),
  reach: z.record(z.string(), z.int()),
  traces: z.record(z.string(), z.string()),
});
const seedsPerChunk = 10;

/** What has found something once is the first chunk, from seed 0. */
async function playMany(from: number, count: number, only: string | null): Promise<Simulated> {
  const chunks = Array.from({ length: Math.ceil(count / seedsPerChunk) }, (_, index) => ({
    from: from + index * seedsPerChunk,
    count: Math.min(seedsPerChunk, count - index * seedsPerChunk),
    only,
  }));
  let runs = 0;
  let reach: Reach = {};
  const failed: FailedRun[] = [];
  const traces: Record<string, string> = {};
  await inLanes("sim/run-simulation.ts", [{ from: 0, count: 0, only }, ...chunks], simulatedSchema, (chunk) => {
    runs += chunk.runs;
    reach = addReach(reach, chunk.reach);
    failed.push(...chunk.failed);
    Object.assign(traces, chunk.traces);
  });
  const again = chunks.slice(0, seedsTwice / seedsPerChunk);
  await inLanes("sim/run-simulation.ts", again, simulatedSchema, (chunk) => {
    for (const [run, trace] of Object.entries(chunk.traces)) if (traces[run] !== trace) failed.push(differently(run));
  });
  return { runs, failed: failed.toSorted((one, other) => one.seed - other.seed), reach, traces };
}

function differently(run: string): FailedRun {
  const [seed = "", scenario = ""] = run.split(" ");
  return { seed: Number(seed), scenario, violations: ["The same seed gave another run in another process."] };
}

function scenarioNamed(name: string): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  return scenario;
}

async function playChunk(item: unknown): Promise<Simulated> {
  const { from, count, only } = chunkSchema.parse(item);
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  // A kept run has the seed and scenario of another one, and a swarm of its own: its trace is not the other's.
  if (count === 0) return { ...(await simulate(keptPlans)), traces: {} };
  return simulate(seeds.flatMap((seed) => (only === null ? plansOf(seed) : [planOf(seed, scenarioNamed(only))])));
}

async function playOne(
  seed: number,
  name: string | undefined,
  { trace, json }: { trace: boolean; json: boolean },
): Promise<number> {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  const plans = name === undefined ? plansOf(seed) : scenario === undefined ? [] : [planOf(seed, scenario)];
  if (plans.length === 0) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const { runs, failed, reach } = await simulate(plans, (plan, played) => {
    if (trace) process.stdout.write(traceOf(plan, played));
  });
  for (const run of failed) process.stdout.write(`${describeFailed(run)}\n`);
  printResult({ suite: "simulate", runs, violations: failed.length, reach }, json);
  return failed.length === 0 ? 0 : 1;
}

/** The run as a person reads it: as it is kept in seeds.json, what was called, and each case's log as a table. */
function traceOf({ seed, scenario, swarm }: RunPlan, { simulation, history, traceHash }: Played): string {
  const logs = history.cases.flatMap(({ caseId, rows, end }) => [
    `${caseId}: ${end.status}`,
    ...rows.map(
      ({ envelope, event }) =>
        `  ${String(envelope.seq).padStart(4)}  ${envelope.at}  ${envelope.actorId.padEnd(24)}  ${event.kind.padEnd(17)}  ${JSON.stringify(event.body).slice(0, 160)}`,
    ),
  ]);
  return [
    `seed ${seed}, ${scenario.name}, trace ${traceHash}`,
    JSON.stringify({ found: "", seed, scenario: scenario.name, swarm }),
    ...simulation.scheduler.trace.map((line) => `  ${line}`),
    ...logs,
    "",
  ].join("\n");
}
