import { describe, expect, test } from "vitest";
import { scenarios } from "../scenarios/scenarios.ts";
import { keptPlans } from "./kept-seeds.ts";
import { playSeed } from "./play-seed.ts";
import { describeFailed, plansOf, simulate } from "./simulate.ts";
import { neverMet } from "./reach.ts";
import { calm } from "./swarm.ts";

/** `npm run test:simulate` plays more, and counts what was met. */
const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

/** One in which people come after what is expected: a teammate who takes over or closes at once leaves nothing to be done. */
const calmSeed = 5;

describe("when nothing goes wrong", () => {
  for (const scenario of scenarios) {
    test(`${scenario.name} ends as it is meant to`, async () => {
      const { history, violations } = await playSeed(calmSeed, scenario, calm);
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

test(`all invariants hold after ${seeds.length} seeds of all that may go wrong`, async () => {
  const { failed } = await simulate(seeds.flatMap(plansOf));
  expect(failed.map(describeFailed)).toEqual([]);
});

test("a seed gives the same run twice, to the last hash of the logs", async () => {
  const plans = seeds.slice(0, 3).flatMap(plansOf);
  expect((await simulate(plans)).traces).toEqual((await simulate(plans)).traces);
});

test("a run that never met a thing says so", () => {
  expect(neverMet({ "F1 crash": 24 }, 25)).toContain("F1 crash");
  expect(neverMet({ "F1 crash": 25 }, 25)).not.toContain("F1 crash");
});
