import { PurserError } from "@purser/contract";
import { withDemoServer } from "../demo/with-demo-server.ts";
import type { Runtime } from "../runtime.ts";
import { CommandFailed, type Terminal } from "../terminal.ts";
import { allRows } from "./all-rows.ts";
import { type Way, ways as allWays } from "./probe-world.ts";
import type { Row } from "./row.ts";
import { type RowResult, runPauses } from "./run-pauses.ts";

type Asked = { names: readonly string[]; wayNames: readonly string[]; blueprint: string; json: boolean };

/**
 * Tries the rows of these names in the ways of these names, all where there is none, on the deployment's own Postgres or an
 * embedded one in a folder of its own, and prints what came of each. Throws PUR-2001 for a name that no row or way has, and
 * CommandFailed when one fails.
 */
export async function tryPauses(
  { names, wayNames, blueprint, json }: Asked,
  runtime: Runtime,
  terminal: Terminal,
): Promise<void> {
  const rows = rowsNamed(names);
  const ways = waysNamed(wayNames);
  const tell = (result: RowResult): void => {
    if (json) terminal.print(JSON.stringify({ row: result.id, ...result, passed: result.failures.length === 0 }));
    else for (const line of linesOf(result)) terminal.print(line);
  };
  const results = await withDemoServer(
    runtime,
    (serverUrl, cleanups) => runPauses(rows, { ways, blueprint, serverUrl, runtime }, tell, cleanups),
    runtime.environment.databaseUrl,
  );
  const passed = results.filter(({ failures }) => failures.length === 0).length;
  terminal.print(json ? JSON.stringify(summaryOf(results, ways)) : `${passed} of ${rows.length}`);
  if (passed < rows.length) throw new CommandFailed();
}

function waysNamed(names: readonly string[]): readonly Way[] {
  const named = allWays.filter((way) => names.includes(way));
  if (named.length < new Set(names).size) throw new PurserError("PUR-2001", `The ways are ${allWays.join(", ")}.`);
  return names.length === 0 ? allWays : named;
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

function summaryOf(results: readonly RowResult[], ways: readonly Way[]) {
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
