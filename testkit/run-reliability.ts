import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";

/** Planted bugs of as many invariants, each found by its first runs. */
const gateMutants = ["M2", "M7", "M11", "M15", "M20", "M24", "M26", "M39"];

/**
 * The suites that search for violations: what the gate runs of each, in some minutes, and with `--whole` all of it, before a release. The
 * gate plays seeds that `npm test` does not; it has the contract suite from there, and killed processes from `npm run test:long`. An odd step through the places of a sweep
 * meets those before and those after a call by turns. Of the pauses only the long conversation (H12) waits for the release.
 * The longest begins, since two go on side by side.
 */
const suites: readonly { script: string; gate: readonly string[] | null; whole: readonly string[] }[] = [
  { script: "test:security", gate: ["--calls", "10000"], whole: ["--calls", "100000"] },
  { script: "test:pauses", gate: ["--way", "one-process", "--row", ...gateRows()], whole: [] },
  { script: "test:contract", gate: null, whole: [] },
  { script: "test:crash", gate: ["--every", "7", "--pairs", "50"], whole: [] },
  { script: "test:simulate", gate: ["--from", "1001", "--seeds", "20"], whole: ["--seeds", "2000"] },
  { script: "test:kill", gate: null, whole: ["--kills", "200"] },
  { script: "test:mutants", gate: gateMutants.flatMap((name) => ["--only", name]), whole: [] },
];

function gateRows(): string[] {
  return Array.from({ length: 14 }, (_, index) => `H${index + 1}`).filter((row) => row !== "H12");
}

const lanes = 2;

const options = { whole: { type: "boolean", default: false }, json: { type: "boolean", default: false } } as const;

const root = fileURLToPath(new URL("..", import.meta.url));
const resultSchema = z.object({
  suite: z.string(),
  runs: z.int(),
  violations: z.int(),
  reach: z.record(z.string(), z.int()),
});
type Result = z.infer<typeof resultSchema>;
/** The attacks count proposals, and what was violated by invariant. */
const attackedSchema = z
  .object({ calls: z.int(), allowed: z.int(), violations: z.int() })
  .transform(({ calls, allowed, violations }): Result => ({
    suite: "security",
    runs: calls,
    violations,
    reach: { allowed },
  }));
type Ended = { script: string; result: Result | null; code: number; seconds: number };

/** Runs every suite that searches for violations; the exit code is 1 when one of them found any, or did not end well. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  const asked = suites.flatMap(({ script, gate, whole }) => {
    const options = values.whole ? whole : gate;
    return options === null ? [] : [{ script, options }];
  });
  const ended: Ended[] = [];
  const lane = async (): Promise<void> => {
    for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
      const one = await runSuite(next.script, next.options);
      ended.push(one);
      process.stdout.write(`${lineOf(one)}\n`);
    }
  };
  // Each suite is one thread for most of its time.
  await Promise.all(Array.from({ length: lanes }, lane));
  const failed = ended.filter(({ code, result }) => code !== 0 || result === null);
  const results = ended.flatMap(({ result }) => result ?? []);
  const runs = results.reduce((sum, result) => sum + result.runs, 0);
  const violations = results.reduce((sum, result) => sum + result.violations, 0);
  const reach = Object.fromEntries(results.map((result) => [result.suite, result.runs]));
  if (!values.json) process.stdout.write(`${ended.length - failed.length} of ${ended.length} suites found nothing\n`);
  process.stdout.write(`${JSON.stringify({ suite: "reliability", runs, violations, reach })}\n`);
  return failed.length === 0 ? 0 : 1;
}

/** What a suite prints goes to this one's output, but for its last line, which is its result. */
function runSuite(script: string, options: readonly string[]): Promise<Ended> {
  const startedAt = performance.now();
  const child = spawn("npm", ["run", "--silent", script, "--", ...options, "--json"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const lines = output.trimEnd().split("\n");
      const result = resultOf(lines.at(-1) ?? "");
      const told = result === null ? lines : lines.slice(0, -1);
      for (const line of told) process.stdout.write(`  ${line}\n`);
      resolve({ script, result, code: code ?? 1, seconds: (performance.now() - startedAt) / 1_000 });
    });
  });
}

function resultOf(line: string): Result | null {
  try {
    return z.union([resultSchema, attackedSchema]).parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function lineOf({ script, result, code, seconds }: Ended): string {
  const found = result === null ? "did not end" : `${result.runs} runs, ${result.violations} violations`;
  return `${code === 0 && result !== null ? "passed" : "FAILED"}  ${script.padEnd(14)} ${found}, ${seconds.toFixed(1)} s`;
}
