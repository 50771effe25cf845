import { type CaseEvent, PurserError } from "@purser/contract";
import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { type Eval, readEvals } from "../../blueprint/evals.ts";
import { readBlueprintFiles } from "../../blueprint/reading/read-files.ts";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { loadedOr } from "../connect-systems.ts";
import { printTrace, traceSettings } from "../demo/trace-printer.ts";
import { withDemoServer } from "../demo/with-demo-server.ts";
import { findBlueprint } from "../find-project.ts";
import { openOperatorLog } from "../operator-log.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import type { EvalTry } from "./play-eval.ts";
import { passHats } from "./pass-hat.ts";

const optionsSchema = commonOptionsSchema.extend({ k: z.int(), seed: z.int(), only: z.array(z.string()).default([]) });
type EvalOptions = z.infer<typeof optionsSchema>;

/** One eval with all its tries, as `--json` prints it. */
type EvalResult = {
  eval: string;
  about: string;
  tries: readonly EvalTry[];
  passed: number;
  passHat: readonly number[];
};

const mostTries = 100;

/** Adds `purser eval`. Fails unless every try of every eval that was played has passed. */
export function registerEval(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("eval")
    .description("play the blueprint's evals: conversations with simulated customers, checked in log and ledgers")
    .option(
      "--k <number>",
      "how often each is played, each time with another seed; reports pass^1 to pass^k",
      readTries,
      1,
    )
    .option("--seed <number>", "the seed of the first try", readSeed, 1)
    .option(
      "--only <name>",
      "only this one; may be given several times",
      (name: string, before: string[] | undefined) => [...(before ?? []), name],
    );
  addCommonOptions(command).action(async () => {
    const options = optionsSchema.parse(command.opts());
    const directory = findBlueprint(options.blueprint, process.cwd());
    const blueprint = loadedOr(await runtime.loadBlueprint(directory));
    const chosen = chosenOf(loadedOr(readEvals(await readBlueprintFiles(directory))), options.only, directory);
    const results = await playAll(chosen, blueprint, options, { runtime, terminal });
    const over = passHats(results.map(({ passed, tries }) => ({ passed, tries: tries.length })));
    const failed = results.filter(({ passed, tries }) => passed < tries.length).map((result) => result.eval);
    const cost = sumOf(results.flatMap(({ tries }) => tries));
    const { currency } = blueprint.settings;
    if (options.json)
      terminal.print(JSON.stringify({ evals: results, passHat: over, failed, cost: { ...cost, currency } }));
    else terminal.print(summary(results.length, failed, over, `${costText(cost, currency)}.`));
    if (failed.length > 0) throw new CommandFailed("An eval has not passed.");
  });
}

function readTries(text: string): number {
  if (!/^[1-9]\d*$/.test(text) || Number(text) > mostTries)
    throw new InvalidArgumentError(`How often is a whole number from 1 to ${mostTries}.`);
  return Number(text);
}

function readSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("A seed is a whole number.");
  return Number(text);
}

/** @throws PUR-6022 when there is none, or none of a name that was given. */
function chosenOf(evals: readonly Eval[], only: readonly string[], directory: string): readonly Eval[] {
  const names = evals.map(({ name }) => name);
  const unknown = only.filter((name) => !names.includes(name));
  if (names.length === 0) throw new PurserError("PUR-6022", `There is no file in evals/ of ${directory}.`);
  if (unknown.length > 0)
    throw new PurserError("PUR-6022", `${unknown.join(", ")}; the evals are ${names.join(", ")}.`);
  return only.length === 0 ? evals : evals.filter(({ name }) => only.includes(name));
}

async function playAll(
  chosen: readonly Eval[],
  blueprint: Blueprint,
  { k, seed, json, verbose }: EvalOptions,
  { runtime, terminal }: { runtime: Runtime; terminal: Terminal },
): Promise<readonly EvalResult[]> {
  const { playEval } = await import("./play-eval.ts");
  const log = openOperatorLog(verbose);
  const shown = traceSettings(blueprint);
  // The conversations themselves, on demand.
  const show = (events: readonly CaseEvent[]): void => {
    if (verbose && !json) terminal.print(printTrace(events, shown).trimEnd());
  };
  return withDemoServer(runtime, async (serverUrl, played) => {
    const results: EvalResult[] = [];
    for (const each of chosen) {
      const tries: EvalTry[] = [];
      for (let count = 0; count < k; count += 1) {
        const place = { runtime, blueprint, serverUrl, log, reasoner: "configured" as const };
        tries.push(await playEval(each, seed + count, place, { show, cleanups: played }));
        const last = tries.at(-1);
        for (const failure of last?.failures ?? []) terminal.note(`${each.path}, seed ${seed + count}: ${failure}`);
      }
      const passed = tries.filter((one) => one.passed).length;
      results.push({ eval: each.name, about: each.about, tries, passed, passHat: passHats([{ passed, tries: k }]) });
      if (!json) terminal.print(line(results.at(-1), blueprint.settings.currency));
    }
    return results;
  });
}

function line(result: EvalResult | undefined, currency: string): string {
  if (result === undefined) return "";
  const { tries, passed } = result;
  const verdict = passed === tries.length ? "passed" : "FAILED";
  const times =
    tries.length === 1 ? "" : ` ${passed} of ${tries.length}, pass^${tries.length} ${shown(result.passHat.at(-1))}`;
  return `${verdict.padEnd(7)}${result.eval}${times}: ${result.about} ${costText(sumOf(tries), currency)}.`;
}

type Cost = EvalTry["cost"];

function sumOf(tries: readonly EvalTry[]): Cost {
  const nothing: Cost = { thoughts: 0, tokens: 0, money: 0 };
  return tries.reduce((sum, { cost }) => {
    return { thoughts: sum.thoughts + cost.thoughts, tokens: sum.tokens + cost.tokens, money: sum.money + cost.money };
  }, nothing);
}

function costText({ thoughts, tokens, money }: Cost, currency: string): string {
  return `${thoughts} thoughts, ${tokens} tokens, ${money.toFixed(4)} ${currency}`;
}

function summary(count: number, failed: readonly string[], over: readonly number[], cost: string): string {
  const hats = over.map((chance, index) => `pass^${index + 1} ${shown(chance)}`).join(", ");
  const verdict =
    failed.length === 0
      ? `All ${count} evals passed`
      : `${failed.length} of ${count} evals failed: ${failed.join(", ")}`;
  return `\n${verdict}. ${hats}. ${cost}`;
}

function shown(chance = 0): string {
  return chance.toFixed(3);
}
