import { describe, expect, test } from "vitest";
import { larkspurReasoner } from "../scenarios/larkspur.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { changeAddress, refundApproved } from "../scenarios/scenarios.ts";
import { eventsOf, type History } from "../check/history.ts";
import type { Disturbance } from "./disturbance.ts";
import { playSeed } from "./play-seed.ts";
import { leaseMs } from "./simulation.ts";
import { larkspurOnce } from "./simulate.ts";
import { calm } from "./swarm.ts";

type Sweep = { workers: number; disturbanceAt: (at: { call: number; when: "before" | "after" }) => Disturbance };

const sweeps: Readonly<Record<string, Sweep>> = {
  "a worker that is killed": { workers: 1, disturbanceAt: (at) => ({ kind: "crash", ...at }) },
  "a worker that stands still past its lease and goes on beside its heir": {
    workers: 2,
    disturbanceAt: (at) => ({ kind: "freeze", forMs: leaseMs * 2, ...at }),
  },
  "a connection to the store that is cut": { workers: 1, disturbanceAt: (at) => ({ kind: "cut", ...at }) },
};

for (const scenario of [changeAddress, refundApproved]) {
  for (const [what, sweep] of Object.entries(sweeps)) {
    describe(`${scenario.name} with ${what}`, () => {
      for (const when of ["before", "after"] as const) {
        test(`${when} any of its port calls has its effect once, and the customer is told once`, async () => {
          const { workerCalls } = await play(scenario, sweep.workers, []);
          expect(workerCalls).toBeGreaterThan(7);
          for (let call = 1; call <= workerCalls; call += 1) {
            const disturbances = [sweep.disturbanceAt({ call, when })];
            const { violations, history } = await play(scenario, sweep.workers, disturbances);
            expect({ call, violations, ...outcomeOf(history) }).toEqual({
              call,
              violations: [],
              effects: scenario.effects,
              status: [scenario.endsAs],
              timesTold: 1,
            });
          }
        });
      }
    });
  }
}

async function play(scenario: Scenario, workers: number, disturbances: readonly Disturbance[]) {
  const parts = { blueprint: await larkspurOnce(), reasoner: larkspurReasoner };
  return playSeed(1, scenario, { ...calm, workers, disturbances }, parts);
}

function outcomeOf({ cases, systems }: History) {
  return {
    effects: systems.flatMap(({ name, effects }) =>
      effects.filter(({ kind }) => kind === "effect").map(({ operation }) => `${name} ${operation}`),
    ),
    status: cases.map(({ end }) => end.status),
    timesTold: cases.flatMap((each) => eventsOf(each, "message.sent")).filter(({ body }) => body.claims.length > 0)
      .length,
  };
}
