import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";

/** What is run of each suite, one after another, before a release: half an hour. The gate runs the attacks alone. */
const suites: readonly { script: string; options: readonly string[] }[] = [
  { script: "test:contract", options: [] },
  { script: "test:crash", options: [] },
  { script: "test:simulate", options: ["--seeds", "500"] },
  { script: "test:kill", options: ["--kills", "60"] },
  { script: "test:mutants", options: [] },
  { script: "test:security", options: ["--calls", "10000"] },
];

const root = fileURLToPath(new URL("..", import.meta.url));
const scriptsSchema = z.object({ scripts: z.record(z.string(), z.string()) });
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
  const { values } = parseArgs({ args: [...args], options: { json: { type: "boolean", default: false } } });
  const { scripts } = scriptsSchema.parse(JSON.parse(await readFile(`${root}/package.json`, "utf8")));
  const ended: Ended[] = [];
  for (const { script, options } of suites) {
    if (scripts[script] === undefined) continue;
    const one = await runSuite(script, options);
    ended.push(one);
    process.stdout.write(`${lineOf(one)}\n`);
  }
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
