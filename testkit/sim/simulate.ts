import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { larkspurReasoner, openLarkspur } from "../scenarios/larkspur.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import {
  changeAddress,
  closedMeanwhile,
  refundUndone,
  scenarios,
  takenOver,
  twoAddresses,
  twoCases,
} from "../scenarios/scenarios.ts";
import { type Played, playSeed } from "./play-seed.ts";
import { SeededRandom } from "./random.ts";
import { addReach, type Reach } from "./reach.ts";
import { drawSwarm, type Swarm } from "./swarm.ts";

/** One run by what it is made of: the same three give the same run on any machine. */
export type RunPlan = { seed: number; scenario: Scenario; swarm: Swarm };
export type FailedRun = { seed: number; scenario: string; violations: readonly string[] };
export type Simulated = { runs: number; failed: readonly FailedRun[]; reach: Reach };

/** The swarm has a stream of its own, so that what it draws does not shift what the run draws. */
const swarmStream = 7_919;

export function planOf(seed: number, scenario: Scenario): RunPlan {
  return { seed, scenario, swarm: drawSwarm(new SeededRandom(seed * swarmStream)) };
}

/** What these are there for happens in few of their runs, so they come twice as often. */
const rarely = [refundUndone, closedMeanwhile, takenOver, twoAddresses, twoCases];

/** Two runs for each seed: every second seed changes an address, and all others come in turn. */
export function plansOf(seed: number): readonly RunPlan[] {
  const others = [...scenarios.filter((scenario) => scenario !== changeAddress), ...rarely];
  const [one, other] = [others[seed % others.length], others[Math.trunc(seed / 2) % others.length]];
  const played = seed % 2 === 0 ? [changeAddress, other] : [one, one === other ? changeAddress : other];
  return played.flatMap((scenario) => (scenario === undefined ? [] : [planOf(seed, scenario)]));
}

/** Plays the plans one after another. */
export async function simulate(
  plans: Iterable<RunPlan>,
  onRun: (plan: RunPlan, played: Played) => void = () => undefined,
): Promise<Simulated> {
  const blueprint = await larkspurOnce();
  const failed: FailedRun[] = [];
  let runs = 0;
  let reach: Reach = {};
  for (const plan of plans) {
    const { seed, scenario, swarm } = plan;
    const played = await playSeed(seed, scenario, swarm, { blueprint, reasoner: larkspurReasoner });
    runs += 1;
    reach = addReach(reach, played.reach);
    if (played.violations.length > 0) failed.push({ seed, scenario: scenario.name, violations: played.violations });
    onRun(plan, played);
  }
  return { runs, failed, reach };
}

/** What a person reads of a run that failed: what it violated, and how to play it again. */
export function describeFailed({ seed, scenario, violations }: FailedRun): string {
  return [
    `seed ${seed}, ${scenario}:`,
    ...violations.map((violation) => `  ${violation}`),
    `  npm run test:simulate -- --seed ${seed} --scenario ${scenario} --trace`,
  ].join("\n");
}

let opened: Promise<Blueprint> | null = null;
export function larkspurOnce(): Promise<Blueprint> {
  opened ??= openLarkspur();
  return opened;
}
