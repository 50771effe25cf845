import { hours } from "@purser/kit";
import type { History } from "../check/history.ts";
import { eventsOf } from "../check/history.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import {
  cancelTogether,
  cancelUndoneLater,
  changeAddress,
  partsOfTheirOwn,
  refundApproved,
  refundAutomatic,
  refundConfirmed,
  refundUndone,
} from "../scenarios/scenarios.ts";
import { approvalEdited, heldWithdrawn } from "../scenarios/scenarios-of-people.ts";
import { escalated, labelAwaited, lookedUp, noteAdded, replyOnly } from "../scenarios/scenarios-of-systems.ts";
import type { Disturbance } from "./disturbance.ts";
import { type Played, playSeed } from "./play-seed.ts";
import { leaseMs } from "./simulation.ts";
import { calm, type Swarm } from "./swarm.ts";

/** A scenario that is crashed at each of its port calls, with what is wrong all the time. */
export type Swept = {
  name: string;
  scenario: Scenario;
  faults: Swarm["faults"];
  /** What is not resent by machine may be a person's after a crash, done or not. */
  isKeyless: boolean;
};

function swept(name: string, scenario: Scenario, more: Partial<Swept> = {}): Swept {
  return { name, scenario, faults: [], isKeyless: false, ...more };
}

export const sweptScenarios: readonly Swept[] = [
  swept("lookup", lookedUp),
  swept("reply only", replyOnly),
  swept("escalate", escalated),
  swept("change of an address", changeAddress),
  swept("refund allowed", refundAutomatic),
  swept("customer confirms", refundConfirmed),
  swept("refund approved", refundApproved),
  swept("edited approval", approvalEdited),
  swept("refund undone", refundUndone),
  swept("held then withdrawn", heldWithdrawn),
  swept("timeout unknown", refundAutomatic, {
    faults: [{ system: "payments", rule: { kind: "timeout-after", times: 1, match: { method: "POST" } } }],
  }),
  swept("wait for webhook", labelAwaited, { isKeyless: true }),
  swept("call without a key", noteAdded, { isKeyless: true }),
  swept("three steps together", cancelTogether),
  swept("three steps, all taken back later", cancelUndoneLater),
  swept("parts as cases of their own", partsOfTheirOwn),
  // The CRM never takes its part, so what was done before it is taken back, and a person gets the case.
  swept("three-step with compensation", cancelTogether, {
    faults: [{ system: "crm", rule: { kind: "rate-limit", match: { method: "POST" } } }],
  }),
];

/** What befalls a worker at a call, and how many workers there are. */
export type Sweep = { workers: number; at: (call: number, when: "before" | "after") => Disturbance };
export const sweeps = {
  crash: { workers: 1, at: (call, when) => ({ kind: "crash", call, when }) },
  // It stands still past its lease, and goes on beside its heir.
  freeze: { workers: 2, at: (call, when) => ({ kind: "freeze", forMs: leaseMs * 2, call, when }) },
  cut: { workers: 1, at: (call, when) => ({ kind: "cut", call, when }) },
} satisfies Readonly<Record<string, Sweep>>;
export type SweepName = keyof typeof sweeps;

/** The seed of every run of a sweep: what differs is only where it is disturbed. */
const sweptSeed = 1;

export function playSwept({ scenario, faults }: Swept, workers: number, disturbances: readonly Disturbance[]) {
  const wrong = faults.length === 0 ? {} : { faults, healedAfterMs: hours(2) };
  return playSeed(sweptSeed, scenario, { ...calm, ...wrong, workers, disturbances });
}

/** What is wrong with a disturbed run, beside the calm one: an invariant, or another outcome. */
export function problemsOf(played: Played, undisturbed: Played, { isKeyless }: Swept): readonly string[] {
  const [found, expected] = [outcomeOf(played.history), outcomeOf(undisturbed.history)];
  const isSame = JSON.stringify(found) === JSON.stringify(expected);
  const isPersons = isKeyless && found.ends.every((status) => status === "handed-off");
  return [
    ...played.violations,
    ...(isSame || isPersons ? [] : [`It ends with ${JSON.stringify(found)} and not with ${JSON.stringify(expected)}.`]),
  ];
}

/** What changed, how the cases ended, and how often somebody was told that something is done. */
function outcomeOf({ cases, systems }: History) {
  return {
    effects: systems.flatMap(({ name, effects }) =>
      effects
        .filter(({ kind }) => kind === "effect" || kind === "reversal")
        .map(({ operation }) => `${name} ${operation}`),
    ),
    ends: cases.map(({ end }) => end.status),
    timesTold: cases.flatMap((each) => eventsOf(each, "message.sent")).filter(({ body }) => body.claims.length > 0)
      .length,
  };
}
