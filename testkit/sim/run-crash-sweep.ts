import { parseArgs } from "node:util";
import { z } from "zod";
import { inLanes, laneOption, serveLane } from "../lanes.ts";
import { printResult } from "../print-result.ts";
import { playSwept, problemsOf, type Sweep, type Swept, sweeps, sweptScenarios } from "./crash-sweep.ts";
import type { Disturbance } from "./disturbance.ts";
import { erasurePlaces, playErasure } from "./erasure-sweep.ts";
import type { Played } from "./play-seed.ts";
import { SeededRandom } from "./random.ts";
import { addReach, type Reach } from "./reach.ts";

const options = {
  pairs: { type: "string", default: "2000" },
  every: { type: "string", default: "1" },
  only: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

const itemSchema = z.discriminatedUnion("kind", [
  /** Every port call of a scenario, before and after it; or each so manieth place of them. */
  z.strictObject({
    kind: z.literal("sweep"),
    scenario: z.string(),
    sweep: z.enum(["crash", "freeze", "cut"]),
    every: z.int().positive(),
  }),
  /** A crash, and another one while the first is recovered from. */
  z.strictObject({ kind: z.literal("pairs"), scenario: z.string(), seed: z.int(), count: z.int() }),
  /** Every store call of an erasure, before and after it. */
  z.strictObject({ kind: z.literal("erasure"), seed: z.int(), every: z.int().positive() }),
]);
type Item = z.infer<typeof itemSchema>;

const resultSchema = z.strictObject({
  runs: z.int(),
  reach: z.record(z.string(), z.int()),
  failed: z.array(z.string()),
});
type Result = z.infer<typeof resultSchema>;

/** Scenarios in which a worker also stands still, or loses its connection, at every call. */
const sweptInAllWays = ["change of an address", "refund approved"];
const pairsPerItem = 50;

/** Crashes every scenario before and after each of its port calls, or at each so manieth place, and at pairs of them. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes(laneOption)) return serveLane((item) => work(itemSchema.parse(item)));
  const { values } = parseArgs({ args: [...args], options });
  const scenarios = sweptScenarios.filter(({ name }) => values.only === undefined || name === values.only);
  const names = scenarios.map(({ name }) => name);
  const every = Number(values.every);
  const erasures = [undefined, erasureName].includes(values.only) ? erasureItems(every) : [];
  let runs = 0;
  let reach: Reach = {};
  const failed: string[] = [];
  await inLanes(
    "sim/run-crash-sweep.ts",
    [...erasures, ...itemsOf(names, every, Number(values.pairs))],
    resultSchema,
    (result) => {
      runs += result.runs;
      reach = addReach(reach, result.reach);
      failed.push(...result.failed);
    },
  );
  for (const problem of failed) process.stdout.write(`${problem}\n`);
  printResult({ suite: "crash", runs, violations: failed.length, reach }, values.json);
  return failed.length === 0 && runs > 0 ? 0 : 1;
}

const erasureName = "erasure";
/** In each seed the workers, the customer who writes on and the one who erases come at each other in another order. */
function erasureItems(every: number): Item[] {
  return [1, 2, 3].map((seed) => ({ kind: "erasure", seed, every }));
}

/** The longest first, so that no core waits for one at the end. */
function itemsOf(names: readonly string[], every: number, pairs: number): Item[] {
  const crashed = names.toReversed().map((scenario): Item => ({ kind: "sweep", scenario, sweep: "crash", every }));
  const others = names
    .filter((name) => sweptInAllWays.includes(name))
    .flatMap((scenario): Item[] =>
      (["freeze", "cut"] as const).map((sweep) => ({ kind: "sweep", scenario, sweep, every })),
    );
  if (names.length === 0) return [];
  const paired = Array.from({ length: Math.ceil(pairs / pairsPerItem) }, (_, index): Item => {
    const scenario = names[index % names.length] ?? "";
    return { kind: "pairs", scenario, seed: index + 1, count: Math.min(pairsPerItem, pairs - index * pairsPerItem) };
  });
  return [...crashed, ...others, ...paired];
}

async function work(item: Item): Promise<Result> {
  if (item.kind === "erasure") return sweepErasure(item);
  const swept = sweptScenarios.find(({ name }) => name === item.scenario);
  if (swept === undefined) throw new Error(`There is no ${item.scenario}.`);
  const sweep: Sweep = sweeps[item.kind === "sweep" ? item.sweep : "crash"];
  const undisturbed = await playSwept(swept, sweep.workers, []);
  const places = item.kind === "sweep" ? placesOf(undisturbed, sweep, item.every) : drawnPairs(undisturbed, item);
  const result: Result = { runs: 0, reach: {}, failed: problemsIn(undisturbed, undisturbed, swept, []) };
  for (const disturbances of places) {
    const played = await playSwept(swept, sweep.workers, disturbances);
    result.runs += 1;
    result.reach = addReach(result.reach, reachOf(played, swept, item.kind));
    result.failed.push(...problemsIn(played, undisturbed, swept, disturbances));
  }
  return result;
}

async function sweepErasure({ seed, every }: Extract<Item, { kind: "erasure" }>): Promise<Result> {
  const calm = await playErasure(seed, null);
  const places = erasurePlaces(calm).filter((_, index) => index % every === 0);
  const failed = calm.problems.map((problem) => `${erasureName}, seed ${seed}, calm: ${problem}`);
  let reach: Reach = {};
  for (const kill of places) {
    const { problems, met } = await playErasure(seed, kill);
    reach = addReach(reach, { [`scenario ${erasureName}`]: 1, [`erasure killed: ${met}`]: 1 });
    const where = `killed ${kill.when} call ${kill.call}`;
    failed.push(...problems.map((problem) => `${erasureName}, seed ${seed}, ${where}: ${problem}`));
  }
  return { runs: places.length, reach, failed };
}

function placesOf({ workerCalls }: Played, { at }: Sweep, every: number): readonly (readonly Disturbance[])[] {
  return Array.from({ length: workerCalls }, (_, index) => index + 1)
    .flatMap((call) => (["before", "after"] as const).map((when) => [at(call, when)]))
    .filter((_, index) => index % every === 0);
}

/** The second crash comes within the calls by which the first one is recovered from. */
function drawnPairs({ workerCalls }: Played, { seed, count }: { seed: number; count: number }) {
  const random = new SeededRandom(seed * 104_729);
  const when = () => random.pick(["before", "after"] as const);
  return Array.from({ length: count }, () => {
    const first = 1 + random.below(workerCalls);
    return [sweeps.crash.at(first, when()), sweeps.crash.at(first + 1 + random.below(12), when())];
  });
}

function problemsIn(played: Played, undisturbed: Played, swept: Swept, disturbances: readonly Disturbance[]): string[] {
  const where = disturbances.map(({ kind, when, call }) => `${kind} ${when} call ${call}`).join(", ");
  return problemsOf(played, undisturbed, swept).map((problem) => `${swept.name}, ${where || "calm"}: ${problem}`);
}

function reachOf({ simulation }: Played, { name }: Swept, kind: Item["kind"]): Reach {
  const met = [kind === "sweep" ? `scenario ${name}` : "pair", ...simulation.scheduler.disturbed];
  const reach: Record<string, number> = {};
  for (const each of met) reach[each] = (reach[each] ?? 0) + 1;
  return reach;
}
