import { PurserError } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { findBlueprint } from "../find-project.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import { type BehaviourResult, runActions } from "./run-actions.ts";

const optionsSchema = commonOptionsSchema.extend({
  row: z.array(z.string()).default([]),
  way: z.array(z.string()).default([]),
});

/** Adds `purser conformance`. Fails unless every row that was tried has passed in every way. */
export function registerConformance(program: Command, runtime: Runtime, terminal: Terminal): void {
  const conformance = program.command("conformance").description("try what must hold on this deployment's own store");
  const pause = conformance
    .command("pause")
    .description("try the fourteen ways in which a wait for a person goes wrong, in databases of their own")
    .option("--row <id...>", "only these rows, such as H3")
    .option("--way <name...>", "only in these ways: one-process, killed, racing");
  addCommonOptions(pause).action(async () => {
    const { row, way, json, blueprint } = optionsSchema.parse(pause.opts());
    // The suite has a server in it, which no other command is to wait for.
    const { tryPauses } = await import("./try-pauses.ts");
    const asked = { names: row, wayNames: way, blueprint: findBlueprint(blueprint, process.cwd()), json };
    await tryPauses(asked, runtime, terminal);
  });
  registerActions(conformance, terminal);
  conformance
    .command("worker", { hidden: true })
    .description("a worker of the suite, which the suite starts itself")
    .action(async () => (await import("./probe-worker.ts")).runProbeWorker(runtime));
}

const actionOptionsSchema = commonOptionsSchema.extend({ action: z.array(z.string()).default([]) });

/** Adds `purser conformance actions`. Fails when a behaviour does not hold, and when there is nothing to try. */
function registerActions(conformance: Command, terminal: Terminal): void {
  const actions = conformance
    .command("actions")
    .description("hold actions to their contract, in the worlds that the blueprint's conformance/*.ts give them")
    .option("--action <name...>", "only these actions");
  addCommonOptions(actions).action(async () => {
    const { action: only, json, ...options } = actionOptionsSchema.parse(actions.opts());
    const blueprint = findBlueprint(options.blueprint, process.cwd());
    const results = await runActions(blueprint, only, (result) => {
      for (const line of json ? [JSON.stringify(result)] : behaviourLines(result)) terminal.print(line);
    });
    if (results.length === 0)
      throw new PurserError(
        "PUR-2001",
        "There is no such action to try: a file in conformance/ exports { action, open }.",
      );
    const runs = results.filter(({ skipped }) => skipped === null);
    const violations = results.filter((result) => result.violations.length > 0).length;
    const reach = { actions: new Set(results.map(({ action }) => action)).size, skipped: results.length - runs.length };
    const summary = { suite: "actions", runs: runs.length, violations, reach };
    terminal.print(json ? JSON.stringify(summary) : `${runs.length - violations} of ${runs.length}`);
    if (violations > 0) throw new CommandFailed();
  });
}

function behaviourLines({ action, title, violations, skipped }: BehaviourResult): string[] {
  const verdict = violations.length > 0 ? "FAIL" : skipped === null ? "pass" : "skip";
  const why = skipped === null ? [] : [`      ${skipped}`];
  return [`${verdict}  ${action}: ${title}`, ...why, ...violations.map((violation) => `      ${violation}`)];
}
