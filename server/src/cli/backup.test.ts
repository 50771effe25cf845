import type { ChildProcess } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { endCommands, ended, runToEnd, smallBlueprint, startCommand, writeTree } from "./test-command.ts";

let folder: string;
const started: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-backup-"));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  writeTree(folder, smallBlueprint);
});
afterEach(() => endCommands(started.splice(0)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runsWithinMs = 120_000;
const readySchema = z.object({ url: z.string(), apiKey: z.string() });
const reportSchema = z.object({ cases: z.int(), events: z.int(), key: z.string().optional() });
const auditSchema = z.object({ cases: z.int(), events: z.int(), problem: z.null() });

test(
  "a backup of a running deployment is restored into a new data directory, with the key that was kept apart",
  async () => {
    const first = join(folder, "first");
    const running = await startDev(first);
    for (let count = 0; count < 5; count += 1) await openCase(running);
    let isOver = false;
    const writing = (async () => {
      while (!isOver) await openCase(running);
    })();
    const backup = await runToEnd(["backup", "purser.backup", "--json", "--data", first], folder);
    isOver = true;
    await writing;
    const report = reportSchema.parse(JSON.parse(backup.stdout));
    expect(report.cases).toBeGreaterThanOrEqual(5);
    expect(report.key).toBe(join(first, "key"));
    expect(statSync(join(folder, "purser.backup")).mode & 0o777).toBe(0o600);
    running.child.kill("SIGINT");
    await running.end;

    const second = join(folder, "second");
    const restore = () => runToEnd(["restore", "purser.backup", "--data", second], folder);
    expect((await restore()).stderr).toContain("PUR-1025");
    expect(existsSync(join(second, "postgres"))).toBe(false);
    mkdirSync(second);
    copyFileSync(join(first, "key"), join(second, "key"));
    const restored = await restore();
    expect(restored).toMatchObject({ code: 0, stderr: "" });
    expect(restored.stdout).toContain(`${report.cases} cases with ${report.events} events`);
    expect((await restore()).stderr).toContain("PUR-1023");

    const again = await startDev(second);
    const audit = await runToEnd(["audit", "verify", "--json", "--data", second], folder);
    expect(auditSchema.parse(JSON.parse(audit.stdout))).toMatchObject({ cases: report.cases });
    expect(await openCase(again)).toBe(201);
    expect((await restore()).stderr).toContain("PUR-1002");
  },
  runsWithinMs,
);

test("a backup where no deployment has begun makes neither a file nor a key nor a database", async () => {
  const data = join(folder, "none");
  const refused = await runToEnd(["backup", "none.backup", "--data", data], folder);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("PUR-1025");
  expect(existsSync(data) || existsSync(join(folder, "none.backup"))).toBe(false);
});

test("a start on a cluster of another major version says that a backup carries it over", async () => {
  const data = join(folder, "old");
  writeTree(data, { "postgres/data/PG_VERSION": "16\n" });
  chmodSync(join(data, "postgres", "data"), 0o700);
  const refused = await runToEnd(["serve", "--port", "0", "--data", data], folder);
  expect(refused.code).toBe(1);
  for (const said of ["PUR-1003", "made by Postgres 16", "purser backup", "purser restore"])
    expect(refused.stderr).toContain(said);
  expect(readFileSync(join(data, "postgres", "data", "PG_VERSION"), "utf8")).toBe("16\n");
});

async function startDev(data: string) {
  const child = startCommand(["dev", "--port", "0", "--json", "--data", data], folder);
  started.push(child);
  const end = ended(child);
  const ready = await new Promise<z.infer<typeof readySchema>>((resolve, reject) => {
    void end.then(({ stderr }) => reject(new Error(`dev ended: ${stderr}`)));
    child.stdout?.once("data", (line: Buffer) => resolve(readySchema.parse(JSON.parse(line.toString()))));
  });
  return { ...ready, child, end };
}

async function openCase({ url, apiKey }: z.infer<typeof readySchema>): Promise<number> {
  const response = await fetch(new URL("/v1/cases", url), {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ text: "hello" }),
  });
  await response.body?.cancel();
  return response.status;
}
