import { days, hours, minutes } from "@purser/kit";
import type { FaultRuleInput } from "../../../examples/larkspur/systems/faults.ts";
import type { SystemName } from "../../../examples/larkspur/systems/system-of-record.ts";
import type { SeededRandom } from "../../sim/random.ts";
import type { Boundary, WrongClock } from "./child-options.ts";
import type { Interference } from "./tcp-proxy.ts";

/** How one process ends: by itself at a named call, or whenever the time is over. */
export type Kill =
  | { kind: "at"; boundary: Boundary; clock: WrongClock; freezeAt: Boundary | null }
  | { kind: "random"; victim: "worker" | "web"; afterMs: number; clock: WrongClock; freezeAt: Boundary | null };

/** What happens beside the kills. */
export type Happening =
  | { kind: "restart-postgres" }
  | { kind: "read-only"; forMs: number }
  | { kind: "time-passes"; durationMs: number }
  | { kind: "reset-database-connections"; slot: number }
  | { kind: "database-wire"; slot: number; interference: Interference }
  | { kind: "web-wire"; interference: Interference }
  | { kind: "shop-wire"; system: SystemName; interference: Interference }
  | { kind: "shop-fault"; system: SystemName; rule: FaultRuleInput }
  | { kind: "poison" };

/** `happenings` stand at the number of the kill before which they happen. */
export type Plan = { kills: readonly Kill[]; happenings: ReadonlyMap<number, readonly Happening[]> };

export const workerSlots = 3;

/** Everything that a seed says of a run; when exactly it comes about, real processes decide. */
export function drawPlan(random: SeededRandom, kills: number): Plan {
  const drawn = Array.from({ length: kills }, (_, index) => drawKill(random, index));
  const happenings = new Map<number, Happening[]>();
  for (const happening of drawHappenings(random, kills)) {
    const at = random.below(Math.max(1, Math.trunc(kills * 0.85)));
    happenings.set(at, [...(happenings.get(at) ?? []), happening]);
  }
  return { kills: drawn, happenings };
}

/** Two of three at named calls, every eighth process also stopped past its lease. */
function drawKill(random: SeededRandom, index: number): Kill {
  const freezeAt = index % 8 === 3 ? drawBoundary(random) : null;
  const clock = drawClock(random);
  if (index % 3 !== 2) return { kind: "at", boundary: drawBoundary(random), clock, freezeAt };
  const victim = index % 12 === 5 ? "web" : "worker";
  return { kind: "random", victim, afterMs: 100 + random.below(2_000), clock, freezeAt };
}

/** Most where the most can go wrong: around calls, and around what is written of them. */
const ports: readonly [Boundary["port"], ...Boundary["port"][]] = [
  "call",
  "call",
  "call",
  "appendDecision",
  "appendDecision",
  "appendOutcome",
  "appendOutcome",
  "claim",
  "think",
  "lookup",
  "release",
  "readTotals",
  "renew",
];
const often: readonly Boundary["port"][] = ["appendDecision", "lookup", "claim", "think"];

function drawBoundary(random: SeededRandom): Boundary {
  const port = random.pick(ports);
  const nth = 1 + random.below(often.includes(port) ? 8 : 2);
  return { port, when: random.chance(0.5) ? "before" : "after", nth };
}

function drawClock(random: SeededRandom): WrongClock {
  return {
    offMs: random.pick([0, 0, minutes(5), -minutes(5), days(1), -days(1)]),
    jumpMs: random.pick([0, 0, hours(1), -hours(1)]),
  };
}

const called = ["oms", "payments", "payments", "shipping", "crm"] as const;
/** Those that are called most: what comes once must be met. */
const calledMost = ["oms", "payments"] as const;

function drawHappenings(random: SeededRandom, kills: number): readonly Happening[] {
  const times = (oneForEach: number, make: () => Happening): Happening[] =>
    Array.from({ length: Math.max(1, Math.round(kills / oneForEach)) }, make);
  const slot = (): number => random.below(workerSlots);
  const database = (oneForEach: number, interference: Interference): Happening[] =>
    times(oneForEach, () => ({ kind: "database-wire", slot: slot(), interference }));
  const shop = (oneForEach: number, interference: Interference): Happening[] =>
    times(oneForEach, () => ({ kind: "shop-wire", system: random.pick(calledMost), interference }));
  const web = (oneForEach: number, interference: Interference): Happening[] =>
    times(oneForEach, () => ({ kind: "web-wire", interference }));
  return [
    ...times(25, () => ({ kind: "restart-postgres" })),
    ...times(80, () => ({ kind: "read-only", forMs: 1_200 })),
    ...times(25, () => ({ kind: "time-passes", durationMs: 25_000 })),
    ...times(60, () => ({ kind: "poison" })),
    ...times(12, () => ({ kind: "reset-database-connections", slot: slot() })),
    ...database(5, "cut-before"),
    ...database(5, "swallow-reply"),
    ...database(8, "delay"),
    ...database(40, "half-open"),
    ...web(8, "cut-before"),
    ...web(8, "swallow-reply"),
    ...shop(5, "cut-before"),
    ...shop(5, "swallow-reply"),
    ...shop(8, "delay"),
    ...shop(12, "hold"),
    ...shop(15, "huge"),
    ...shop(30, "drip"),
    ...shop(30, "half-open"),
    ...times(6, () => ({ kind: "shop-fault", system: random.pick(called), rule: drawRule(random) })),
  ];
}

function drawRule(random: SeededRandom): FaultRuleInput {
  const match = { method: random.pick(["GET", "POST", "PUT"] as const) };
  return random.pick<FaultRuleInput>([
    { kind: "malformed", shape: "not-json", times: 2, match },
    { kind: "malformed", shape: "cut-short", times: 2, match },
    { kind: "malformed", shape: "wrong-schema", times: 2, match },
    { kind: "status-before", times: 2, match },
    { kind: "status-after", times: 2, match },
    { kind: "error-body", times: 1, match },
    { kind: "rate-limit", times: 2, match },
    { kind: "drop", times: 2, match },
  ]);
}
