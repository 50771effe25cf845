import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { printResult } from "../print-result.ts";

const options = {
  programs: { type: "string", default: "200" },
  steps: { type: "string", default: "50" },
  json: { type: "boolean", default: false },
} as const;

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Both stores through the one contract suite, and side by side through random programs. */
const files = [
  "server/src/store/memory/memory-store.test.ts",
  "server/src/store/postgres/postgres-store.test.ts",
  "server/src/store/testing/same-results.test.ts",
];

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
});
type Tested = z.infer<typeof reportSchema>["testResults"][number]["assertionResults"][number];

/** Runs the contract suite of the stores and the differential run; what was tried is counted by its subject. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  const folder = await mkdtemp(join(tmpdir(), "purser-contract-"));
  try {
    const report = join(folder, "report.json");
    const code = await runTests(report, { PROGRAMS: values.programs, STEPS: values.steps });
    const { testResults } = reportSchema.parse(JSON.parse(await readFile(report, "utf8")));
    const tested = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = tested.filter(({ status }) => status === "failed");
    for (const { title, failureMessages } of failed) process.stdout.write(`${title}\n${failureMessages.join("\n")}\n`);
    for (const { message } of testResults) if (message !== "") process.stdout.write(`${message}\n`);
    const programs = { "random programs": Number(values.programs), "operations of each": Number(values.steps) };
    printResult(
      {
        suite: "contract",
        runs: tested.length,
        violations: failed.length,
        reach: { ...countBySubject(tested), ...programs },
      },
      values.json,
    );
    return code === 0 && failed.length === 0 && tested.length > 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runTests(report: string, settings: Readonly<Record<string, string>>): Promise<number> {
  const vitest = join(root, "node_modules", ".bin", "vitest");
  const reporting = ["--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(vitest, ["run", "--project", "quick", ...reporting, ...files], {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

function countBySubject(tested: readonly Tested[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { ancestorTitles } of tested) {
    const subject = ancestorTitles.filter((title) => title !== "").join(", ") || "both side by side";
    counts[subject] = (counts[subject] ?? 0) + 1;
  }
  return counts;
}
