import type { Reach } from "./sim/reach.ts";

/** How a suite of the harness ended, as its last line says it. */
export type SuiteResult = { suite: string; runs: number; violations: number; reach: Reach };

/** The one line that every suite ends with, after a table for people unless they asked for JSON alone. */
export function printResult(result: SuiteResult, isJson: boolean): void {
  if (!isJson)
    for (const [what, count] of Object.entries(result.reach))
      process.stdout.write(`${String(count).padStart(8)}  ${what}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
