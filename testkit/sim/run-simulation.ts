import { parseArgs } from "node:util";
import { scenarios } from "../scenarios/scenarios.ts";
import { keptPlans } from "./kept-seeds.ts";
import type { Played } from "./play-seed.ts";
import { neverMet } from "./reach.ts";
import { describeFailed, planOf, plansOf, type RunPlan, simulate } from "./simulate.ts";

const usage = "npm run test:simulate -- [--seeds N] [--from SEED] [--seed SEED [--scenario NAME] [--trace]] [--json]";
const options = {
  seeds: { type: "string", default: "500" },
  from: { type: "string", default: "1" },
  seed: { type: "string" },
  scenario: { type: "string" },
  trace: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

/** Plays many seeds, or one again. The exit code is 1 when an invariant was violated. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  const plans =
    values.seed === undefined
      ? manyPlans(Number(values.from), Number(values.seeds))
      : onePlan(Number(values.seed), values.scenario);
  if (plans.length === 0) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const { runs, failed, reach } = await simulate(plans, (plan, played) => {
    if (values.trace) process.stdout.write(traceOf(plan, played));
  });
  for (const run of failed) process.stdout.write(`${describeFailed(run)}\n`);
  const unmet = runs < runsForReach ? [] : neverMet(reach, leastReach);
  for (const name of unmet) process.stdout.write(`Met less than ${leastReach} times: ${name}\n`);
  if (!values.json)
    for (const [what, count] of Object.entries(reach)) process.stdout.write(`${String(count).padStart(8)}  ${what}\n`);
  process.stdout.write(`${JSON.stringify({ suite: "simulate", runs, violations: failed.length, reach })}\n`);
  return failed.length === 0 && unmet.length === 0 ? 0 : 1;
}

/** So many runs, of 500 seeds, must meet everything so often: what was never met is not proved. */
const runsForReach = 1_000;
const leastReach = 25;

function manyPlans(from: number, count: number): readonly RunPlan[] {
  return [...keptPlans, ...Array.from({ length: count }, (_, index) => from + index).flatMap(plansOf)];
}

function onePlan(seed: number, name: string | undefined): readonly RunPlan[] {
  if (name === undefined) return plansOf(seed);
  const scenario = scenarios.find((candidate) => candidate.name === name);
  return scenario === undefined ? [] : [planOf(seed, scenario)];
}

/** The run as a person reads it: what was drawn, what was called, and each case's log as a table. */
function traceOf({ seed, scenario, swarm }: RunPlan, { simulation, history }: Played): string {
  const logs = history.cases.flatMap(({ caseId, rows, end }) => [
    `${caseId}: ${end.status}`,
    ...rows.map(
      ({ envelope, event }) =>
        `  ${String(envelope.seq).padStart(4)}  ${envelope.at}  ${envelope.actorId.padEnd(24)}  ${event.kind.padEnd(17)}  ${JSON.stringify(event.body).slice(0, 160)}`,
    ),
  ]);
  return [
    `seed ${seed}, ${scenario.name}`,
    JSON.stringify(swarm),
    ...simulation.scheduler.trace.map((line) => `  ${line}`),
    ...logs,
    "",
  ].join("\n");
}
