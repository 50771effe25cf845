import { PurserError } from "@purser/contract";
import type { Scenario } from "@purser/kit";
import { InvalidArgumentError, type Command, Option } from "commander";
import { z } from "zod";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { loadedOr } from "../connect-systems.ts";
import { findBlueprint } from "../find-project.ts";
import { openOperatorLog } from "../operator-log.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed } from "../terminal.ts";
import type { Cleanups } from "./cleanups.ts";
import { reasonerKinds } from "./demo-reasoner.ts";
import { loadScenarios } from "./load-scenarios.ts";
import type { DemoOutcome, playScenario as PlayScenario } from "./play-scenario.ts";
import { printTrace, traceSettings } from "./trace-printer.ts";
import { withDemoServer } from "./with-demo-server.ts";

const optionsSchema = commonOptionsSchema.extend({
  seed: z.int(),
  all: z.boolean().default(false),
  reasoner: z.enum(reasonerKinds),
});
type DemoOptions = z.infer<typeof optionsSchema>;

/** Adds `purser demo`. Fails unless all that was played has passed. */
export function registerDemo(program: Command, runtime: Runtime): void {
  addCommonOptions(program.command("demo [scenarios...]"))
    .description("play scenarios of the blueprint, each on a database of its own; without a name, list them")
    .option("--seed <number>", "changes customer, order, amounts and wording", readSeed, 1)
    .option("--all", "play every scenario")
    .addOption(
      new Option(
        "--reasoner <kind>",
        "who proposes: the rules, or the blueprint's model, else the scenario's recording",
      )
        .choices(reasonerKinds)
        .default("rules"),
    )
    .action(async (names: readonly string[], given: unknown) => {
      const options = optionsSchema.parse(given);
      const directory = findBlueprint(options.blueprint, process.cwd());
      const scenarios = await loadScenarios(directory);
      if (names.length === 0 && (!options.all || scenarios.size === 0)) return list(scenarios, directory);
      const unknown = names.filter((name) => !scenarios.has(name));
      if (unknown.length > 0)
        throw new PurserError(
          "PUR-2002",
          scenarios.size === 0
            ? `${unknown.join(", ")}; ${noScenarios(directory)}`
            : `${unknown.join(", ")}; the scenarios are ${[...scenarios.keys()].join(", ")}.`,
        );
      const chosen = [...scenarios.values()].filter(({ name }) => options.all || names.includes(name));
      const outcomes = await playAll(chosen, options, loadedOr(await runtime.loadBlueprint(directory)), runtime);
      if (outcomes.some(({ result }) => !result.passed)) throw new CommandFailed("A scenario has not passed.");
    });
}

function noScenarios(directory: string): string {
  return `${directory} has no scenarios; those that there are, are files of its folder scenarios/.`;
}

function readSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("A seed is a whole number.");
  return Number(text);
}

function list(scenarios: ReadonlyMap<string, Scenario>, directory: string): void {
  if (scenarios.size === 0) process.stderr.write(`${noScenarios(directory)}\n`);
  for (const { name, title } of scenarios.values()) process.stdout.write(`${name.padEnd(28)}${title}\n`);
}

async function playAll(
  chosen: readonly Scenario[],
  options: DemoOptions,
  blueprint: Blueprint,
  runtime: Runtime,
): Promise<readonly DemoOutcome[]> {
  const log = openOperatorLog(options.verbose);
  return withDemoServer(runtime, async (serverUrl, played) => {
    const outcomes: DemoOutcome[] = [];
    for (const scenario of chosen)
      outcomes.push(
        await playOne(scenario, options, { runtime, blueprint, serverUrl, log, reasoner: options.reasoner }, played),
      );
    return outcomes;
  });
}

async function playOne(
  scenario: Scenario,
  { seed, json }: DemoOptions,
  place: Parameters<typeof PlayScenario>[2],
  cleanups: Cleanups,
): Promise<DemoOutcome> {
  const shown = traceSettings(place.blueprint);
  if (!json) process.stdout.write(`\n${scenario.name} (seed ${seed}): ${scenario.title}\n`);
  const { playScenario } = await import("./play-scenario.ts");
  const outcome = await playScenario(
    scenario,
    seed,
    place,
    (events) => json || process.stdout.write(printTrace(events, shown)),
    cleanups,
  );
  const { result, failures } = outcome;
  for (const failure of failures) process.stderr.write(`${scenario.name}: ${failure}\n`);
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : summary(outcome));
  return outcome;
}

function summary({ result }: DemoOutcome): string {
  const effects = Object.entries(result.ledgers).flatMap(([system, counts]) =>
    Object.entries(counts).map(([operation, count]) => `${system} ${operation} ${count}`),
  );
  const verdict = result.passed ? "passed" : "FAILED";
  return `\n${verdict}: the case is ${result.status}; in the ledgers: ${effects.join(", ") || "nothing"}; ${result.messages} messages, ${result.calls} calls, ${result.elapsedMs} ms.\n`;
}
