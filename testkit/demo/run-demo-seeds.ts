import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { loadScenarios } from "../../server/src/cli/demo/load-scenarios.ts";
import { playScenario } from "../../server/src/cli/demo/play-scenario.ts";
import { inLanes, laneOption, serveLane } from "../lanes.ts";
import { printResult } from "../print-result.ts";
import { loadLarkspur } from "../understanding/hear-all.ts";
import { runtimeInMemory } from "./runtime-in-memory.ts";

const options = {
  seeds: { type: "string", default: "20" },
  from: { type: "string", default: "1" },
  scenario: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

const itemSchema = z.strictObject({ scenario: z.string(), seed: z.int() });
const playedSchema = z.strictObject({ scenario: z.string(), seed: z.int(), failures: z.array(z.string()) });
type Played = z.infer<typeof playedSchema>;

/** Every scenario of the demo with many seeds, without a database: `npm run test:demo -- --seeds 50`. The exit code is 1 when one has failed. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes(laneOption)) return serveLane(playOne);
  const { values } = parseArgs({ args: [...args], options });
  const names = [...(await loadScenarios(larkspur)).keys()].filter((name) => (values.scenario ?? name) === name);
  if (names.length === 0) {
    process.stderr.write(`There is no scenario ${values.scenario ?? ""}.\n`);
    return 2;
  }
  const from = Number(values.from);
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => from + index);
  const items = seeds.flatMap((seed) => names.map((scenario) => ({ scenario, seed })));
  const failed: Played[] = [];
  await inLanes("demo/run-demo-seeds.ts", items, playedSchema, (played) => {
    if (played.failures.length === 0) return;
    failed.push(played);
    process.stdout.write(`purser demo ${played.scenario} --seed ${played.seed}: ${played.failures.join(" ")}\n`);
  });
  printResult({ suite: "demo", runs: items.length, violations: failed.length, reach: {} }, values.json);
  return failed.length === 0 ? 0 : 1;
}

const larkspur = fileURLToPath(new URL("../../examples/larkspur", import.meta.url));
let loading: ReturnType<typeof loadLarkspur> | null = null;

async function playOne(item: unknown): Promise<Played> {
  const { scenario: name, seed } = itemSchema.parse(item);
  const scenario = (await loadScenarios(larkspur)).get(name);
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  loading ??= loadLarkspur();
  const place = { runtime: runtimeInMemory(), blueprint: await loading, serverUrl: "", log: () => undefined };
  const { failures } = await playScenario(scenario, seed, place, () => undefined);
  return { scenario: name, seed, failures: [...failures] };
}
