import { epochMsOf, type IdOf, type IdPrefix } from "@purser/contract";
import { hours } from "@purser/kit";
import type { SystemReply, Systems } from "@purser/kit";
import { idFromBytes } from "@purser/kit/audit";
import { FakeClock } from "@purser/kit/testing";
import { createSystems, type SystemsOfRecord } from "../../examples/larkspur/systems/create-systems.ts";
import type { Landmarks } from "../../examples/larkspur/systems/landmarks.ts";
import type { WorldData } from "../../examples/larkspur/systems/seed/world-draft.ts";
import { sensitiveTopicIn } from "../../server/src/agent/rules/understanding/sensitive.ts";
import type { SystemOfRecord } from "../../examples/larkspur/systems/system-of-record.ts";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { CaseStore } from "../../server/src/cases/case-store.ts";
import { type Desk, openDesk } from "../../server/src/conversations/desk.ts";
import { openMemoryStore } from "../../server/src/store/memory/memory-store.ts";
import { openStoreClock } from "../../server/src/worker/store-clock.ts";
import { Worker } from "../../server/src/worker/worker.ts";
import type { World } from "../../server/src/worker/world.ts";
import type { Disturbance } from "./disturbance.ts";
import { type Mishap, Network } from "./network.ts";
import { SeededRandom } from "./random.ts";
import { scheduledStore, scheduledSystems } from "./scheduled-ports.ts";
import { type RunEnd, Scheduler } from "./scheduler.ts";
import { type ModelTrouble, WildModel } from "./wild-model.ts";
import { type Witness, witnessCall } from "./witness.ts";

export const simulatedStart = "2026-02-10T07:17:00Z";
export const simulatedTenant = "main";
/** Of a worker in a simulation: the length of its leases, and how long it sleeps when there is nothing to do. */
export const leaseMs = 30_000;
const pollMs = 1_000;
const heartbeatMs = leaseMs / 3;

export type SimulationOptions = {
  seed: number;
  blueprint: Blueprint;
  reasoner: Reasoner;
  disturbances?: readonly Disturbance[];
  workers?: number;
  /** Other versions that cases may be put under. */
  known?: readonly Blueprint[];
  /** Versions that can no longer be run. */
  gone?: readonly Blueprint[];
  mishaps?: readonly Mishap[];
  /** Stands in the way of the reasoner; without it the reasoner is asked directly. */
  model?: { troubles: readonly ModelTrouble[]; isFickle: boolean } | null;
  /** Changes the shop's data before anybody reads them. */
  plant?: (data: WorldData) => void;
  /** Another version of the blueprint, in force from then on. */
  republished?: { blueprint: Blueprint; afterMs: number } | null;
};

/** What a worker wrote into its operators' log. */
export type LoggedLine = {
  level: string;
  event: string;
  fields: Readonly<Record<string, string | number | boolean | null>>;
};
export type SeenReply = { system: string; method: string; reply: SystemReply };

/** One deployment without a network, a disk or a clock of its own: everything comes from the seed. */
export type Simulation = {
  clock: FakeClock;
  random: SeededRandom;
  scheduler: Scheduler;
  blueprint: Blueprint;
  /** The store itself, for whoever looks on and for the checker. */
  store: CaseStore;
  /** A desk beside the scheduler: what is done at it is done at once. */
  desk: Desk;
  /** The desk as one person or channel has it: its calls are the scheduler's. */
  deskOf: (actor: string) => Desk;
  systems: SystemsOfRecord;
  /** Called after a request that may have changed something has arrived at a system. */
  onChange: (listener: (system: SystemOfRecord) => void) => void;
  network: Network;
  model: WildModel | null;
  landmarks: Landmarks;
  witnesses: readonly Promise<Witness>[];
  logged: readonly LoggedLine[];
  replies: readonly SeenReply[];
  /** Runs until the condition holds, or nothing is left to happen, or the simulated time or the picks run out. */
  run: (isOver: IsOver, limits?: Limits) => Promise<RunEnd>;
  runUntil: (isOver: IsOver, limits?: Limits) => Promise<boolean>;
};
type IsOver = () => boolean | Promise<boolean>;
type Limits = { hours?: number; picks?: number };

export async function openSimulation(options: SimulationOptions): Promise<Simulation> {
  const { seed, workers = 1 } = options;
  const clock = new FakeClock(simulatedStart);
  const random = new SeededRandom(seed);
  const store = openMemoryStore({ clock, random: (count) => random.bytes(count), masterKey: random.bytes(32) });
  const witnesses: Promise<Witness>[] = [];
  const { systems, landmarks } = createSystems({
    seed,
    clock: () => epochMsOf(clock.now()),
    bystanders: 0,
    plant: options.plant,
    onCall: (name, call) => witnesses.push(witnessCall(name, call, store)),
  });
  const makeId = <Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> => idFromBytes(prefix, random.bytes(16));
  const logged: LoggedLine[] = [];
  const replies: SeenReply[] = [];
  let spawned = 0;
  const spawn = async (): Promise<void> => {
    spawned += 1;
    const world = await worldOf(`worker-${spawned}`, {
      ...options,
      blueprints,
      model,
      network,
      clock,
      store,
      scheduler,
      systems,
      makeId,
      logged,
      replies,
    });
    new Worker(world, { leaseMs, concurrency: 4, pollMs }).start();
  };
  const scheduler: Scheduler = new Scheduler({
    clock,
    random,
    disturbances: options.disturbances ?? [],
    isWorker: (actor) => actor.startsWith("worker-"),
    isDesk: (actor) => actor.startsWith("desk of "),
    onCrash: () => void spawn(),
    nextWakeAt: () => store.nextWakeAt(simulatedTenant),
  });
  store.subscribe(() => scheduler.noteChange());
  const listeners: ((system: SystemOfRecord) => void)[] = [];
  const network = new Network(options.mishaps ?? [], scheduler, (system) => {
    for (const listener of listeners) listener(system);
  });
  const model =
    options.model === undefined || options.model === null
      ? null
      : new WildModel(options.reasoner, options.model, { random, scheduler });
  const blueprints = publishedBlueprints(options, () => epochMsOf(clock.now()));
  for (let count = 0; count < workers; count += 1) await spawn();
  const deskWith = (deskStore: CaseStore): Desk =>
    openDesk({ tenant: simulatedTenant, store: deskStore, id: makeId }, blueprints.inForce, sensitiveTopicIn);
  const run = (isOver: IsOver, limits?: Limits): Promise<RunEnd> =>
    scheduler.run(isOver, {
      untilMs: epochMsOf(clock.now()) + hours(limits?.hours ?? 48),
      picks: limits?.picks ?? 5_000,
    });
  return {
    clock,
    random,
    scheduler,
    blueprint: options.blueprint,
    store,
    systems,
    onChange: (listener) => listeners.push(listener),
    network,
    model,
    landmarks,
    witnesses,
    logged,
    replies,
    desk: deskWith(store),
    deskOf: (actor) => deskWith(scheduledStore(store, actor, scheduler)),
    run,
    runUntil: async (isOver, limits) => (await run(isOver, limits)) === "over",
  };
}

/** What is in force, and every version that a case may pin. */
function publishedBlueprints(options: SimulationOptions, nowMs: () => number): World["blueprints"] {
  const { blueprint, republished: changed = null, known = [], gone = [] } = options;
  const changesAtMs = nowMs() + (changed?.afterMs ?? 0);
  const versions = [blueprint, ...known, ...(changed === null ? [] : [changed.blueprint])];
  const isGone = (hash: string): boolean => gone.some((version) => version.hash === hash);
  return {
    inForce: () => (changed === null || nowMs() < changesAtMs ? blueprint : changed.blueprint),
    pinned: async (hash) => versions.find((candidate) => candidate.hash === hash && !isGone(hash)) ?? null,
  };
}

type Parts = Omit<SimulationOptions, "model"> & {
  blueprints: World["blueprints"];
  model: WildModel | null;
  network: Network;
  clock: FakeClock;
  store: CaseStore;
  scheduler: Scheduler;
  systems: SystemsOfRecord;
  makeId: World["id"];
  logged: LoggedLine[];
  replies: SeenReply[];
};

async function worldOf(actor: string, parts: Parts): Promise<World> {
  const { reasoner, blueprints, model, network, clock, scheduler, makeId, logged, replies } = parts;
  const clients: Systems = Object.fromEntries(
    Object.values(parts.systems).map((system) => [system.name, network.clientOf(system, actor)]),
  );
  const store = scheduledStore(parts.store, actor, scheduler);
  // Each machine counts its milliseconds from another moment.
  const startedMs = epochMsOf(clock.now()) - parts.seed - actor.length * hours(7);
  const storeClock = await openStoreClock(parts.store, () => epochMsOf(clock.now()) - startedMs);
  let hasClaimFailed = false;
  return {
    tenant: simulatedTenant,
    workerId: actor,
    now: storeClock.now,
    sleep: (durationMs, signal) => {
      const isIdle = durationMs === heartbeatMs || (durationMs === pollMs && !hasClaimFailed);
      return scheduler.sleep(actor, durationMs, signal, isIdle);
    },
    id: makeId,
    store: {
      ...store,
      claim: async (request) => {
        hasClaimFailed = true;
        const leased = await store.claim(request);
        hasClaimFailed = false;
        return leased;
      },
    },
    systems: scheduledSystems(clients, actor, scheduler, (system, method, reply) =>
      replies.push({ system, method, reply }),
    ),
    reasoner: model?.askedBy(actor) ?? reasoner,
    blueprints,
    deploymentSecret: await parts.store.deploymentSecret(),
    log: (level, event, fields) => logged.push({ level, event, fields }),
  };
}
