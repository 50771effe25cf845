import type { Scenario } from "../scenarios/scenario.ts";
import {
  approvalUnanswered,
  cancelTogether,
  changeAddress,
  closedMeanwhile,
  refundUndone,
  scenarios,
  takenOver,
  twoAddresses,
  twoCases,
} from "../scenarios/scenarios.ts";
import {
  approvalEdited,
  approvalRaced,
  heldWithdrawn,
  ownApproval,
  strangerJoins,
} from "../scenarios/scenarios-of-people.ts";
import { escalated, labelAwaited, poisonedCase, poisonedText } from "../scenarios/scenarios-of-systems.ts";
import { type Played, playSeed } from "./play-seed.ts";
import { SeededRandom } from "./random.ts";
import { addReach, type Reach } from "./reach.ts";
import { drawSwarm, type Swarm } from "./swarm.ts";

/** One run by what it is made of: the same three give the same run on any machine. */
export type RunPlan = { seed: number; scenario: Scenario; swarm: Swarm };
export type FailedRun = { seed: number; scenario: string; violations: readonly string[] };
export type Simulated = {
  runs: number;
  failed: readonly FailedRun[];
  reach: Reach;
  /** The hash of all that happened, by seed and scenario. */
  traces: Readonly<Record<string, string>>;
};

/** The swarm has a stream of its own, so that what it draws does not shift what the run draws. */
const swarmStream = 7_919;

export function planOf(seed: number, scenario: Scenario): RunPlan {
  return { seed, scenario, swarm: drawSwarm(new SeededRandom(seed * swarmStream)) };
}

/** What these are there for happens in few of their runs, so they come so many times as often. */
const often: readonly (readonly [Scenario, number])[] = [
  [changeAddress, 3],
  [refundUndone, 3],
  [closedMeanwhile, 3],
  [takenOver, 2],
  [twoAddresses, 4],
  [twoCases, 2],
  [approvalRaced, 3],
  [approvalEdited, 2],
  [approvalUnanswered, 2],
  [ownApproval, 2],
  [cancelTogether, 2],
  [labelAwaited, 6],
  [poisonedCase, 2],
  [poisonedText, 2],
  [strangerJoins, 2],
  [escalated, 2],
  [heldWithdrawn, 3],
];
const times = new Map(often);
const dealt = scenarios.flatMap((scenario) => Array.from({ length: times.get(scenario) ?? 1 }, () => scenario));

/** Two runs for each seed: the scenarios come in turn. */
export function plansOf(seed: number): readonly RunPlan[] {
  return [2 * seed, 2 * seed + 1].flatMap((turn) => {
    const scenario = dealt[turn % dealt.length];
    return scenario === undefined ? [] : [planOf(seed, scenario)];
  });
}

/** Plays the plans one after another. */
export async function simulate(
  plans: Iterable<RunPlan>,
  onRun: (plan: RunPlan, played: Played) => void = () => undefined,
): Promise<Simulated> {
  const failed: FailedRun[] = [];
  const traces: Record<string, string> = {};
  let runs = 0;
  let reach: Reach = {};
  for (const plan of plans) {
    const { seed, scenario, swarm } = plan;
    const played = await playSeed(seed, scenario, swarm);
    runs += 1;
    reach = addReach(reach, played.reach);
    traces[`${seed} ${scenario.name}`] = played.traceHash;
    if (played.violations.length > 0) failed.push({ seed, scenario: scenario.name, violations: played.violations });
    onRun(plan, played);
  }
  return { runs, failed, reach, traces };
}

/** What a person reads of a run that failed: what it violated, and how to play it again. */
export function describeFailed({ seed, scenario, violations }: FailedRun): string {
  return [
    `seed ${seed}, ${scenario}:`,
    ...violations.map((violation) => `  ${violation}`),
    `  npm run test:simulate -- --seed ${seed} --scenario ${scenario} --trace`,
  ].join("\n");
}
