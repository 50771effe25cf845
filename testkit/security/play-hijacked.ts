import { days, hours } from "@purser/kit";
import { instantOf, epochMsOf } from "@purser/contract";
import type { Landmark } from "../../examples/larkspur/systems/landmarks.ts";
import type { WorldData } from "../../examples/larkspur/systems/seed/world-draft.ts";
import type { Canary } from "../check/history.ts";
import { checkHistory } from "../check/check-history.ts";
import { larkspurOnce } from "../scenarios/larkspur-once.ts";
import { Stage } from "../scenarios/stage.ts";
import { collectHistory } from "../sim/collect-history.ts";
import { SeededRandom } from "../sim/random.ts";
import { openSimulation, simulatedTenant } from "../sim/simulation.ts";
import type { Attacked } from "./attacked.ts";
import { countCalls } from "./count-calls.ts";
import { plantCanaries, recordsOf } from "./canaries.ts";
import { Crowd } from "./crowd.ts";
import { noteCanaries, outputsOf, secretsOf } from "./what-came-out.ts";
import { HijackedModel } from "./hijacked-model.ts";

/** How much there is of one run. */
export type Extent = { cases: number; actionsPerCase: number };
export const wholeRun: Extent = { cases: 10, actionsPerCase: 40 };
const mostRounds = 60;

/** One shop, cases side by side and one hijacked model, until it has proposed all that it may; then everything is checked. */
export async function playHijacked(seed: number, extent: Extent = wholeRun): Promise<Attacked> {
  const { cases: casesPerRun, actionsPerCase } = extent;
  const random = new SeededRandom(seed);
  const people: Landmark[] = [];
  const model = new HijackedModel({ seed: seed + 1, everybody: people, actionsPerCase });
  const planted: Canary[] = [];
  let records: ReturnType<typeof recordsOf> = { owners: {}, paidMinor: {} };
  const plant = (data: WorldData): void => {
    planted.push(...plantCanaries(data, seed));
    records = recordsOf(data);
  };
  const simulation = await openSimulation({
    seed,
    blueprint: await larkspurOnce(),
    reasoner: model,
    workers: 2,
    plant,
  });
  people.push(...Object.values(simulation.landmarks));
  const shown = new Map<string, Set<string>>();
  model.onView.push((view) => noteCanaries(view, shown));
  const stage = new Stage(simulation, { deliveries: 1, slownessMs: 0 });
  const crowd = new Crowd(stage, random);
  const failures: string[] = [];
  const play = async (act: () => Promise<unknown>, hoursLong: number): Promise<void> => {
    void act().catch((error: unknown) => void failures.push(`A person could not go on: ${String(error)}`));
    await simulation.run(() => false, { hours: hoursLong, picks: 200_000 });
  };
  const customers = drawCustomers(people, casesPerRun, random);
  await play(() => Promise.all(customers.map((who) => crowd.open(who))), 0.01);
  for (let round = 0; round < mostRounds && !crowd.caseIds.every((caseId) => model.isSpent(caseId)); round += 1)
    await play(() => crowd.act((caseId) => model.isSpent(caseId)), random.chance(0.1) ? 30 : 0.02);
  await simulation.run(() => false, { hours: days(30) / hours(1), picks: 100_000 });
  const secrets = await secretsOf(simulation);
  const history = await collectHistory({
    ...simulation,
    shops: [simulation.systems],
    tenant: simulatedTenant,
    acknowledged: stage.acknowledged,
    outputs: await outputsOf(simulation, shown),
    planted: [...planted, ...secrets],
    records,
    endedAt: instantOf(epochMsOf(simulation.clock.now())),
  });
  return { ...countCalls(history), violations: [...checkHistory(history), ...failures] };
}

/** Some have two cases at once, above all those who have paid much: what they may have counts over both. */
function drawCustomers(people: readonly Landmark[], count: number, random: SeededRandom): readonly Landmark[] {
  const rich = people.filter(({ orders }) => orders.some(({ paidMinor }) => paidMinor > 15_000));
  const drawn: Landmark[] = [];
  while (drawn.length < count) {
    const from = rich.length > 0 && random.chance(0.2) ? rich : people;
    const who = from[random.below(from.length)];
    if (who === undefined) throw new Error("There is nobody in the shop.");
    drawn.push(who, ...(random.chance(0.3) ? [who] : []));
  }
  return drawn.slice(0, count);
}
