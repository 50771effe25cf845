import { days, hours, minutes, seconds } from "@purser/kit";
import type { FaultRuleInput } from "../../examples/larkspur/systems/faults.ts";
import type { SystemName } from "../../examples/larkspur/systems/system-of-record.ts";
import type { Disturbance, PortKind } from "./disturbance.ts";
import type { Mishap } from "./network.ts";
import type { WebhookFate } from "./send-webhooks.ts";
import { leaseMs } from "./simulation.ts";
import type { SeededRandom } from "./random.ts";
import { type ModelTrouble, modelTroubles } from "./wild-model.ts";

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
  mishaps: readonly Mishap[];
  model: { troubles: readonly ModelTrouble[]; isFickle: boolean } | null;
  webhooks: WebhookFate;
  /** Another version of the blueprint comes into force during the run. */
  republished: { is: "stricter" | "looser"; afterMs: number } | null;
};

export const calm: Swarm = {
  faults: [],
  healedAfterMs: 0,
  disturbances: [],
  workers: 1,
  deliveries: 1,
  slownessMs: 0,
  mishaps: [],
  model: null,
  webhooks: { copies: 1, lateByMs: 0, isLost: false },
  republished: null,
};

const faultKinds = [
  "timeout-before",
  "timeout-after",
  "status-before",
  "status-after",
  "drop",
  "malformed",
  "error-body",
  "rate-limit",
  "refused-later",
  "latency",
  "down",
] as const;
const systems = ["oms", "payments", "crm", "shipping"] as const;
/** Within how many calls of workers they are disturbed: most scenarios are over by then. */
const disturbedCalls = 30;

export function drawSwarm(random: SeededRandom): Swarm {
  const isOn = (): boolean => random.chance(0.5);
  const faults = faultKinds.flatMap((kind) =>
    random.chance(kind === "rate-limit" || kind === "down" ? 0.45 : 0.3) ? drawFaults(kind, random) : [],
  );
  return {
    faults,
    healedAfterMs: random.pick([seconds(30), minutes(5), hours(24), hours(30)]),
    disturbances: drawDisturbances(random),
    workers: isOn() ? 2 : 1,
    deliveries: isOn() ? 1 + random.below(5) : 1,
    slownessMs: isOn() ? random.pick([minutes(90), hours(26)]) : random.below(3) * seconds(20),
    mishaps: random.chance(0.4) ? drawMishaps(random) : [],
    model: random.chance(0.4) ? drawModel(random) : { troubles: [], isFickle: false },
    webhooks: {
      copies: isOn() ? 2 + random.below(4) : 1,
      lateByMs: isOn() ? random.pick([seconds(20), minutes(10), days(2)]) : 0,
      isLost: random.chance(0.35),
    },
    republished: random.chance(0.25)
      ? { is: random.pick(["stricter", "looser"]), afterMs: random.pick([10, 200, minutes(1), hours(1)]) }
      : null,
  };
}

function drawDisturbances(random: SeededRandom): Disturbance[] {
  const isOn = (): boolean => random.chance(0.5);
  return [
    ...(isOn() ? draw(1 + random.below(3), () => ({ kind: "crash" as const, ...drawPlace(random) })) : []),
    ...(isOn()
      ? draw(1 + random.below(2), () => ({
          kind: "freeze" as const,
          forMs: leaseMs + seconds(1 + random.below(60)),
          ...drawPlace(random),
        }))
      : []),
    ...(isOn() ? draw(1 + random.below(2), () => ({ kind: "cut" as const, ...drawPlace(random) })) : []),
    ...(isOn()
      ? draw(1 + random.below(2), () => ({
          kind: "desk-cut" as const,
          ...drawPlace(random),
          call: 1 + random.below(8),
        }))
      : []),
    ...(random.chance(0.2)
      ? [{ kind: "crash" as const, again: 3, ...drawPlace(random), port: "call" as const, call: 1 + random.below(2) }]
      : []),
  ];
}

/** Late by less than the time-out, by more than the settle time, or by more than the last look that a lease takes. */
function drawMishaps(random: SeededRandom): Mishap[] {
  return draw(1 + random.below(2), () => {
    const change = 1 + random.below(3);
    if (random.chance(0.3)) return { kind: "doubled", change };
    return { kind: "late", change, byMs: random.pick([seconds(12), seconds(40), minutes(15), hours(3)]) };
  });
}

function drawModel(random: SeededRandom): Swarm["model"] {
  const troubles = draw(random.below(3), () => ({ thought: 1 + random.below(4), kind: random.pick(modelTroubles) }));
  return { troubles, isFickle: random.chance(0.5) };
}

/** Each rule meets a few requests: mostly those that change something, since a failed read ends many a run early. */
function drawFaults(kind: (typeof faultKinds)[number], random: SeededRandom): Swarm["faults"] {
  return systems.flatMap((system): Swarm["faults"] => {
    if (random.chance(kind === "down" ? 0.7 : 0.4)) return [];
    const times = 1 + random.below(3);
    const method: "PUT" | "POST" =
      system === "payments" || system === "shipping" ? "POST" : random.pick(["PUT", "PUT", "POST"]);
    const match = random.chance(0.75) ? { match: { method } } : {};
    switch (kind) {
      case "latency":
        return [{ system, rule: { kind, latencyMs: 500 + random.below(14_000), times, ...match } }];
      case "malformed":
        return [
          {
            system,
            rule: { kind, shape: random.pick(["not-json", "cut-short", "wrong-schema", "too-large"]), times, ...match },
          },
        ];
      case "refused-later":
        return system === "shipping" ? [{ system, rule: { kind, times, match: { method: "POST" } } }] : [];
      case "down":
        return [{ system, fromMs: random.below(400), rule: { kind } }];
      default:
        return [{ system, rule: { kind, times, ...match } }];
    }
  });
}

/** Anywhere, or at one of the first calls of a kind: what changes something is rare among a worker's calls. */
function drawPlace(random: SeededRandom): { call: number; when: "before" | "after"; port?: PortKind } {
  const when = random.pick(["before", "after"] as const);
  if (random.chance(0.4)) return { call: 1 + random.below(disturbedCalls), when };
  const port = random.pick(["call", "call", "append", "append", "model", "lease", "read"] as const);
  return { call: 1 + random.below(3), when, port };
}

function draw<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}
