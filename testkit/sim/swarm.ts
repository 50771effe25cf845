import { hours, minutes, seconds } from "@purser/kit";
import type { FaultRuleInput } from "../../examples/larkspur/systems/faults.ts";
import type { SystemName } from "../../examples/larkspur/systems/system-of-record.ts";
import type { Disturbance } from "./disturbance.ts";
import { leaseMs } from "./simulation.ts";
import type { SeededRandom } from "./random.ts";

/** All that may go wrong in a run; each seed switches on some of it. */
export type Swarm = {
  faults: readonly {
    system: SystemName;
    rule: FaultRuleInput;
    /** When it begins; from the start without it. */ fromMs?: number;
  }[];
  /** When systems heal. */
  healedAfterMs: number;
  disturbances: readonly Disturbance[];
  workers: number;
  /** Arrivals of one delivery, at most. */
  deliveries: number;
  /** How long people take, at most. */
  slownessMs: number;
};

export const calm: Swarm = { faults: [], healedAfterMs: 0, disturbances: [], workers: 1, deliveries: 1, slownessMs: 0 };

const faultKinds = [
  "timeout-before",
  "timeout-after",
  "status-before",
  "status-after",
  "drop",
  "malformed",
  "error-body",
  "rate-limit",
  "latency",
  "down",
] as const;
const systems = ["oms", "payments", "crm"] as const;
/** Within how many calls of workers they are disturbed: most scenarios are over by then. */
const disturbedCalls = 30;

export function drawSwarm(random: SeededRandom): Swarm {
  const isOn = (): boolean => random.chance(0.5);
  const faults = faultKinds.flatMap((kind) =>
    random.chance(kind === "rate-limit" || kind === "down" ? 0.45 : 0.3) ? drawFaults(kind, random) : [],
  );
  const crashes = isOn() ? draw(1 + random.below(3), () => ({ kind: "crash" as const, ...drawPlace(random) })) : [];
  const freezes = isOn()
    ? draw(1 + random.below(2), () => ({
        kind: "freeze" as const,
        forMs: leaseMs + seconds(1 + random.below(60)),
        ...drawPlace(random),
      }))
    : [];
  const cuts = isOn() ? draw(1 + random.below(2), () => ({ kind: "cut" as const, ...drawPlace(random) })) : [];
  return {
    faults,
    healedAfterMs: random.pick([seconds(30), minutes(5), hours(24)]),
    disturbances: [...crashes, ...freezes, ...cuts],
    workers: isOn() ? 2 : 1,
    deliveries: isOn() ? 3 : 1,
    slownessMs: isOn() ? minutes(90) : random.below(3) * seconds(20),
  };
}

/** Each rule meets a few requests: mostly those that change something, since a failed read ends many a run early. */
function drawFaults(kind: (typeof faultKinds)[number], random: SeededRandom): Swarm["faults"] {
  return systems.flatMap((system): Swarm["faults"] => {
    if (random.chance(kind === "down" ? 0.7 : 0.4)) return [];
    const times = 1 + random.below(3);
    const match = random.chance(0.75)
      ? { match: { method: system === "payments" ? ("POST" as const) : ("PUT" as const) } }
      : {};
    switch (kind) {
      case "latency":
        return [{ system, rule: { kind, latencyMs: 500 + random.below(14_000), times, ...match } }];
      case "malformed":
        return [
          { system, rule: { kind, shape: random.pick(["not-json", "cut-short", "wrong-schema"]), times, ...match } },
        ];
      case "down":
        return [{ system, fromMs: random.below(400), rule: { kind } }];
      default:
        return [{ system, rule: { kind, times, ...match } }];
    }
  });
}

function drawPlace(random: SeededRandom): { call: number; when: "before" | "after" } {
  return { call: 1 + random.below(disturbedCalls), when: random.chance(0.5) ? "before" : "after" };
}

function draw<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}
