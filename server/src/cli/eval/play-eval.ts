import type { CaseEvent } from "@purser/contract";
import type { Eval } from "../../blueprint/evals.ts";
import type { Cleanups } from "../demo/cleanups.ts";
import type { openDemoWorld } from "../demo/open-demo-world.ts";
import { playScenario } from "../demo/play-scenario.ts";
import { costIn } from "./check-eval.ts";
import { preparedEval } from "./eval-scenario.ts";

/** One try of an eval, as `--json` prints it. */
export type EvalTry = {
  seed: number;
  passed: boolean;
  status: string;
  failures: readonly string[];
  messages: number;
  elapsedMs: number;
  cost: { thoughts: number; tokens: number; money: number };
};

type Place = Parameters<typeof openDemoWorld>[0];

/** Plays an eval as the demo plays a scenario: on a database of its own, checked in the log and in the systems' ledgers. */
export async function playEval(
  played: Eval,
  seed: number,
  place: Place,
  { show, cleanups }: { show: (events: readonly CaseEvent[]) => void; cleanups: Cleanups },
): Promise<EvalTry> {
  const { settings } = place.blueprint;
  const scenario = {
    name: played.name,
    endsAs: null,
    prepare: ({ landmarks }: { landmarks: unknown }) => preparedEval(played, landmarks, settings),
  };
  const { result, failures, log } = await playScenario(scenario, seed, place, show, cleanups);
  const { passed, status, messages, elapsedMs } = result;
  return { seed, passed, status, failures, messages, elapsedMs, cost: costIn({ log }) };
}
