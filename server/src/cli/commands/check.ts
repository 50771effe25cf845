import { errorTable } from "@purser/contract";
import type { Command } from "commander";
import { type BlueprintProblem, formatProblem } from "../../blueprint/problem.ts";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { findBlueprint } from "../find-project.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";

/** Adds `purser check`. Exit code 0 only when the blueprint has no mistake. */
export function registerCheck(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("check")
    .description("load the blueprint and report every mistake in it, a line each");
  addCommonOptions(command).action(async () => {
    const options = commonOptionsSchema.parse(command.opts());
    const directory = findBlueprint(options.blueprint, process.cwd());
    const load = await runtime.loadBlueprint(directory);
    const problems = load.kind === "rejected" ? load.problems : [];
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
