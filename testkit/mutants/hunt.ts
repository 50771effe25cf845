import { hours } from "@purser/kit";
import type { Scenario } from "../scenarios/scenario.ts";
import { scenarios } from "../scenarios/scenarios.ts";
import { playSeed } from "../sim/play-seed.ts";
import { planOf, type RunPlan } from "../sim/simulate.ts";
import { calm, type Swarm } from "../sim/swarm.ts";
import type { Mutant } from "./mutant.ts";

export type Hunted = {
  runs: number;
  /** The first run that violated the invariant. */
  caught: { seed: number; scenario: string; violation: string } | null;
  /** Everything that was violated up to there. */
  violations: readonly string[];
};

/** Plays the scenarios, calm first, then with what strikes, and then with what is drawn for each seed, until the invariant is violated. */
export async function hunt(
  { plays, strikes = [] }: Pick<Mutant, "plays" | "strikes">,
  invariant: string | null,
  seeds: number,
): Promise<Hunted> {
  const violations = new Set<string>();
  let runs = 0;
  for (const { seed, scenario, swarm } of plansFor(plays.map(named), strikes, seeds)) {
    const played = await playSeed(seed, scenario, swarm);
    runs += 1;
    for (const violation of played.violations) violations.add(violation);
    const violation = played.violations.find((each) => each.startsWith(`${invariant} `));
    if (violation !== undefined)
      return { runs, caught: { seed, scenario: scenario.name, violation }, violations: [...violations] };
  }
  return { runs, caught: null, violations: [...violations] };
}

function* plansFor(played: readonly Scenario[], strikes: readonly Partial<Swarm>[], seeds: number): Generator<RunPlan> {
  for (const scenario of played)
    for (const strike of [{}, ...strikes])
      yield { seed: 1, scenario, swarm: { ...calm, healedAfterMs: hours(2), ...strike } };
  for (let seed = 1; seed <= seeds; seed += 1) for (const scenario of played) yield planOf(seed, scenario);
}

function named(name: string): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  return scenario;
}
