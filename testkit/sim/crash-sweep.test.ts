import { hours } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { larkspurReasoner } from "../scenarios/larkspur.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import {
  cancelTogether,
  cancelUndoneLater,
  changeAddress,
  partsOfTheirOwn,
  refundApproved,
} from "../scenarios/scenarios.ts";
import { eventsOf, type History } from "../check/history.ts";
import type { Disturbance } from "./disturbance.ts";
import { playSeed } from "./play-seed.ts";
import { leaseMs } from "./simulation.ts";
import { larkspurOnce } from "./simulate.ts";
import { calm, type Swarm } from "./swarm.ts";

/** A scenario with what is wrong all the time; `timesTold` that it is done; `cases` that there are in the end. */
type Swept = Scenario & { faults?: Swarm["faults"]; timesTold?: number; cases?: number };

type At = { call: number; when: "before" | "after" };
type Sweep = { workers: number; disturbanceAt: (at: At) => Disturbance };

const killed = "a worker that is killed";
const sweeps = {
  [killed]: { workers: 1, disturbanceAt: (at: At) => ({ kind: "crash", ...at }) },
  "a worker that stands still past its lease and goes on beside its heir": {
    workers: 2,
    disturbanceAt: (at: At) => ({ kind: "freeze", forMs: leaseMs * 2, ...at }),
  },
  "a connection to the store that is cut": { workers: 1, disturbanceAt: (at: At) => ({ kind: "cut", ...at }) },
} satisfies Readonly<Record<string, Sweep>>;

/** The CRM never takes its part, so what was done before it is taken back, and a person gets the case. */
const cancelUndone: Swept = {
  ...cancelTogether,
  name: "cancel-together, of which the last part fails for good,",
  endsAs: "handed-off",
  effects: [
    "payments cancel-subscription",
    "payments refund",
    "payments refund-void",
    "payments reactivate-subscription",
  ],
  timesTold: 0,
  faults: [{ system: "crm", rule: { kind: "rate-limit", match: { method: "PUT" } } }],
};

for (const scenario of [changeAddress, refundApproved]) {
  for (const [what, sweep] of Object.entries(sweeps)) {
    describe(`${scenario.name} with ${what}`, () => {
      for (const when of ["before", "after"] as const) {
        test(`${when} any of its port calls has its effect once, and the customer is told once`, async () => {
          for (const call of await callsOf(scenario, sweep)) await hasEachEffectOnce(scenario, sweep, { call, when });
        });
      }
    });
  }
}

/** What is done together makes many times the calls, so its calls are dealt out to several tests. */
const shares = [0, 1, 2, 3, 4, 5] as const;

/** The parent's case and those of its parts; each part tells her of what it did. */
const inChildren: Swept = { ...partsOfTheirOwn, timesTold: 2, cases: 3 };

for (const scenario of [cancelTogether, cancelUndone, inChildren]) {
  describe(`${scenario.name} with ${killed}`, () => {
    for (const share of shares) {
      test(`after any of its port calls has each effect once (${share + 1} of ${shares.length})`, async () => {
        const sweep = sweeps[killed];
        const calls = (await callsOf(scenario, sweep)).filter((call) => call % shares.length === share);
        for (const call of calls) await hasEachEffectOnce(scenario, sweep, { call, when: "after" });
      });
    }
  });
}

/** Only what comes after the case is resolved: what was done before is swept above. */
describe(`${cancelUndoneLater.name} with ${killed} while all is being taken back`, () => {
  for (const share of shares) {
    test(`after any of its port calls has each reversal once (${share + 1} of ${shares.length})`, async () => {
      const sweep = sweeps[killed];
      const done = (await callsOf(cancelTogether, sweep)).length;
      const calls = (await callsOf(cancelUndoneLater, sweep)).filter(
        (call) => call > done && call % shares.length === share,
      );
      const scenario = { ...cancelUndoneLater, timesTold: 2 };
      for (const call of calls) await hasEachEffectOnce(scenario, sweep, { call, when: "after" });
    });
  }
});

/** The port calls of a run in which nothing is disturbed, by number. */
async function callsOf(scenario: Swept, sweep: Sweep): Promise<readonly number[]> {
  const { workerCalls } = await play(scenario, sweep.workers, []);
  expect(workerCalls).toBeGreaterThan(7);
  return Array.from({ length: workerCalls }, (_, index) => index + 1);
}

async function hasEachEffectOnce(scenario: Swept, sweep: Sweep, at: At): Promise<void> {
  const { violations, history } = await play(scenario, sweep.workers, [sweep.disturbanceAt(at)]);
  expect({ call: at.call, violations, ...outcomeOf(history) }).toEqual({
    call: at.call,
    violations: [],
    effects: scenario.effects,
    status: Array.from({ length: scenario.cases ?? 1 }, () => scenario.endsAs),
    timesTold: scenario.timesTold ?? 1,
  });
}

function wrongOf({ faults }: Swept): Partial<Swarm> {
  return faults === undefined ? {} : { faults, healedAfterMs: hours(2) };
}

async function play(scenario: Swept, workers: number, disturbances: readonly Disturbance[]) {
  const parts = { blueprint: await larkspurOnce(), reasoner: larkspurReasoner };
  return playSeed(1, scenario, { ...calm, ...wrongOf(scenario), workers, disturbances }, parts);
}

function outcomeOf({ cases, systems }: History) {
  return {
    effects: systems.flatMap(({ name, effects }) =>
      effects
        .filter(({ kind }) => kind === "effect" || kind === "reversal")
        .map(({ operation }) => `${name} ${operation}`),
    ),
    status: cases.map(({ end }) => end.status),
    timesTold: cases.flatMap((each) => eventsOf(each, "message.sent")).filter(({ body }) => body.claims.length > 0)
      .length,
  };
}
