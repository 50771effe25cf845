import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import type { FailedRun, RunPlan } from "./simulate.ts";

const file = fileURLToPath(new URL("../seeds.json", import.meta.url));
const entriesSchema = z.array(jsonObjectSchema);
/** A mistake that shows in many seeds is kept by a few of them. */
const mostKept = 3;

/** Writes down what was drawn for runs that failed, so that they are played first from now on, whatever is drawn then. */
export async function keepFailed(failed: readonly FailedRun[], planFor: (run: FailedRun) => RunPlan): Promise<void> {
  const kept = entriesSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const isKept = ({ seed, scenario }: FailedRun): boolean =>
    kept.some((entry) => entry["seed"] === seed && entry["scenario"] === scenario);
  const fresh = failed.filter((run) => !isKept(run)).slice(0, mostKept);
  if (fresh.length === 0) return;
  const entries = fresh.map((run) => {
    const { seed, scenario, swarm } = planFor(run);
    return { found: run.violations[0] ?? "", seed, scenario: scenario.name, swarm };
  });
  await writeFile(file, `${JSON.stringify([...kept, ...entries], null, 2)}\n`);
}
