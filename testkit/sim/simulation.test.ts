import { describe, expect, test } from "vitest";
import { changeAddress, refundApproved, scenarios } from "../scenarios/scenarios.ts";
import { keptPlans } from "./kept-seeds.ts";
import { playSeed } from "./play-seed.ts";
import { describeFailed, larkspurOnce, planOf, plansOf, simulate } from "./simulate.ts";
import { neverMet } from "./reach.ts";
import { calm } from "./swarm.ts";
import { larkspurReasoner } from "../scenarios/larkspur.ts";

/** Half of them change an address. */
const seeds = Array.from({ length: 100 }, (_, index) => index + 1);

/** One in which people come after what is expected: a teammate who takes over or closes at once leaves nothing to be done. */
const calmSeed = 5;

describe("when nothing goes wrong", () => {
  for (const scenario of scenarios) {
    test(`${scenario.name} ends as it is meant to`, async () => {
      const { history, violations } = await playSeed(calmSeed, scenario, calm, {
        blueprint: await larkspurOnce(),
        reasoner: larkspurReasoner,
      });
      const changes = history.systems.flatMap(({ name, effects }) =>
        effects
          .filter(({ kind }) => kind === "effect" || kind === "reversal")
          .map(({ operation }) => `${name} ${operation}`),
      );
      expect(violations).toEqual([]);
      expect(changes).toEqual(scenario.effects);
      expect(history.cases.map(({ end }) => end.status)).toContain(scenario.endsAs);
    });
  }
});

test("what has found a mistake once finds none any more", async () => {
  const { failed } = await simulate(keptPlans);
  expect(failed.map(describeFailed)).toEqual([]);
});

test(`all invariants hold after ${seeds.length} seeds of faults, crashes, stopped workers, cut connections and doubled deliveries`, async () => {
  const { failed, reach } = await simulate(seeds.flatMap(plansOf));
  expect(failed.map(describeFailed)).toEqual([]);
  // A run that never met a thing proves nothing of it.
  expect(neverMet(reach, 1)).toEqual([]);
});

test("a seed gives the same run twice, to the last hash of the logs", async () => {
  const blueprint = await larkspurOnce();
  for (const seed of seeds.slice(0, 5)) {
    const { scenario, swarm } = planOf(seed, seed % 2 === 0 ? changeAddress : refundApproved);
    const [one, other] = [
      await playSeed(seed, scenario, swarm, { blueprint, reasoner: larkspurReasoner }),
      await playSeed(seed, scenario, swarm, { blueprint, reasoner: larkspurReasoner }),
    ];
    expect(other.traceHash).toBe(one.traceHash);
  }
});
