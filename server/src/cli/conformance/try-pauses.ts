import { PurserError } from "@purser/contract";
import { withDemoServer } from "../demo/with-demo-server.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import { allRows } from "./all-rows.ts";
import { ways } from "./probe-world.ts";
import type { Row } from "./row.ts";
import { type RowResult, runPauses } from "./run-pauses.ts";

/**
 * Tries the rows of these names, all where there is none, on the deployment's own Postgres or an embedded one in a folder of
 * its own, and prints what came of each. Throws PUR-2001 for a name that no row has, and CommandFailed when one fails.
 */
export async function tryPauses(
  { names, blueprint, json }: { names: readonly string[]; blueprint: string; json: boolean },
  runtime: Runtime,
  terminal: Terminal,
): Promise<void> {
  const rows = rowsNamed(names);
  const tell = (result: RowResult): void => {
    if (json) terminal.print(JSON.stringify({ row: result.id, ...result, passed: result.failures.length === 0 }));
    else for (const line of linesOf(result)) terminal.print(line);
  };
  const results = await withDemoServer(
    runtime,
    (serverUrl, cleanups) => runPauses(rows, { blueprint, serverUrl, runtime }, tell, cleanups),
    runtime.environment.databaseUrl,
  );
  const passed = results.filter(({ failures }) => failures.length === 0).length;
  terminal.print(json ? JSON.stringify(summaryOf(results)) : `${passed} of ${rows.length}`);
  if (passed < rows.length) throw new CommandFailed();
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
