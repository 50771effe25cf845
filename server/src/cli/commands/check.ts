import { errorTable } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { type BlueprintProblem, formatProblem } from "../../blueprint/reading/problem.ts";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { findBlueprint } from "../find-project.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";

const optionsSchema = commonOptionsSchema.extend({
  prove: z.boolean().default(false),
  diff: z.array(z.string()).optional(),
});

/** Adds `purser check`. Exit code 0 only when the blueprint has no mistake, and with `--prove` when all is proved. */
export function registerCheck(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("check")
    .description("load the blueprint and report every mistake in it, a line each")
    .option(
      "--prove",
      "also prove what guardrails/properties.yaml says of the guardrails, or refute it with an example",
    )
    .option("--diff <folders...>", "say what the guardrails of the second folder permit and forbid unlike the first");
  addCommonOptions(command).action(async () => {
    const options = optionsSchema.parse(command.opts());
    if (options.diff !== undefined) {
      const { compareGuardrails } = await import("../guardrails/compare-guardrails.ts");
      return compareGuardrails(options.diff, options, runtime, terminal);
    }
    const directory = findBlueprint(options.blueprint, process.cwd());
    const load = await runtime.loadBlueprint(directory);
    const problems = load.kind === "rejected" ? load.problems : [];
    if (load.kind === "loaded" && options.prove) {
      const { proveGuardrails } = await import("../guardrails/prove-guardrails.ts");
      return proveGuardrails(load.value, options, runtime, terminal);
    }
    if (options.json) terminal.print(JSON.stringify({ blueprint: directory, problems: problems.map(withMend) }));
    else for (const problem of problems) terminal.print(formatProblem(problem));
    if (problems.length > 0) throw new CommandFailed();
    if (!options.json && load.kind === "loaded")
      terminal.print(`${load.value.settings.name}: no mistake found in ${directory}.`);
  });
}

function withMend(problem: BlueprintProblem): BlueprintProblem & { todo: string } {
  return { ...problem, todo: errorTable[problem.code].todo };
}
