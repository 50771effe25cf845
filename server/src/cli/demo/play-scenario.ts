import type { CaseEvent } from "@purser/contract";
import { type Scenario, seededChance } from "@purser/kit";
import { checkRecord } from "./check-record.ts";
import { Cleanups } from "./cleanups.ts";
import { DemoStage } from "./demo-stage.ts";
import { openDemoWorld } from "./open-demo-world.ts";
import { countEffects, readLedgers } from "./read-ledgers.ts";

/** One played scenario, as `--json` prints it. */
export type DemoResult = {
  scenario: string;
  seed: number;
  status: string;
  passed: boolean;
  /** Real time, with all that was started and stopped for it but Postgres. */
  elapsedMs: number;
  messages: number;
  calls: number;
  /** Effects by system and operation, as the systems' own ledgers have them. */
  ledgers: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

export type DemoOutcome = { result: DemoResult; failures: readonly string[]; log: readonly CaseEvent[] };

/** What can be played: a scenario, or anything that prepares one; without `endsAs` it checks its end itself. */
export type Playable = Pick<Scenario, "name" | "prepare"> & { endsAs: Scenario["endsAs"] | null };

type Place = Parameters<typeof openDemoWorld>[0];

/**
 * Plays one scenario in a world of its own. Whether it passed is found out afterwards from the ledgers, read over HTTP,
 * and the case's log; the scenario's script has no say in it.
 */
export async function playScenario(
  scenario: Playable,
  seed: number,
  place: Place,
  show: (events: readonly CaseEvent[]) => void,
  cleanups: Cleanups = new Cleanups(),
): Promise<DemoOutcome> {
  const startedAt = performance.now();
  try {
    const world = await openDemoWorld(place, { name: scenario.name, seed }, cleanups);
    const chance = seededChance(seed, scenario.name);
    const prepared = scenario.prepare({ landmarks: world.landmarks, chance });
    const stage = new DemoStage(world, chance, show);
    const broken = await prepared.play(stage).then<readonly string[], readonly string[]>(() => [], asFailure);
    const { log, status } = await stage.record();
    const ledgers = await readLedgers(world.control, world.systemNames, stage.othersKeys);
    const failures = [...broken, ...checkRecord({ log, status, ledgers }, scenario, prepared)];
    await cleanups.run();
    const counted = {
      messages: log.filter(({ kind }) => kind === "message.received" || kind === "message.sent").length,
      calls: log.filter(({ kind }) => kind === "call.started").length,
      ledgers: countEffects(ledgers),
    };
    const elapsedMs = Math.round(performance.now() - startedAt);
    return {
      result: { scenario: scenario.name, seed, status, passed: failures.length === 0, elapsedMs, ...counted },
      failures,
      log,
    };
  } finally {
    await cleanups.run();
  }
}

/** A play that cannot go on, such as for a question that was never asked, has failed; what it left is checked all the same. */
function asFailure(error: unknown): readonly string[] {
  return [error instanceof Error ? error.message : String(error)];
}
