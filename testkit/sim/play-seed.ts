import { days, hours } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { systemNames } from "../../examples/larkspur/systems/system-of-record.ts";
import { checkHistory } from "../check/check-history.ts";
import type { History, Violation } from "../check/history.ts";
import { checkSameReplay } from "../check/same-replay.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { Stage } from "../scenarios/stage.ts";
import { collectHistory } from "./collect-history.ts";
import { kernelReplay } from "./kernel-replay.ts";
import { countReach, type Reach, reachIn } from "./reach.ts";
import { openSimulation, type Simulation } from "./simulation.ts";
import type { Swarm } from "./swarm.ts";

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
export async function playSeed(
  seed: number,
  scenario: Scenario,
  swarm: Swarm,
  parts: { blueprint: Blueprint; reasoner: Reasoner },
): Promise<Played> {
  const { disturbances, workers } = swarm;
  const simulation = await openSimulation({ seed, ...parts, disturbances, workers });
  for (const { system, rule, fromMs = 0 } of swarm.faults) {
    void simulation.scheduler.sleep("faults", fromMs, null).then(() => simulation.systems[system].faults.add(rule));
  }
  const stage = new Stage(simulation, swarm);
  const failures: string[] = [];
  const playing = scenario
    .play(stage)
    .catch((error: unknown) => void failures.push(`A person could not go on: ${String(error)}`));
  const faulty = await simulation.run(() => false, { hours: swarm.healedAfterMs / hours(1), picks: faultyPicks });
  for (const name of systemNames) simulation.systems[name].faults.clear();
  const healed = await simulation.run(() => false, { hours: days(healedDays) / hours(1), picks: healedPicks });
  void playing;
  const history = await collectHistory({
    ...simulation,
    shops: [simulation.systems],
    tenant: "main",
    acknowledged: stage.acknowledged,
  });
  const livelocks = [faulty, healed].flatMap((end) =>
    end === "livelock" ? ["L: much happens and nothing changes."] : [],
  );
  const unfinished = healed === "picks" ? ["L: it goes on and on after everything has healed."] : [];
  return {
    violations: [
      ...checkHistory(history),
      ...checkSameReplay(history, kernelReplay).map((sentence) => `I14 same replay: ${sentence}`),
      ...livelocks,
      ...unfinished,
      ...crashed(simulation),
    ],
    history,
    reach: countReach([
      `scenario ${scenario.name}`,
      ...simulation.scheduler.disturbed.map(shortened),
      ...reachIn(history),
      ...met(simulation),
      ...failures.map(() => "person refused"),
    ]),
    traceHash: hashOf([
      simulation.scheduler.traceHash,
      ...history.cases.map(({ rows }) => rows.at(-1)?.envelope.hash ?? ""),
    ]),
    workerCalls: simulation.scheduler.workerCalls,
    simulation,
  };
}

/** A worker catches what its case throws, so that the others go on; none but a cut connection may do so. */
function crashed({ logged }: Simulation): Violation[] {
  return logged.flatMap(({ event, fields }) => {
    const reason = String(fields["reason"] ?? "");
    return event === "case.crashed" && !reason.startsWith("PUR-1005") ? [`A case threw: ${reason}`] : [];
  });
}

function shortened(disturbed: string): string {
  const [kind, when] = disturbed.split(" ");
  return `${kind} ${when}`;
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
  ];
}
