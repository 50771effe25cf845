import { instantOf } from "@purser/contract";
import { days, hours } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { systemNames } from "../../examples/larkspur/systems/system-of-record.ts";
import { checkHistory } from "../check/check-history.ts";
import type { History, ShopFacts, Violation } from "../check/history.ts";
import { checkSameReplay } from "../check/same-replay.ts";
import { larkspurReasoner, smallRefundMinor } from "../scenarios/larkspur.ts";
import { labelWebhooksOnce, larkspurOnce } from "../scenarios/larkspur-once.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { Stage } from "../scenarios/stage.ts";
import { collectHistory } from "./collect-history.ts";
import { failureClassesIn } from "./failure-classes.ts";
import { kernelReplay } from "./kernel-replay.ts";
import { countReach, type Reach, reachIn } from "./reach.ts";
import { SeededRandom } from "./random.ts";
import { sendWebhooks } from "./send-webhooks.ts";
import { openSimulation, type Simulation, simulatedStart } from "./simulation.ts";
import type { Swarm } from "./swarm.ts";
import { onWrongMachine } from "./wrong-machine.ts";

export type Played = {
  violations: readonly Violation[];
  history: History;
  reach: Reach;
  traceHash: string;
  workerCalls: number;
  simulation: Simulation;
};

/** Faults stay on for so long at most; then everything heals. */
const faultyPicks = 2_000;
const healedDays = 30;
const healedPicks = 4_000;

/** One run of a scenario: faults on, then healed and run on for a month, then everything is checked. */
export async function playSeed(seed: number, scenario: Scenario, swarm: Swarm): Promise<Played> {
  const versions = [await larkspurOnce(), await larkspurOnce(swarm.republished?.is ?? "published")] as const;
  const webhooks = await labelWebhooksOnce();
  return onWrongMachine(new SeededRandom(seed), async () => {
    const simulation = await open(seed, scenario, swarm, versions);
    const webhooksMet = sendWebhooks(simulation, webhooks, swarm.webhooks);
    const stage = new Stage(simulation, swarm);
    const ends = await playOut(simulation, stage, scenario, swarm);
    return judged(scenario, swarm, { simulation, stage, ends, webhooksMet });
  });
}

async function open(
  seed: number,
  { blueprint: change = (blueprint) => blueprint }: Scenario,
  swarm: Swarm,
  [published, changed]: readonly [Blueprint, Blueprint],
): Promise<Simulation> {
  const { disturbances, workers, mishaps, model, republished } = swarm;
  const simulation = await openSimulation({
    seed,
    blueprint: change(published),
    reasoner: larkspurReasoner,
    disturbances,
    workers,
    mishaps,
    model,
    republished: republished === null ? null : { blueprint: change(changed), afterMs: republished.afterMs },
  });
  for (const { system, rule, fromMs = 0 } of swarm.faults) {
    void simulation.scheduler.sleep("faults", fromMs, null).then(() => simulation.systems[system].faults.add(rule));
  }
  return simulation;
}

type Ends = { faulty: Awaited<ReturnType<Simulation["run"]>>; healed: Ends["faulty"]; failures: readonly string[] };

async function playOut(simulation: Simulation, stage: Stage, scenario: Scenario, swarm: Swarm): Promise<Ends> {
  const failures: string[] = [];
  void scenario.play(stage).catch((error: unknown) => void failures.push(`A person could not go on: ${String(error)}`));
  const faulty = await simulation.run(() => false, { hours: swarm.healedAfterMs / hours(1), picks: faultyPicks });
  for (const name of systemNames) simulation.systems[name].faults.clear();
  const healed = await simulation.run(() => false, { hours: days(healedDays) / hours(1), picks: healedPicks });
  return { faulty, healed, failures };
}

type Outcome = { simulation: Simulation; stage: Stage; ends: Ends; webhooksMet: readonly string[] };

async function judged(
  scenario: Scenario,
  swarm: Swarm,
  { simulation, stage, ends, webhooksMet }: Outcome,
): Promise<Played> {
  const history = await collectHistory({
    ...simulation,
    shops: [simulation.systems],
    tenant: "main",
    acknowledged: stage.acknowledged,
    prompts: simulation.model?.prompts ?? [],
    doubled: simulation.network.doubled,
    // When nothing can happen any more the clock stands still; for what was due until then that is no excuse.
    endedAt: instantOf(Date.parse(simulatedStart) + swarm.healedAfterMs + days(healedDays)),
    changed: changeIn(swarm),
  });
  return {
    violations: [
      ...checkHistory(history),
      ...checkSameReplay(history, kernelReplay).map((sentence) => `I14 same replay: ${sentence}`),
      ...loops(ends),
      ...crashed(simulation),
    ],
    history,
    reach: countReach([
      `scenario ${scenario.name}`,
      ...simulation.scheduler.disturbed,
      ...reachIn(history),
      ...failureClassesIn(history, {
        scenario: scenario.name,
        swarm,
        simulation,
        webhooks: webhooksMet,
        deliveries: stage.deliveries,
      }),
      ...webhooksMet,
      ...simulation.network.met,
      ...(simulation.model?.met ?? []),
      ...met(simulation),
      ...ends.failures.map(() => "person refused"),
      ...stage.refused.map(() => "person refused"),
    ]),
    traceHash: hashOf([
      simulation.scheduler.traceHash,
      ...history.cases.map(({ rows }) => rows.at(-1)?.envelope.hash ?? ""),
    ]),
    workerCalls: simulation.scheduler.workerCalls,
    simulation,
  };
}

/** The version that came into force during the run, and from when. */
function changeIn({ republished }: Swarm): ShopFacts["smallRefund"]["changed"] {
  if (republished === null) return null;
  const fromAt = instantOf(Date.parse(simulatedStart) + republished.afterMs);
  return { fromAt, mostMinor: smallRefundMinor[republished.is] };
}

function loops({ faulty, healed }: Ends): Violation[] {
  const livelocks = [faulty, healed].filter((end) => end === "livelock");
  return [
    ...livelocks.map(() => "I15 ends: Much happens and nothing changes."),
    ...(healed === "picks" ? ["I15 ends: It goes on and on after everything has healed."] : []),
  ];
}

/** What a worker may meet: a cut connection, a model whose answer broke off, a message that ends it. */
const expectedCrashes = ["PUR-1005", "PUR-3003", "PoisonMessage"];

/** A worker catches what its case throws, so that the others go on. */
function crashed({ logged }: Simulation): Violation[] {
  return logged.flatMap(({ event, fields }) => {
    const isExpected = [fields["code"], fields["error"]].some((told) => expectedCrashes.includes(String(told)));
    return event === "case.crashed" && !isExpected ? [`A case threw: ${JSON.stringify(fields)}`] : [];
  });
}

/** What came back from systems, and what was refused at the store. */
function met({ replies, logged }: Simulation): string[] {
  return [
    ...replies.map(
      ({ reply, method }) =>
        `reply to a ${method === "GET" ? "read" : "call"}: ${reply.kind}${reply.kind === "answered" ? ` ${Math.trunc(reply.status / 100)}xx` : ""}`,
    ),
    ...logged.flatMap(({ event, fields }) =>
      event === "decision.overtaken" ? [`append ${String(fields["kind"])}`] : [],
    ),
    ...logged.flatMap(({ event, fields }) =>
      event === "case.crashed" && fields["error"] === "PoisonMessage" ? ["poison crash"] : [],
    ),
  ];
}
