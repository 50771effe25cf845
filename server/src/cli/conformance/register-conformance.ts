import { PurserError } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { addCommonOptions, commonOptionsSchema } from "../common-options.ts";
import { startDemoServer } from "../demo/demo-server.ts";
import { Cleanups } from "../demo/cleanups.ts";
import { findBlueprint } from "../find-project.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import { allRows } from "./all-rows.ts";
import { runProbeWorker } from "./probe-worker.ts";
import { type BehaviourResult, runActions } from "./run-actions.ts";
import { type RowResult, runPauses } from "./run-pauses.ts";
import type { Row } from "./row.ts";
import { ways } from "./probe-world.ts";

const optionsSchema = commonOptionsSchema.extend({ row: z.array(z.string()).default([]) });

/** Adds `purser conformance`. Fails unless every row that was tried has passed in every way. */
export function registerConformance(program: Command, runtime: Runtime, terminal: Terminal): void {
  const conformance = program.command("conformance").description("try what must hold on this deployment's own store");
  const pause = conformance
    .command("pause")
    .description("try the fourteen ways in which a wait for a person goes wrong, in databases of their own")
    .option("--row <id...>", "only these rows, such as H3");
  addCommonOptions(pause).action(async () => {
    const options = optionsSchema.parse(pause.opts());
    const rows = rowsNamed(options.row);
    const results = await withServer(runtime, (serverUrl, cleanups) =>
      runPauses(
        rows,
        { blueprint: findBlueprint(options.blueprint, process.cwd()), serverUrl, runtime },
        (result) => {
          if (options.json)
            terminal.print(JSON.stringify({ row: result.id, ...result, passed: result.failures.length === 0 }));
          else for (const line of linesOf(result)) terminal.print(line);
        },
        cleanups,
      ),
    );
    const passed = results.filter(({ failures }) => failures.length === 0).length;
    terminal.print(options.json ? JSON.stringify(summaryOf(results)) : `${passed} of ${rows.length}`);
    if (passed < rows.length) throw new CommandFailed();
  });
  registerActions(conformance, terminal);
  conformance
    .command("worker", { hidden: true })
    .description("a worker of the suite, which the suite starts itself")
    .action(() => runProbeWorker(runtime));
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

function rowsNamed(names: readonly string[]): readonly Row[] {
  if (names.length === 0) return allRows;
  const rows = allRows.filter(({ id }) => names.includes(id));
  if (rows.length < new Set(names).size)
    throw new PurserError("PUR-2001", `The rows are ${allRows.map(({ id }) => id).join(", ")}.`);
  return rows;
}

function linesOf({ id, title, restarts, races, failures }: RowResult): string[] {
  const counts = `restarts ${String(restarts).padStart(2)}  races ${String(races).padStart(2)}`;
  return [
    `${id.padEnd(4)}${failures.length === 0 ? "pass" : "FAIL"}  ${counts}  ${title}`,
    ...failures.map((failure) => `      ${failure}`),
  ];
}

function summaryOf(results: readonly RowResult[]) {
  const sum = (count: (result: RowResult) => number): number => results.reduce((total, each) => total + count(each), 0);
  const reach = {
    rows: results.length,
    ways: ways.length,
    restarts: sum(({ restarts }) => restarts),
    races: sum(({ races }) => races),
  };
  return {
    suite: "pauses",
    runs: results.length * ways.length,
    violations: sum(({ failures }) => failures.length),
    reach,
  };
}

/** The deployment's own Postgres, else an embedded one in a folder of its own. */
async function withServer<Result>(
  runtime: Runtime,
  use: (serverUrl: string, cleanups: Cleanups) => Promise<Result>,
): Promise<Result> {
  const server = new Cleanups();
  const cleanups = new Cleanups();
  const stopAll = async (): Promise<void> => {
    await cleanups.run();
    await server.run();
  };
  const onSignal = (): void => void stopAll().finally(() => process.exit(130));
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  try {
    const serverUrl = runtime.environment.databaseUrl ?? (await startDemoServer(runtime, server));
    return await use(serverUrl, cleanups);
  } finally {
    await stopAll();
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}
